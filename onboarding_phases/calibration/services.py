"""What is done in the night: keep what runs predicted, and settle what came of it."""

from __future__ import annotations

from datetime import time

from sqlalchemy import delete, insert, select

from onboarding_phases.calibration.enums import Way
from onboarding_phases.calibration.models import Prediction, TriedEstimate
from onboarding_phases.calibration.queries import (
    all_facts,
    frozen_results,
    past_cases,
    runs_to_read,
    success_of,
)
from onboarding_phases.calibration.rules import Seen, bins, brier, tried
from onboarding_phases.kpis.values import Facts
from portal import clock
from portal.database import db
from portal.jobs.services import opens_own_units, plan_night
from portal.people import Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

MEASURE = "calibration.measure"
AT = time(2, 45)


def plan_measuring(_actor: Principal) -> None:
    """See that the coming night has its job; there is never more than one that waits."""
    plan_night(MEASURE, AT)


@opens_own_units
def measure_tonight() -> None:
    """The job of the night. The next one is planned first, so that a night that fails ends no other."""
    with unit_of_work(EVERY_TENANT):
        plan_night(MEASURE, AT)
    measure_calibration()


def measure_calibration() -> None:
    """Keep what runs predicted of what has begun since, and settle all of it. Bears repeating."""
    with unit_of_work(EVERY_TENANT):
        keep_predictions()
    with unit_of_work(EVERY_TENANT, write=False):
        found = all_facts()
        estimates = tried(past_cases(found, clock.today()))
    with unit_of_work(EVERY_TENANT):
        settle(found)
        keep_estimates(estimates)


def keep_predictions() -> None:
    """Write down what a run knew of the firm with which an onboarding was then begun, once and for all."""
    for run_code, begun in runs_to_read().items():
        known = frozen_results(run_code)
        if known is None:
            continue
        day, firms = known
        for onboarding_id, partner in begun:
            rate, cases = firms.get(partner, (None, 0))
            told = {"rate": rate, "cases": cases, "success": None, "predicted_on": day}
            db.session.add(Prediction(onboarding_id=onboarding_id, run_code=run_code, **told))


def settle(found: list[Facts]) -> None:
    """Say of every prediction what came of it; a correction of the records is followed."""
    by_id = {one.id: one for one in found}
    for prediction in db.session.scalars(select(Prediction)):
        one = by_id.get(prediction.onboarding_id)
        prediction.success = success_of(one, clock.today()) if one else None


def keep_estimates(found: dict[Way, list[Seen]]) -> None:
    """Put how both ways to estimate did in the place of what stood there."""
    rows = [
        {
            "way": way.value,
            "n": len(seen),
            "brier": brier(seen),
            "groups": [group.plain() for group in bins(seen)],
            "measured_at": clock.now(),
        }
        for way, seen in found.items()
    ]
    db.session.execute(delete(TriedEstimate))
    db.session.execute(insert(TriedEstimate), rows)
