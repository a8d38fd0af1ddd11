"""Log-ins of the customers under way in the last two weeks, and the first night that looks at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.usage.services import record_usage
from onboarding_phases.usage.values import UsageRow
from portal import clock
from portal.database import db
from portal.people import PORTAL

METRIC = "logins"
DAYS = 15
SILENT, FALLING, BROKEN = 9, 8, 17
"""Every so many customers fall silent, use it much less, or have usage that stopped arriving."""
SATURDAY = 5


def bring_logins() -> None:
    """Enter the log-ins of customers who have begun, as they arrive day by day."""
    begun = select(Customer.code, Onboarding.start_on, Onboarding.activated_on).join(
        Onboarding, Onboarding.customer_id == Customer.id
    )
    running = begun.where(Onboarding.state == OnboardingState.RUNNING, Onboarding.start_on < clock.today())
    rows = [
        row
        for number, (code, start_on, activated_on) in enumerate(
            db.session.execute(running.order_by(Onboarding.id)), 1
        )
        for row in _logins(code, number, start_on, is_active=activated_on is not None)
    ]
    record_usage(rows, PORTAL)


def _logins(code: str, number: int, start_on: date, *, is_active: bool) -> Iterator[UsageRow]:
    for ago in range(DAYS):
        day = clock.today() - timedelta(days=ago)
        if day >= start_on and not (number % BROKEN == 0 and ago < 6):
            yield UsageRow(code, day, METRIC, _count(number, ago, day, is_active=is_active))


def _count(number: int, ago: int, day: date, *, is_active: bool) -> float:
    usual = (2 + (number + ago) % 4) * (2 if is_active else 1)
    if number % SILENT == 0 and ago < 7 + number % 5:
        return 0
    if number % FALLING == 0 and ago < 7:
        return usual // 3 if ago % 2 else 0
    return usual // 3 if day.weekday() >= SATURDAY else usual
