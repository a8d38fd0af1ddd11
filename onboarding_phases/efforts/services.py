"""Measuring finished onboardings in the night."""

from __future__ import annotations

from collections import defaultdict
from datetime import time, timedelta

from onboarding_phases.customers.defaults import NUMBERS
from onboarding_phases.customers.services import keep_evidence
from onboarding_phases.customers.suggesting import Evidence, size_of
from onboarding_phases.efforts.queries import finished_since
from onboarding_phases.efforts.rules import days_worked_on, median_days, working_days
from portal import clock
from portal.defaults.queries import numbers
from portal.jobs.services import opens_own_units, plan_night
from portal.people import Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

MEASURE = "efforts.measure"
AT = time(2, 15)


def plan_measuring(_actor: Principal) -> None:
    """See that the coming night has its job; there is never more than one that waits."""
    plan_night(MEASURE, AT)


@opens_own_units
def measure_tonight() -> None:
    """The job of the night. The next one is planned first, so that a night that fails ends no other."""
    with unit_of_work(EVERY_TENANT):
        plan_night(MEASURE, AT)
    measure_efforts()


def measure_efforts() -> None:
    """Measure how many working days finished onboardings took. Bears repeating, also twice at once."""
    with unit_of_work(EVERY_TENANT, write=False):
        found = measured()
    with unit_of_work(EVERY_TENANT):
        keep_evidence(found)


def measured() -> dict[tuple[str, int], Evidence]:
    """The cases and the median of each product and size of customer."""
    in_force = numbers(NUMBERS)
    finished = finished_since(clock.today() - timedelta(days=int(in_force["history_days"])))
    if not finished:
        return {}
    calendar = days_worked_on(min(one.start_on for one in finished), max(one.end_on for one in finished))
    days: dict[tuple[str, int], list[int]] = defaultdict(list)
    for one in finished:
        size = size_of(one.employees, in_force)
        if size is not None:
            days[one.product, size].append(working_days(one, calendar))
    return {group: Evidence(len(own), median_days(own)) for group, own in days.items()}
