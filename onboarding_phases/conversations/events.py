"""What happens in conversations. The trail is the vendor's to read: it holds levels and counts, and no words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent


@dataclass(frozen=True, kw_only=True)
class CommentEvent(OnboardingEvent):
    """Something that happened to one comment."""

    comment_id: int
    level: str


@dataclass(frozen=True, kw_only=True)
class CommentWritten(CommentEvent):
    """Somebody wrote a comment, for the own side alone."""

    title = _l("Comment written")

    files: int


@dataclass(frozen=True, kw_only=True)
class CommentShared(CommentEvent):
    """A comment is read by more people than before; `names_people` where it names people of the firm."""

    title = _l("Comment shared")

    before: str
    names_people: bool


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(CommentEvent):
    """Its author took a comment back; that there was one stays."""

    title = _l("Comment withdrawn")


@dataclass(frozen=True, kw_only=True)
class DocumentEvent(OnboardingEvent):
    """Something that happened to one file of an onboarding."""

    document_id: int
    level: str


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(DocumentEvent):
    """Somebody added a file, for the own side alone."""

    title = _l("File added to an onboarding")

    position: int | None


@dataclass(frozen=True, kw_only=True)
class DocumentShared(DocumentEvent):
    """A file is read by more people than before."""

    title = _l("File shared")

    before: str


@dataclass(frozen=True, kw_only=True)
class DocumentRemoved(DocumentEvent):
    """Whoever added a file took it back."""

    title = _l("File removed from an onboarding")
