"""Reading finished onboardings and the holds in which they stood still."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, select

from onboarding_phases.customers.models import Customer
from onboarding_phases.efforts.rules import Finished
from onboarding_phases.onboardings.enums import HoldCause, OnboardingState
from onboarding_phases.onboardings.models import Hold, Onboarding
from portal.database import db

AT_ONCE = 2_000


def finished_since(since: date) -> list[Finished]:
    """The onboardings that were completed after a day, some at a time, of customers whose size is known.

    What is left out of the rates tells nothing of the work, and of what was entered from records only the days
    are known that somebody stated.
    """
    held = and_(Hold.onboarding_id == Onboarding.id, Hold.cause != HoldCause.PARTNER)
    statement = (
        select(
            Onboarding.id,
            Onboarding.product,
            Customer.employees,
            Onboarding.start_on,
            Onboarding.completed_on,
            Hold.started_on,
            Hold.ended_on,
        )
        .join(Customer, Customer.id == Onboarding.customer_id)
        .outerjoin(Hold, held)
        .where(
            Onboarding.state == OnboardingState.COMPLETED,
            Onboarding.completed_on > since,
            Onboarding.excluded_reason.is_(None),
            Onboarding.is_recorded.is_(False),
            Customer.employees.is_not(None),
        )
        .execution_options(yield_per=AT_ONCE)
    )
    found: dict[int, Finished] = {}
    for number, product, employees, start_on, end_on, begun, ended in db.session.execute(statement):
        if employees is not None and end_on is not None:
            one = found.setdefault(number, Finished(product, employees, start_on, end_on))
            if begun is not None:
                one.holds.append((begun, ended))
    return list(found.values())
