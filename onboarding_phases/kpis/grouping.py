"""The rate set side by side: one row for each firm, product, tier, industry, effort or month of start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from onboarding_phases.kpis.enums import Counting, Grouping
from onboarding_phases.kpis.estimates import Estimate
from onboarding_phases.kpis.rules import Gauge, first_of_month
from onboarding_phases.kpis.trends import Share, estimate_all, grouped, recent_share
from onboarding_phases.kpis.values import Facts
from onboarding_phases.kpis.words import month_name
from partners.enums import PRODUCT_LABELS
from partners.industries import INDUSTRIES
from portal.i18n import localized

Key = str | int | date


@dataclass(frozen=True)
class GroupRow:
    """One group: its key as an address and a file name it, its name for the reader, and its figures."""

    key: str
    name: str
    order: Key
    estimate: Estimate
    recent: Share


KEYS: Mapping[Grouping, Callable[[Facts], Key]] = {
    Grouping.PARTNER: lambda one: one.partner_code,
    Grouping.PRODUCT: lambda one: one.product,
    Grouping.TIER: lambda one: one.tier,
    Grouping.INDUSTRY: lambda one: one.industry,
    Grouping.EFFORT: lambda one: one.effort,
    Grouping.MONTH: lambda one: first_of_month(one.start_on),
}
SORTS: Mapping[str, Callable[[GroupRow], tuple[object, ...]]] = {
    "name": lambda row: (row.order,),
    "n": lambda row: (row.estimate.n,),
    "activated": lambda row: (row.estimate.activated,),
    "rate": lambda row: (-1 if row.estimate.rate is None else row.estimate.rate,),
    "recent": lambda row: (-1 if row.recent.rate is None else row.recent.rate,),
    "km": lambda row: (-1 if row.estimate.km is None else row.estimate.km,),
}


def group_rows(found: Iterable[Facts], grouping: Grouping, gauge: Gauge, as_of: date) -> list[GroupRow]:
    """The groups in order of first appearance, as `bansou kpi --by` gives them."""
    begun = [one for one in found if one.start_on <= as_of]
    return [
        GroupRow(
            key=key_text(key),
            name=group_name(grouping, members[0]),
            order=key if grouping is not Grouping.PARTNER else members[0].partner_name,
            estimate=estimate_all(members, x=gauge.x, as_of=as_of),
            recent=recent_share(members, gauge, as_of),
        )
        for key, members in grouped(begun, KEYS[grouping]).items()
    ]


def sorted_rows(rows: Sequence[GroupRow], sort: str, *, descending: bool) -> list[GroupRow]:
    """The groups by a column; of equals, by name."""
    by_name = sorted(rows, key=SORTS["name"])
    return sorted(by_name, key=SORTS.get(sort, SORTS["name"]), reverse=descending)


def key_text(key: Key) -> str:
    return f"{key:%Y-%m}" if isinstance(key, date) else str(key)


def group_name(grouping: Grouping, one: Facts) -> str:
    """What a group is called, by one of its members."""
    match grouping:
        case Grouping.PARTNER:
            return one.partner_name
        case Grouping.PRODUCT:
            return product_name(one.product)
        case Grouping.TIER:
            return str(_("Tier %(level)s at the start", level=one.tier))
        case Grouping.INDUSTRY:
            return localized(INDUSTRIES.get(one.industry)) or one.industry
        case Grouping.EFFORT:
            return str(_("Effort %(effort)s", effort=one.effort))
        case Grouping.MONTH:
            return month_name(one.start_on)


def product_name(product: str) -> str:
    return str(PRODUCT_LABELS.get(product, product))


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
