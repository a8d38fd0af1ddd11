"""The pure rules of offers: what a firm is paid, and what a brief says of the phases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l

from onboarding_phases.offers.defaults import TOP_TIER
from onboarding_phases.offers.values import Fee, OfferedPhase, Terms
from partners.rules import first_of_month, open_months
from portal.business_calendar import BusinessCalendar
from portal.errors import RuleViolation
from portal.rounding import half_up

SLOTS = range(1, 4)
MOST_YEN = 100_000_000


def fee_of(slots: int, *, tier: int, numbers: Mapping[str, float]) -> Fee:
    """Fee for each slot × slots × the factor of the tier, rounded half up to a yen.

    Tiers above the fifth are paid by its factor.
    """
    per_slot = int(numbers["fee_per_slot"])
    factor = Decimal(str(numbers[f"fee_tier_{min(tier, TOP_TIER)}"]))
    return Fee(int(half_up(per_slot * slots * factor, 0)), per_slot, factor, tier)


def check_terms(terms: Terms, *, offered: Terms | None, contract_until: date | None, today: date) -> None:
    """Make sure that terms can be: by themselves, by the firm's contract, and other than what was offered.

    Raises:
        RuleViolation: one cannot be; names its field.
    """
    if offered is not None and terms == offered:
        raise RuleViolation(_l("Nothing is other than offered. Change slots, start or fee, or accept the offer."))
    if terms.slots not in SLOTS:
        raise RuleViolation(_l("From 1 to 3 slots is right."), field="slots")
    if terms.fee is not None and not 0 <= terms.fee <= MOST_YEN:
        raise RuleViolation(_l("From 0 to 100,000,000 yen is right."), field="fee")
    if terms.start_on < today or first_of_month(terms.start_on) not in open_months(today):
        raise RuleViolation(
            _l("A start from today to the end of the sixth month from now is right."), field="start_on"
        )
    if contract_until is None or terms.start_on > contract_until:
        raise RuleViolation(_l("The firm's contract does not cover this start."), field="start_on")


def next_telling(answer_by: datetime, told_at: datetime | None, *, zone: ZoneInfo) -> datetime:
    """When managers are told that an answer is overdue: as soon as it is, then at that hour of business days."""
    if told_at is None:
        return answer_by
    day = BusinessCalendar().add(told_at.astimezone(zone).date(), 1)
    return datetime.combine(day, answer_by.astimezone(zone).time(), zone)


def offered_phases(told: Iterable[Mapping[str, Any]], start_on: date) -> list[OfferedPhase]:
    """The phases that a brief tells, each with the day by which it is due."""
    return [
        OfferedPhase(
            position=phase["position"],
            name=phase["name"],
            outcome=phase["outcome"],
            due_day=phase["due_day"],
            due_on=start_on + timedelta(days=phase["due_day"]),
        )
        for phase in told
    ]
