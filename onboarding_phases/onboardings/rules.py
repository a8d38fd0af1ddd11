"""What may follow what in an onboarding, and the numbers that bound it. Needs no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import TypedDict

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import PhaseAction, PhaseState
from partners.rights.values import DecisionRights
from portal.business_calendar import BusinessCalendar
from portal.defaults.values import Number
from portal.errors import RuleViolation

CALENDAR = BusinessCalendar()
CLOSED = frozenset({PhaseState.COMPLETED, PhaseState.SKIPPED})
WITH_THE_FIRM = frozenset({PhaseState.NOT_STARTED, PhaseState.IN_PROGRESS, PhaseState.RETURNED})

TRANSITIONS: Mapping[tuple[PhaseState, PhaseAction], PhaseState] = {
    (PhaseState.NOT_STARTED, PhaseAction.START): PhaseState.IN_PROGRESS,
    (PhaseState.IN_PROGRESS, PhaseAction.SUBMIT): PhaseState.SUBMITTED,
    (PhaseState.RETURNED, PhaseAction.SUBMIT): PhaseState.SUBMITTED,
    (PhaseState.SUBMITTED, PhaseAction.RETURN): PhaseState.RETURNED,
    (PhaseState.SUBMITTED, PhaseAction.COMPLETE): PhaseState.COMPLETED,
    (PhaseState.NOT_STARTED, PhaseAction.SKIP): PhaseState.SKIPPED,
    (PhaseState.IN_PROGRESS, PhaseAction.SKIP): PhaseState.SKIPPED,
    (PhaseState.RETURNED, PhaseAction.SKIP): PhaseState.SKIPPED,
}

REFUSALS: Mapping[PhaseAction, LazyString] = {
    PhaseAction.START: _l("This phase has been started already."),
    PhaseAction.SUBMIT: _l("Only a phase in progress or returned can be submitted."),
    PhaseAction.RETURN: _l("Only a submitted phase can be returned."),
    PhaseAction.COMPLETE: _l("Only a submitted phase can be completed."),
    PhaseAction.SKIP: _l("A submitted or closed phase cannot be skipped."),
}


class CustomerFacts(TypedDict):
    """What a firm's brief says of the customer, as it is copied onto the onboarding."""

    customer_name: str
    product: str
    industry: str
    prefecture: str
    effort: int
    owner_id: int | None


def next_state(state: PhaseState, action: PhaseAction) -> PhaseState:
    """The state that an action leads to.

    Raises:
        RuleViolation: the action is not for a phase in this state.
    """
    if (state, action) not in TRANSITIONS:
        raise RuleViolation(REFUSALS[action])
    return TRANSITIONS[state, action]


def needs_review(rights: DecisionRights, code: str, position: int) -> bool:
    """Whether the vendor looks at a submission: by the firm's tier, and for a sample of what needs no review.

    The sample follows from the onboarding's code, so that nobody can try again for another outcome.
    """
    if position in rights.reviewed:
        return True
    drawn = int.from_bytes(sha256(f"{code}/{position}".encode()).digest()[:4], "big") % 100
    return drawn < rights.sampled_percent


def actions_of(state: PhaseState) -> list[PhaseAction]:
    """What can be done with a phase in this state, by whoever may."""
    return [action for at, action in TRANSITIONS if at == state]


def check_day(on: date, *, today: date, back_dating_days: Number, field: str = "on") -> None:
    """Let nobody date what happened ahead, or further back than so many business days.

    Raises:
        RuleViolation: the day lies ahead or too far back.
    """
    if on > today:
        raise RuleViolation(_l("This day is still to come. Today or a day before is right."), field=field)
    if on < CALENDAR.add(today, -int(back_dating_days)):
        raise RuleViolation(
            _l("This day lies too far back. At most %(days)s business days are allowed.", days=back_dating_days),
            field=field,
        )


def review_due_on(submitted_on: date, review_days: Number) -> date:
    """The day by which the vendor has looked at a submission."""
    return CALENDAR.add(submitted_on, int(review_days))
