"""By what the rate is set side by side: firm, product, tier, industry, effort or month of start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from flask_babel import gettext as _

from onboarding_phases.kpis.enums import Counting, Grouping
from onboarding_phases.kpis.rules import Gauge, first_of_month
from onboarding_phases.kpis.values import Facts
from onboarding_phases.kpis.words import month_name
from partners.industries import INDUSTRIES
from partners.products.queries import product_name
from portal.i18n import localized

Key = str | int | date


KEYS: Mapping[Grouping, Callable[[Facts], Key]] = {
    Grouping.PARTNER: lambda one: one.partner_code,
    Grouping.PRODUCT: lambda one: one.product,
    Grouping.TIER: lambda one: one.tier,
    Grouping.INDUSTRY: lambda one: one.industry,
    Grouping.EFFORT: lambda one: one.effort,
    Grouping.MONTH: lambda one: first_of_month(one.start_on),
}


def key_text(key: Key) -> str:
    return f"{key:%Y-%m}" if isinstance(key, date) else str(key)


def group_name(grouping: Grouping, key: str) -> str:
    """What a group of a key is called; firms are called by their names, not by their codes."""
    match grouping:
        case Grouping.PRODUCT:
            return product_name(key)
        case Grouping.TIER:
            return str(_("Tier %(level)s at the start", level=key))
        case Grouping.INDUSTRY:
            return localized(INDUSTRIES.get(key)) or key
        case Grouping.EFFORT:
            return str(_("Effort %(effort)s", effort=key))
        case Grouping.MONTH:
            return month_name(date.fromisoformat(f"{key}-01"))
    return key


def counting_of(one: Facts, gauge: Gauge, as_of: date) -> Counting:
    """How an onboarding stands towards the rate on a day, and thereby why it counts or not."""
    if one.excluded_reason is not None:
        return Counting.EXCLUDED
    case = one.case(as_of)
    if case.net_clock(as_of) < gauge.x:
        return Counting.YOUNG
    days = case.days_to_activation(as_of)
    if days is not None:
        return Counting.IN_TIME if days <= gauge.x else Counting.TOO_LATE
    withdrawn = one.withdrawn_on is not None and one.withdrawn_on <= as_of
    return Counting.WITHDRAWN if withdrawn else Counting.NOT_ACTIVE
