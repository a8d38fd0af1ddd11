"""When the clock stands still, and when it runs again."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from onboarding_phases.onboardings.enums import ChangeKind, HoldCause, OnboardingState
from onboarding_phases.onboardings.events import HoldDecided, HoldEnded, HoldPlaced
from onboarding_phases.onboardings.models import Hold, Onboarding
from onboarding_phases.onboardings.permissions import CONFIRM_HOLD, PLACE_HOLD
from onboarding_phases.onboardings.queries import onboarding_numbers
from onboarding_phases.onboardings.rules import check_day
from onboarding_phases.onboardings.services.history import (
    check_permission,
    check_running,
    check_text,
    note,
    tell,
    write,
)
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from partners.closings.queries import calendar_of
from partners.rights.queries import decision_rights
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.jobs.services import enqueue
from portal.people import Principal

REMIND = "onboardings.remind_of_hold"
REMINDED_AT = time(9)


def place_hold(
    onboarding: Onboarding,
    *,
    cause: HoldCause,
    reason: str,
    from_on: date,
    expected_end_on: date,
    actor: Principal,
    evidence: str = "",
) -> Hold:
    """Let the clock stand still from a day on; it runs again by itself on the expected day.

    A firm's hold for its own cause does not help its net days. One that it enters for the customer or the vendor
    names its evidence and waits for the vendor: until then it counts for as many days as the firm's tier gives it
    the right to, and no more.

    Raises:
        RuleViolation: another hold lies there, a day or the length is not allowed, or reason or evidence is missing.
        Stale: the onboarding has ended.
    """
    waits = not actor.is_vendor and cause is not HoldCause.PARTNER
    check_permission(PLACE_HOLD, actor)
    check_running(onboarding)
    check_text(reason, field="reason")
    if waits:
        check_text(evidence, field="evidence")
    _check_span(onboarding, from_on, expected_end_on)
    hold = Hold(
        partner_id=onboarding.partner_id,
        cause=cause,
        reason=reason.strip(),
        evidence=evidence.strip(),
        started_on=from_on,
        expected_end_on=expected_end_on,
        ended_on=expected_end_on,
        is_waiting=waits,
        limit_days=decision_rights(onboarding.partner_id).hold_days if waits else None,
    )
    _keep(onboarding, hold, actor)
    return hold


def _keep(onboarding: Onboarding, hold: Hold, actor: Principal) -> None:
    hold.by_firm, hold.actor_id, hold.created_at = not actor.is_vendor, actor.id, clock.now()
    onboarding.holds.append(hold)
    db.session.flush()
    refresh_outlook(onboarding)
    cause, until_on = hold.cause.value, hold.expected_end_on
    kept = {"cause": cause, "reason": hold.reason, "until": until_on.isoformat()}
    note(onboarding, ChangeKind.HOLD_PLACED, hold.started_on, actor, **kept)
    told = {"cause": cause, "from_on": hold.started_on, "expected_end_on": until_on, "reason": hold.reason}
    rights = {"waits_for_vendor": hold.is_waiting, "by_right_days": hold.limit_days or 0}
    tell(HoldPlaced, onboarding, actor, hold_id=hold.id, evidence=hold.evidence, **told, **rights)
    last_day = calendar_of(onboarding.partner_id).add(until_on, -1)
    if last_day > clock.today():
        enqueue(REMIND, run_at=datetime.combine(last_day, REMINDED_AT, clock.zone()), hold_id=hold.id)


def decide_hold(hold: Hold, *, confirm: bool, reason: str, actor: Principal) -> None:
    """Confirm a hold that a firm entered, so that all its days count; or refuse it, so that none does.

    A refused hold that still lasts ends today.

    Raises:
        RuleViolation: a refusal says nothing.
        Stale: it is decided already.
    """
    check_permission(CONFIRM_HOLD, actor)
    if not hold.is_waiting:
        raise Stale(_l("This hold is decided already."))
    if not confirm:
        check_text(reason, field="reason")
    onboarding, by_right = hold.onboarding, hold.limit_days or 0
    hold.is_waiting, hold.decided_at, hold.decided_by = False, clock.now(), actor.name
    hold.limit_days = None if confirm else 0
    if not confirm:
        hold.refusal = reason.strip()
        if hold.is_open(on=clock.today()):
            hold.ended_on = clock.today()
    write()
    refresh_outlook(onboarding)
    kind = ChangeKind.HOLD_CONFIRMED if confirm else ChangeKind.HOLD_REFUSED
    note(onboarding, kind, clock.today(), actor, cause=hold.cause.value, reason=reason.strip())
    told = {"confirmed": confirm, "by_right_days": by_right, "reason": reason.strip()}
    tell(HoldDecided, onboarding, actor, hold_id=hold.id, **told)


def end_hold(hold: Hold, *, on: date, actor: Principal) -> None:
    """Let the clock run again from a day on, before the day that was expected.

    Raises:
        RuleViolation: the day is not allowed, or the hold is the vendor's and the actor is not.
        Stale: the hold is over.
    """
    onboarding = hold.onboarding
    check_permission(PLACE_HOLD, actor)
    check_running(onboarding)
    if not actor.is_vendor and not hold.by_firm:
        raise RuleViolation(_l("The vendor entered this hold. Ask it to end it."), field="on")
    if not hold.is_open(on=clock.today()):
        raise Stale(_l("This hold is over."))
    back = onboarding_numbers()["back_dating_days"]
    check_day(on, today=clock.today(), back_dating_days=back)
    if on < hold.started_on:
        raise RuleViolation(_l("A hold ends no sooner than it began."), field="on")
    hold.ended_on = on
    db.session.flush()
    refresh_outlook(onboarding)
    note(onboarding, ChangeKind.HOLD_ENDED, on, actor, cause=hold.cause.value)
    tell(HoldEnded, onboarding, actor, hold_id=hold.id, ended_on=on)


def hold_to_remind_of(hold_id: int) -> Hold | None:
    """A hold that ends within days as it was expected to, once: whoever asks has it marked as told."""
    hold = db.session.scalars(select(Hold).where(Hold.id == hold_id)).one_or_none()
    if hold is None or hold.reminded_at or hold.ended_on != hold.expected_end_on:
        return None
    if hold.onboarding.state is not OnboardingState.RUNNING or not hold.is_open(on=clock.today()):
        return None
    hold.reminded_at = clock.now()
    return hold


def _check_span(onboarding: Onboarding, from_on: date, until_on: date) -> None:
    numbers = onboarding_numbers()
    longest = int(numbers["hold_days_each"])
    check_day(from_on, today=clock.today(), back_dating_days=numbers["back_dating_days"], field="from_on")
    if until_on <= from_on:
        raise RuleViolation(_l("The expected end lies after the first day."), field="expected_end_on")
    if until_on - from_on > timedelta(days=longest):
        what = _l("One hold lasts at most %(days)s days.", days=longest)
        raise RuleViolation(what, field="expected_end_on")
    if any(hold.started_on < until_on and from_on < hold.ended_on for hold in onboarding.holds):
        raise RuleViolation(_l("There is a hold in these days already. One at a time is right."), field="from_on")
