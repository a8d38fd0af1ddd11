"""What stands on a written order, and whether anything is missing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from onboarding_phases.offers.orders.defaults import MOST_PAYMENT_DAYS
from onboarding_phases.offers.orders.enums import Item
from onboarding_phases.offers.orders.values import Commission
from portal.business_calendar import BusinessCalendar
from portal.rounding import half_up

CALENDAR = BusinessCalendar()
PHASES = 6


def written_order(commission: Commission) -> dict[Item, Any]:
    """The items of an order, as JSON keeps them; an item that cannot be said is None."""
    terms, service_until = commission.terms, _service_until(commission)
    tax = _number(terms.get("tax_percent"))
    return {
        Item.ISSUER: _party(terms.get("issuer_name"), address=terms.get("issuer_address")),
        Item.FIRM: _party(
            commission.firm_name,
            corporate_number=commission.corporate_number,
            invoice_number=commission.invoice_number,
        ),
        Item.ORDERED_ON: commission.ordered_on.isoformat() if commission.ordered_on else None,
        Item.WORK: _work(commission),
        Item.PERIOD: _period(commission.start_on, service_until),
        Item.PLACE: terms.get("place") or None,
        Item.INSPECTED_BY: _inspected_by(service_until, _number(terms.get("inspection_days"))),
        Item.FEE: commission.fee,
        Item.TAX: _tax(commission.fee, tax),
        Item.PAYMENT_ON: _payment(service_until, _number(terms.get("payment_days"))),
        Item.PAYMENT_METHOD: terms.get("payment_method") or None,
    }


def missing_items(order: Mapping[Item, Any]) -> list[Item]:
    """The items that the law asks for and the order does not say."""
    return [item for item in Item if order.get(item) is None]


def payment_day(service_on: date, days: int) -> date:
    """The last day of `days` that begin with the day of the service; the business day before where banks are shut.

    Raises:
        ValueError: the law allows 60 days at most, that of the service included.
    """
    if not 1 <= days <= MOST_PAYMENT_DAYS:
        raise ValueError(f"payment within {days} days")
    last = service_on + timedelta(days=days - 1)
    return last if CALENDAR.is_business_day(last) else max(CALENDAR.add(last, -1), service_on)


def _service_until(commission: Commission) -> date | None:
    """The due day of the last phase."""
    days = [phase.get("due_day") for phase in commission.phases]
    known = [day for day in days if day is not None]
    if not commission.start_on or len(known) != PHASES:
        return None
    return commission.start_on + timedelta(days=max(known))


def _party(name: str | None, **more: str | None) -> dict[str, str | None] | None:
    return {"name": name, **more} if name else None


def _work(commission: Commission) -> dict[str, Any] | None:
    """The customer, and six outcomes with their due days; nothing where one of them is not said."""
    said = all(phase.get("outcome") and phase.get("due_day") is not None for phase in commission.phases)
    if not commission.customer_name or not said or len(commission.phases) != PHASES:
        return None
    phases = [
        {**phase, "due_on": (commission.start_on + timedelta(days=phase["due_day"])).isoformat()}
        for phase in commission.phases
    ]
    told = {"customer": commission.customer_name, "product": commission.product, "slots": commission.slots}
    return {**told, "phases": phases}


def _period(start_on: date | None, until: date | None) -> dict[str, str] | None:
    return {"from": start_on.isoformat(), "until": until.isoformat()} if start_on and until else None


def _inspected_by(until: date | None, days: int | None) -> dict[str, Any] | None:
    if until is None or days is None:
        return None
    return {"on": CALENDAR.add(until, days).isoformat(), "days": days}


def _tax(fee: int | None, percent: int | None) -> dict[str, int] | None:
    if fee is None or percent is None:
        return None
    return {"percent": percent, "yen": int(half_up(Fraction(fee * percent, 100), 0))}


def _payment(until: date | None, days: int | None) -> dict[str, Any] | None:
    if until is None or days is None:
        return None
    return {"on": payment_day(until, days).isoformat(), "days": days}


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
