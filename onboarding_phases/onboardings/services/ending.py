"""How an onboarding ends."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.enums import ChangeKind, ExcludedReason, OnboardingState
from onboarding_phases.onboardings.events import OnboardingCompleted, OnboardingWithdrawn
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.permissions import COMPLETE_ONBOARDING, WITHDRAW_ONBOARDING
from onboarding_phases.onboardings.rules import CLOSED
from onboarding_phases.onboardings.services.history import (
    check_permission,
    check_running,
    check_text,
    note,
    tell,
    write,
)
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.people import Principal


def withdraw(onboarding: Onboarding, *, reason: str, on: date, actor: Principal) -> None:
    """End an onboarding because the customer stopped before its end.

    Raises:
        RuleViolation: no reason is given, or the day lies ahead or before the onboarding was made.
        Stale: it has ended already.
    """
    check_permission(WITHDRAW_ONBOARDING, actor)
    check_running(onboarding)
    check_text(reason, field="reason")
    if not clock.day_of(onboarding.created_at) <= on <= clock.today():
        raise RuleViolation(_l("A day between the beginning of the onboarding and today is right."), field="on")
    onboarding.withdrawn_on = on
    onboarding.withdrawn_reason = reason.strip()
    _end(onboarding, OnboardingState.WITHDRAWN, on)
    note(onboarding, ChangeKind.WITHDRAWN, on, actor, reason=reason.strip())
    tell(OnboardingWithdrawn, onboarding, actor, withdrawn_on=on, reason=reason.strip())


def cancel_before_start(onboarding: Onboarding, *, reason: str, actor: Principal) -> None:
    """End an onboarding that has not begun: its firm gave the customer back. It counts in no rate.

    The room of offers says who may; whether it has begun is a fact of the calendar, so no second person decides.

    Raises:
        RuleViolation: it has begun, or no reason is given.
        Stale: it has ended already.
    """
    check_running(onboarding)
    check_text(reason, field="reason")
    if clock.today() >= onboarding.start_on:
        raise RuleViolation(_l("The onboarding has begun already."))
    on = clock.today()
    onboarding.withdrawn_on, onboarding.withdrawn_reason = on, reason.strip()
    onboarding.excluded_reason = ExcludedReason.CANCELLED_BEFORE_START
    _end(onboarding, OnboardingState.WITHDRAWN, on, settles=False)
    note(onboarding, ChangeKind.WITHDRAWN, on, actor, reason=reason.strip())
    tell(OnboardingWithdrawn, onboarding, actor, withdrawn_on=on, reason=reason.strip())


def complete(onboarding: Onboarding, *, actor: Principal) -> None:
    """End an onboarding whose six phases are all completed or skipped; the vendor says so, after a look at it.

    Raises:
        RuleViolation: a phase is open, or a room that hears of the end has something against it.
        Stale: it has ended already.
    """
    check_permission(COMPLETE_ONBOARDING, actor)
    check_running(onboarding)
    if any(phase.state not in CLOSED for phase in onboarding.phases):
        raise RuleViolation(_l("A phase is still open. Complete or skip it first."))
    on = onboarding.completed_on = clock.today()
    _end(onboarding, OnboardingState.COMPLETED, on)
    note(onboarding, ChangeKind.COMPLETED, on, actor)
    tell(OnboardingCompleted, onboarding, actor, completed_on=on)


def _end(onboarding: Onboarding, state: OnboardingState, on: date, *, settles: bool = True) -> None:
    onboarding.state = state
    for hold in onboarding.holds:
        if hold.ended_on > on:
            hold.ended_on = max(on, hold.started_on)
    write()
    refresh_outlook(onboarding)
    if not settles:
        return
    # In a firm's scope there are no customers, and nothing is marked: the mark only spares a look.
    ended = update(Customer).where(Customer.id == onboarding.customer_id).values(is_settled=True)
    db.session.execute(ended, execution_options={"synchronize_session": False})
