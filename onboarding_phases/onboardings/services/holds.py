"""When the clock stands still, and when it runs again."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import ChangeKind, HoldCause
from onboarding_phases.onboardings.events import HoldEnded, HoldPlaced
from onboarding_phases.onboardings.models import Hold, Onboarding
from onboarding_phases.onboardings.permissions import PLACE_HOLD
from onboarding_phases.onboardings.queries import onboarding_numbers
from onboarding_phases.onboardings.rules import check_day
from onboarding_phases.onboardings.services.history import check_permission, check_running, check_text, note, tell
from onboarding_phases.onboardings.services.outlook import refresh_outlook
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.people import Principal


def place_hold(
    onboarding: Onboarding,
    *,
    cause: HoldCause,
    reason: str,
    from_on: date,
    expected_end_on: date,
    actor: Principal,
) -> Hold:
    """Let the clock stand still from a day on; it runs again by itself on the expected day.

    The vendor may name any cause; a firm may hold for its own cause alone, which does not help its net days.

    Raises:
        RuleViolation: another hold lies there, a day is not allowed, it is too long, the cause is not the
            firm's, or no reason is given.
        Stale: the onboarding has ended.
    """
    check_permission(PLACE_HOLD, actor)
    check_running(onboarding)
    _check_cause(cause, actor)
    check_text(reason, field="reason")
    numbers = onboarding_numbers()
    check_day(from_on, today=clock.today(), back_dating_days=numbers["back_dating_days"], field="from_on")
    _check_span(onboarding, from_on, expected_end_on, int(numbers["hold_days_each"]))
    hold = Hold(
        partner_id=onboarding.partner_id,
        cause=cause,
        reason=reason.strip(),
        started_on=from_on,
        expected_end_on=expected_end_on,
        ended_on=expected_end_on,
        actor_id=actor.id,
        created_at=clock.now(),
    )
    _keep(onboarding, hold, actor)
    return hold


def _keep(onboarding: Onboarding, hold: Hold, actor: Principal) -> None:
    onboarding.holds.append(hold)
    db.session.flush()
    refresh_outlook(onboarding)
    cause, until_on = hold.cause.value, hold.expected_end_on
    kept = {"cause": cause, "reason": hold.reason, "until": until_on.isoformat()}
    note(onboarding, ChangeKind.HOLD_PLACED, hold.started_on, actor, **kept)
    told = {"cause": cause, "from_on": hold.started_on, "expected_end_on": until_on, "reason": hold.reason}
    tell(HoldPlaced, onboarding, actor, hold_id=hold.id, **told)


def end_hold(hold: Hold, *, on: date, actor: Principal) -> None:
    """Let the clock run again from a day on, before the day that was expected.

    Raises:
        RuleViolation: the day is not allowed, or the hold is the vendor's and the actor is not.
        Stale: the hold is over.
    """
    onboarding = hold.onboarding
    check_permission(PLACE_HOLD, actor)
    check_running(onboarding)
    _check_cause(hold.cause, actor)
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


def _check_cause(cause: HoldCause, actor: Principal) -> None:
    if not actor.is_vendor and cause is not HoldCause.PARTNER:
        raise RuleViolation(_l("A firm can hold for its own cause only. Ask the vendor for others."), field="cause")


def _check_span(onboarding: Onboarding, from_on: date, until_on: date, longest: int) -> None:
    if until_on <= from_on:
        raise RuleViolation(_l("The expected end lies after the first day."), field="expected_end_on")
    if (until_on - from_on).days > longest:
        what = _l("One hold lasts at most %(days)s days.", days=longest)
        raise RuleViolation(what, field="expected_end_on")
    if any(hold.started_on < until_on and from_on < hold.ended_on for hold in onboarding.holds):
        raise RuleViolation(_l("There is a hold in these days already. One at a time is right."), field="from_on")
