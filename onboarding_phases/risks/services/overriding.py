"""Setting the level of a risk by hand, for a time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import ChangeKind, RiskLevel
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.services.history import (
    check_permission,
    check_running,
    check_text,
    note,
    tell,
)
from onboarding_phases.onboardings.services.outlook import amend, refresh_outlook
from onboarding_phases.onboardings.standing import risks
from onboarding_phases.onboardings.values import override_of
from onboarding_phases.risks.events import RiskFreed, RiskSet
from onboarding_phases.risks.permissions import OVERRIDE_RISK
from onboarding_phases.risks.queries import risk_numbers, running_one
from portal import clock
from portal.accounts.queries import Person
from portal.errors import RuleViolation, Stale
from portal.jobs.services import enqueue, opens_own_units
from portal.people import PORTAL, Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

FREE = "risks.free"
ONE_DAY = timedelta(days=1)


def seen_override(onboarding: Onboarding) -> str:
    """What names the level that is set now, for a form that was opened; empty where none is."""
    return str((onboarding.risk_override or {}).get("set_at", ""))


def set_risk(
    onboarding: Onboarding,
    *,
    level: RiskLevel,
    reason: str,
    owner: Person,
    until_on: date,
    seen: str,
    actor: Principal,
) -> None:
    """Set the level of a risk until a day, with a reason and somebody who answers for it; then it ends by itself.

    Raises:
        RuleViolation: no reason is given, the last day is not to come or too far, or the level is what it is.
        Stale: the onboarding has ended, or somebody else set or freed the level since it was `seen`.
    """
    check_permission(OVERRIDE_RISK, actor)
    check_running(onboarding)
    check_text(reason, field="reason")
    _check_unchanged(onboarding, seen)
    _check_end(until_on)
    today = clock.today()
    found = next((risk.level for risk in risks(onboarding.run, today, bounds_in_force())), RiskLevel.LOW)
    if level is found:
        raise RuleViolation(_l("This is the level that the data show. Choose another one."), field="level")
    told = {"level": level.value, "reason": reason.strip(), "owner": owner.name}
    days = {"from_on": today.isoformat(), "until_on": until_on.isoformat(), "set_at": clock.now().isoformat()}
    amend(onboarding, risk_override={**told, **days, "by": actor.name})
    refresh_outlook(onboarding)
    begins = datetime.combine(until_on + ONE_DAY, time.min, clock.zone())
    enqueue(FREE, run_at=begins, onboarding_id=onboarding.id)
    note(onboarding, ChangeKind.RISK_SET, today, actor, until=days["until_on"], **told)
    event = {"level": level.value, "found": found.value, "owner_id": owner.id, "until_on": until_on}
    tell(RiskSet, onboarding, actor, reason=reason.strip(), **event)


def _check_end(until_on: date) -> None:
    today, most = clock.today(), int(risk_numbers()["override_days"])
    if not today <= until_on <= today + timedelta(days=most):
        what = _l("A day from today on, at most %(days)s days ahead, is right.", days=most)
        raise RuleViolation(what, field="until_on")


def free_risk(onboarding: Onboarding, *, seen: str, actor: Principal) -> None:
    """Let the data say the level again, before the last day.

    Raises:
        Stale: nothing is set, or somebody else set or freed the level since it was `seen`.
    """
    check_permission(OVERRIDE_RISK, actor)
    if not onboarding.risk_override:
        raise Stale(_l("No level is set by hand any more."))
    _check_unchanged(onboarding, seen)
    _free(onboarding, actor)


def _check_unchanged(onboarding: Onboarding, seen: str) -> None:
    if seen != seen_override(onboarding):
        raise Stale(_l("Somebody else changed the level of this risk. What you typed is still here; look again."))


def free_if_over(onboarding: Onboarding) -> None:
    """Take a level away of which the last day has passed."""
    override = override_of(onboarding.risk_override)
    if override is not None and override.until_on < clock.today():
        _free(onboarding, PORTAL)


def _free(onboarding: Onboarding, actor: Principal) -> None:
    override = override_of(onboarding.risk_override)
    amend(onboarding, risk_override=None)
    refresh_outlook(onboarding)
    if override is not None:
        note(onboarding, ChangeKind.RISK_FREED, clock.today(), actor, level=override.level.value)
        tell(RiskFreed, onboarding, actor, level=override.level.value, until_on=override.until_on)


@opens_own_units
def free_when_over(*, onboarding_id: int) -> None:
    """On the day after its last: end the level that was set, unless another was set since. Bears repeating."""
    with unit_of_work(EVERY_TENANT):
        for onboarding in running_one(onboarding_id):
            free_if_over(onboarding)
