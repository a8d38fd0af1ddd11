"""Looking at running onboardings: what is foreseen, what usage tells, and the plays that follow from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import or_, select

from onboarding_phases.onboardings.enums import RiskReason
from onboarding_phases.onboardings.events import OnboardingEvent
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.services.outlook import amend, refresh_outlook
from onboarding_phases.onboardings.standing import Bounds, open_hold, risks
from onboarding_phases.onboardings.values import Sign
from onboarding_phases.risks.models import PlayTemplate, Stays
from onboarding_phases.risks.queries import (
    Group,
    Values,
    escalated,
    plays_of,
    risk_numbers,
    running,
    running_one,
    stays_by_group,
    templates,
    values_of,
)
from onboarding_phases.risks.rules import Activity, activity, foreseen
from onboarding_phases.risks.services.overriding import free_if_over
from onboarding_phases.risks.services.plays import close_for_ended, follow_risks
from onboarding_phases.usage.events import UsageRecorded
from portal import clock
from portal.database import db
from portal.defaults.values import Number
from portal.jobs.services import enqueue, is_waiting, opens_own_units
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

LOOK_AT_ALL = "risks.look_at_all"
LOOK_AT_ONE = "risks.look_at_one"
AT_ONCE = 200


@dataclass(frozen=True)
class View:
    """What is the same for all onboardings that are looked at together."""

    bounds: Bounds
    numbers: Mapping[str, Number]
    stays: Mapping[Group, Stays]
    templates: Mapping[RiskReason, PlayTemplate]

    @classmethod
    def read(cls) -> View:
        return cls(bounds_in_force(), risk_numbers(), stays_by_group(), templates())

    def metric(self, cause: RiskReason) -> str:
        """The metric that tells of a cause, also where its play is not proposed."""
        template = self.templates.get(cause)
        return (template.metric if template else None) or ""


@opens_own_units
def look_at_all() -> None:
    """Look at every running onboarding, some in each transaction. Bears repeating."""
    last = 0
    while True:
        with unit_of_work(EVERY_TENANT):
            found = running(after=last, most=AT_ONCE)
            look_at(found)
            if len(found) < AT_ONCE:
                close_for_ended()
                return
            last = found[-1].id


@opens_own_units
def look_at_one(*, onboarding_id: int) -> None:
    """Look at one onboarding, as long as it runs: in every tenant, since usage is the vendor's. Bears repeating."""
    with unit_of_work(EVERY_TENANT):
        look_at(running_one(onboarding_id))
        close_for_ended(onboarding_id)


def look_soon(event: OnboardingEvent) -> None:
    """Something changed that may end a risk: look again after this transaction, where anything is kept of it."""
    watched = or_(Onboarding.outlook.is_not(None), Onboarding.open_plays.is_not(None))
    statement = select(Onboarding.id).where(Onboarding.id == event.onboarding_id, watched)
    if db.session.scalar(statement) is not None:
        enqueue(LOOK_AT_ONE, onboarding_id=event.onboarding_id)


def look_soon_at_all(_event: UsageRecorded) -> None:
    """Usage arrived: look at all that runs after this transaction, once for all that waits."""
    if not is_waiting(LOOK_AT_ALL):
        enqueue(LOOK_AT_ALL)


def look_at(onboardings: Sequence[Onboarding]) -> None:
    """Keep what is foreseen and seen of these, and let plays follow."""
    if not onboardings:
        return
    view = View.read()
    ids = [one.id for one in onboardings]
    metrics = {view.metric(RiskReason.QUIET), view.metric(RiskReason.USAGE_FELL)} - {""}
    usage = values_of([one.customer_id for one in onboardings], metrics)
    helped, plays = escalated(ids), plays_of(ids)
    today = clock.today()
    for one in onboardings:
        seen = _activity(one, usage, view)
        signs = () if one.id in helped or open_hold(one.run, today) else seen.signs
        kept = _outlook(one, seen, signs, view)
        if kept != one.outlook:
            amend(one, outlook=kept)
        free_if_over(one)
        refresh_outlook(one, bounds=view.bounds)
        causes = {risk.reason for risk in risks(one.run, today, view.bounds)}
        follow_risks(one, causes, plays[one.id], view.templates)


def _activity(one: Onboarding, usage: Mapping[tuple[int, str], Values], view: View) -> Activity:
    """What usage since the start tells."""
    logins, used = (
        {
            day: value
            for day, value in usage.get((one.customer_id, view.metric(cause)), {}).items()
            if day >= one.start_on
        }
        for cause in (RiskReason.QUIET, RiskReason.USAGE_FELL)
    )
    return activity(logins, used, on=clock.today(), numbers=view.numbers)


def _outlook(one: Onboarding, seen: Activity, signs: Sequence[Sign], view: View) -> dict[str, Any]:
    """What is kept with the onboarding, in values that JSON can hold."""
    today, run = clock.today(), one.run
    row = view.stays.get((one.product, one.effort, one.current_position))
    least = int(view.numbers["cases_least"])
    ahead = foreseen(run, row.days, on=today, bounds=view.bounds, least=least) if row else None
    kept_signs = list(signs)
    told: dict[str, Any] | None = None
    if row is not None and ahead is not None:
        sign = ahead.sign(today)
        kept_signs += [sign] if sign else []
        told = {
            "early_on": ahead.early_on.isoformat(),
            "median_on": ahead.median_on.isoformat(),
            "late_on": ahead.late_on.isoformat(),
            "due_on": ahead.due_on.isoformat(),
            "held": row.held / row.tried if row.tried else None,
            "is_open": row.firms >= int(view.numbers["firms_least"]),
        }
    return {
        "on": today.isoformat(),
        "position": one.current_position,
        "usage_on": seen.as_of.isoformat() if seen.as_of else None,
        "usage_is_fresh": seen.is_fresh,
        "foreseen": told,
        "signs": [_plain(sign) for sign in kept_signs],
    }


def _plain(sign: Sign) -> dict[str, Any]:
    return {
        **asdict(sign),
        "level": sign.level.value,
        "reason": sign.reason.value,
        "from_on": sign.from_on.isoformat(),
        "as_of": sign.as_of.isoformat(),
        "until_on": sign.until_on.isoformat() if sign.until_on else None,
    }
