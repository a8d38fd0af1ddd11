"""What happens to commitments. Texts stay in the ledger, as far as its levels let readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent


@dataclass(frozen=True, kw_only=True)
class CommitmentsTaken(OnboardingEvent):
    """The commitments of an accepted handoff stand in the ledger of the onboarding."""

    title = _l("Commitments taken from the handoff")

    count: int


@dataclass(frozen=True, kw_only=True)
class CommitmentEvent(OnboardingEvent):
    """Something that happened to one commitment."""

    commitment: str
    level: str


@dataclass(frozen=True, kw_only=True)
class CommitmentAdded(CommitmentEvent):
    """A commitment was entered after the handoff; unless the owner did it, it waits for consent."""

    title = _l("Commitment added")

    due_on: date | None
    waits_for_consent: bool


@dataclass(frozen=True, kw_only=True)
class CommitmentConsented(CommitmentEvent):
    """The owner of the onboarding stands by it."""

    title = _l("Commitment agreed to")


@dataclass(frozen=True, kw_only=True)
class CommitmentPlanned(CommitmentEvent):
    """It was said by when it is to be kept, and to whom it was promised."""

    title = _l("Day of a commitment set")

    before: date | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class CommitmentKept(CommitmentEvent):
    """It was kept, with what shows it; `on_time` where it had a day."""

    title = _l("Commitment kept")

    on: date
    on_time: bool


@dataclass(frozen=True, kw_only=True)
class CommitmentRenegotiated(CommitmentEvent):
    """The customer agreed to something else, which stands in the ledger as `replaced_by`."""

    title = _l("Commitment renegotiated")

    replaced_by: str
    due_on: date | None
    told_on: date


@dataclass(frozen=True, kw_only=True)
class CommitmentRefused(CommitmentEvent):
    """It will not be kept, for a reason."""

    title = _l("Commitment refused")

    told_on: date | None


@dataclass(frozen=True, kw_only=True)
class CustomerToldOfCommitment(CommitmentEvent):
    """The customer was told how it ended."""

    title = _l("Customer told of a commitment")

    told_on: date


@dataclass(frozen=True, kw_only=True)
class CommitmentShared(CommitmentEvent):
    """More people read a commitment than before."""

    title = _l("Commitment shared")

    before: str
