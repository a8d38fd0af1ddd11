"""What is done every night: measure anew, then look at all that runs."""

from __future__ import annotations

from datetime import time

from onboarding_phases.risks.services.looking import look_at_all
from onboarding_phases.risks.services.measuring import keep_stays, measure_stays
from portal.jobs.services import opens_own_units, plan_night
from portal.people import Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

WATCH = "risks.watch"
AT = time(1, 30)


def plan_watch(_actor: Principal) -> None:
    """See that the coming night has its job; there is never more than one that waits."""
    plan_night(WATCH, AT)


@opens_own_units
def watch_tonight() -> None:
    """The job of the night. The next one is planned first, so that a night that fails ends no other."""
    with unit_of_work(EVERY_TENANT):
        plan_night(WATCH, AT)
    watch_over()


def watch_over() -> None:
    """Measure how long finished onboardings took, then look at all that runs, in transactions of its own.

    Bears repeating, also twice at once.
    """
    with unit_of_work(EVERY_TENANT, write=False):
        measured = measure_stays()
    with unit_of_work(EVERY_TENANT):
        keep_stays(measured)
    look_at_all()
