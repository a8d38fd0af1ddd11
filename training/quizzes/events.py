"""What happens in quizzes. No score is in an event: the trail is read by the vendor."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class BankLoaded(Event):
    """A course's questions were taken from their files."""

    title = _l("Questions taken in")

    course: str
    questions: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class AttemptStarted(Event):
    """A consultant was given a paper, and the clock began."""

    title = _l("Test started")

    partner_id: int
    enrolment_id: int
    attempt_id: int


@dataclass(frozen=True, kw_only=True)
class AnswerSaved(Event):
    """An answer was given, changed or taken back."""

    title = _l("Answer saved")

    partner_id: int
    attempt_id: int
    place: int


@dataclass(frozen=True, kw_only=True)
class AttemptClosed(Event):
    """A paper was handed in, or taken away at its deadline."""

    title = _l("Test handed in")

    partner_id: int
    enrolment_id: int
    attempt_id: int
    passed: bool
