"""What happens to an onboarding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class OnboardingEvent(Event):
    """Something that happened to one onboarding of one firm."""

    partner_id: int
    onboarding_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class PhaseEvent(OnboardingEvent):
    """Something that happened to one of the six phases, on a day."""

    position: int
    on: date


@dataclass(frozen=True, kw_only=True)
class OnboardingBegun(OnboardingEvent):
    """A firm's acceptance made an onboarding."""

    title = _l("Onboarding begun")

    customer_id: int
    start_on: date


@dataclass(frozen=True, kw_only=True)
class OnboardingRecorded(OnboardingEvent):
    """An onboarding of the past was entered from records, or corrected; hold days are by cause."""

    title = _l("Past onboarding entered")

    customer_id: int
    start_on: date
    activated_on: date | None
    withdrawn_on: date | None
    excluded_reason: str | None
    hold_days: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class ConsultantsNamed(OnboardingEvent):
    """The firm said which of its people work on it."""

    title = _l("Consultants named")

    consultant_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OwnerChanged(OnboardingEvent):
    """Another person of customer success owns it now."""

    title = _l("CS owner changed")

    before_id: int | None
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class PhaseStarted(PhaseEvent):
    """The firm began a phase."""

    title = _l("Phase started")


@dataclass(frozen=True, kw_only=True)
class PhaseSubmitted(PhaseEvent):
    """The firm says that a phase is done; where it needs no review, it is accepted by the right of its tier."""

    title = _l("Phase submitted")

    note: str
    needs_review: bool = True


@dataclass(frozen=True, kw_only=True)
class PhaseReturned(PhaseEvent):
    """The vendor sent a submission back and said what is missing."""

    title = _l("Phase returned")

    missing: str


@dataclass(frozen=True, kw_only=True)
class PhaseCompleted(PhaseEvent):
    """The vendor accepted a submission; `on_time` is the submission's day against the due day, net."""

    title = _l("Phase completed")

    submitted_on: date
    on_time: bool


@dataclass(frozen=True, kw_only=True)
class PhaseSkipped(PhaseEvent):
    """A phase is left out, by the vendor or by the right of the firm's tier."""

    title = _l("Phase skipped")

    reason: str
    by_right: bool = False


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(OnboardingEvent):
    """The clock stands still."""

    title = _l("Hold placed")

    hold_id: int
    cause: str
    from_on: date
    expected_end_on: date
    reason: str
    evidence: str = ""
    waits_for_vendor: bool = False
    by_right_days: int = 0


@dataclass(frozen=True, kw_only=True)
class HoldDecided(OnboardingEvent):
    """The vendor confirmed a hold that a firm entered, or refused it; `by_right_days` had counted till then."""

    title = _l("Hold decided")

    hold_id: int
    confirmed: bool
    by_right_days: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ExclusionAsked(OnboardingEvent):
    """A manager asked to leave an onboarding out of every rate."""

    title = _l("Exclusion asked for")

    reason: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ExclusionDecided(OnboardingEvent):
    """A second person decided whether an onboarding is left out of every rate."""

    title = _l("Exclusion decided")

    reason: str
    approved: bool
    answer: str


@dataclass(frozen=True, kw_only=True)
class LiftingAsked(OnboardingEvent):
    """A manager asked that an onboarding which is left out of every rate count again."""

    title = _l("Lifting of an exclusion asked for")

    reason: str
    note: str


@dataclass(frozen=True, kw_only=True)
class LiftingDecided(OnboardingEvent):
    """A second person decided whether an exclusion is lifted; `reason` is that of the exclusion."""

    title = _l("Lifting of an exclusion decided")

    reason: str
    approved: bool
    answer: str


@dataclass(frozen=True, kw_only=True)
class HoldEnded(OnboardingEvent):
    """The clock runs again."""

    title = _l("Hold ended")

    hold_id: int
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class OnboardingMoved(OnboardingEvent):
    """A running onboarding goes on by another version of its playbook; due days are those of the open phases."""

    title = _l("Onboarding moved to another version of its playbook")

    before_version: int
    after_version: int
    before_x: int
    after_x: int
    due_days: dict[str, tuple[int, int]]
    reason: str


@dataclass(frozen=True, kw_only=True)
class OnboardingActivated(OnboardingEvent):
    """Usage met the activation rule first on `activated_on`; None where a correction took it back.

    `cause` is why: usage, setting, playbook or withdrawal.
    """

    title = _l("Activation recorded")

    activated_on: date | None
    before: date | None
    cause: str


@dataclass(frozen=True, kw_only=True)
class OnboardingCompleted(OnboardingEvent):
    """All six phases are completed or skipped, and the vendor has looked at what else was open."""

    title = _l("Onboarding completed")

    completed_on: date


@dataclass(frozen=True, kw_only=True)
class OnboardingWithdrawn(OnboardingEvent):
    """The customer stopped before the end."""

    title = _l("Onboarding withdrawn")

    withdrawn_on: date
    reason: str
