"""What guests do at the door of a room. Nothing here holds a link or a code."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent


@dataclass(frozen=True, kw_only=True)
class InvitationEvent(OnboardingEvent):
    """Something that happened to one invitation, named by its code."""

    invitation: str


@dataclass(frozen=True, kw_only=True)
class RoomCodeSent(InvitationEvent):
    """A short code was mailed to whoever was invited."""

    title = _l("Code for a room sent")


@dataclass(frozen=True, kw_only=True)
class RoomEntered(InvitationEvent):
    """A guest came in with the code."""

    title = _l("Room entered")

    browser: str


@dataclass(frozen=True, kw_only=True)
class RoomLeft(InvitationEvent):
    """A guest logged out."""

    title = _l("Room left")


@dataclass(frozen=True, kw_only=True)
class RoomLanguageChosen(InvitationEvent):
    """A guest chose the language of pages and letters."""

    title = _l("Language of a room chosen")

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RoomLetterSent(InvitationEvent):
    """A letter told a guest of so many things that were new."""

    title = _l("Letter of what is new sent")

    news: int


@dataclass(frozen=True, kw_only=True)
class RoomLettersSwitched(InvitationEvent):
    """A guest wishes letters of what is new, or no more of them."""

    title = _l("Letters of what is new switched")

    wanted: bool
