"""Reading what a capacity plan is made of, grouped by month in the database: it reads no onboarding one by one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from itertools import accumulate
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, exists, extract, func, select

from onboarding_phases.customers.models import Customer
from onboarding_phases.forecast.defaults import NUMBERS, Gauge
from onboarding_phases.forecast.enums import Dimension
from onboarding_phases.forecast.models import Scenario
from onboarding_phases.forecast.rules import YEAR
from onboarding_phases.forecast.values import Amount, Firm, History, Known, month_after
from onboarding_phases.onboardings.models import Onboarding
from partners.enums import STRENGTH_LABELS, PartnerStatus
from partners.geography import REGIONS, region_of
from partners.models import Capacity, Partner
from partners.rules import first_of_month, months_from, open_months
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers

# Twelve months tested, each up to eleven months ahead, with a trend of twelve over the twelve before.
MONTHS_BACK = 4 * YEAR
MOST_TAGS = 60
Grouped = Mapping[date, Mapping[str, Fraction]]


def gauge_in_force() -> Gauge:
    """The numbers of the plan in force today."""
    return Gauge.of(numbers(NUMBERS))


def scenarios() -> list[Scenario]:
    """Every scenario that is kept, by its name; the service lets there be only a few."""
    return list(db.session.scalars(select(Scenario).order_by(Scenario.name)))


def scenario_of(name: str) -> Scenario | None:
    """The scenario with this name."""
    return db.session.scalars(select(Scenario).where(Scenario.name == name)).one_or_none()


def known_on(today: date, *, count: int) -> Known:
    """What the records say of so many months ahead, by product."""
    present = first_of_month(today)
    months = tuple(months_from(present, count))
    begun, begun_by_key = _by_month(_begun(month_after(present, -MONTHS_BACK), months[-1], Onboarding.product))
    waiting, waiting_by_key = _by_month(_waiting(present, months[-1], Customer.product))
    return Known(
        months=months,
        history=_history(begun, present),
        begun=begun,
        in_sight={month: begun.get(month, Amount()) + waiting.get(month, Amount()) for month in months},
        begun_by_key=begun_by_key,
        in_sight_by_key=_added(begun_by_key, waiting_by_key, months),
        sight=_sight(present, count),
        firms=tuple(_firms(months)),
        stated_until=open_months(today)[-1],
    )


def seen_by(known: Known, dimension: Dimension) -> Known:
    """The same by another dimension."""
    if dimension is Dimension.PRODUCT:
        return known
    since, last = month_after(known.months[0], -YEAR), known.months[-1]
    if dimension is Dimension.REGION:
        begun = _by_month(_begun(since, last, Onboarding.prefecture), _region)[1]
        waiting = _by_month(_waiting(known.months[0], last, Customer.prefecture), _region)[1]
    else:
        tags = _tags(known.firms)
        begun = _by_tag(_begun_for(tags, since, last), tags)
        waiting = _by_tag(_waiting_for(tags, known.months[0], last), tags)
    return replace(known, begun_by_key=begun, in_sight_by_key=_added(begun, waiting, known.months))


def _region(prefecture: str) -> str:
    return region_of(prefecture)


def _month_of(column: Any) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return extract("year", column), extract("month", column)


def _begun(since: date, last: date, key: Any) -> Select[Any]:
    """Onboardings by the month of their start; what is left out of every figure is left out here too."""
    groups = (*_month_of(Onboarding.start_on), key)
    statement = select(*groups, func.count(), func.sum(Onboarding.effort)).where(*_starts_in(since, last))
    return statement.group_by(*groups)


def _starts_in(since: date, last: date) -> tuple[ColumnElement[bool], ...]:
    until = month_after(last, 1)
    return Onboarding.start_on >= since, Onboarding.start_on < until, Onboarding.excluded_reason.is_(None)


def _waiting(since: date, last: date, key: Any) -> Select[Any]:
    """Customers who have not begun, by the month in which they are to."""
    groups = (*_month_of(Customer.onboarding_start), key)
    statement = select(*groups, func.count(), func.sum(Customer.effort)).where(*_waits_in(since, last))
    return statement.group_by(*groups)


def _waits_in(since: date, last: date) -> tuple[ColumnElement[bool], ...]:
    begun = exists().where(Onboarding.customer_id == Customer.id)
    return Customer.onboarding_start >= since, Customer.onboarding_start < month_after(last, 1), ~begun


def _by_month(statement: Select[Any], word: Any = str) -> tuple[dict[date, Amount], dict[date, dict[str, Fraction]]]:
    """Starts and slots by month, and the slots by month and key."""
    whole: dict[date, Amount] = defaultdict(Amount)
    by_key: dict[date, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for year, month, key, starts, slots in db.session.execute(statement):
        first = date(int(year), int(month), 1)
        whole[first] += Amount(Fraction(int(starts)), Fraction(int(slots)))
        by_key[first][word(key)] += int(slots)
    return dict(whole), {month: dict(found) for month, found in by_key.items()}


def _begun_for(tags: Sequence[str], since: date, last: date) -> Select[Any]:
    groups = _month_of(Onboarding.start_on)
    sums = _slots_needing(tags, Onboarding.effort)
    statement = select(*groups, *sums).join(Customer, Customer.id == Onboarding.customer_id)
    return statement.where(*_starts_in(since, last)).group_by(*groups)


def _waiting_for(tags: Sequence[str], since: date, last: date) -> Select[Any]:
    groups = _month_of(Customer.onboarding_start)
    statement = select(*groups, *_slots_needing(tags, Customer.effort)).where(*_waits_in(since, last))
    return statement.group_by(*groups)


def _slots_needing(tags: Sequence[str], effort: Any) -> list[ColumnElement[int]]:
    """The slots of customers who need each strength; only the keys of `needs` are texts, so a quoted word is one."""
    needs = cast(Customer.needs, Text)
    return [func.sum(case((needs.contains(json.dumps(tag), autoescape=True), effort), else_=0)) for tag in tags]


def _by_tag(statement: Select[Any], tags: Sequence[str]) -> dict[date, dict[str, Fraction]]:
    found = {}
    for year, month, *slots in db.session.execute(statement):
        own = {tag: Fraction(int(count)) for tag, count in zip(tags, slots, strict=True) if count}
        found[date(int(year), int(month), 1)] = own
    return found


def _tags(firms: Iterable[Firm]) -> list[str]:
    """The strengths that the product names, and those that firms have besides."""
    held = {tag for firm in firms for tag in firm.serves[Dimension.STRENGTH]}
    return [*STRENGTH_LABELS, *sorted(held - STRENGTH_LABELS.keys())][:MOST_TAGS]


def _added(one: Grouped, other: Grouped, months: Iterable[date]) -> dict[date, dict[str, Fraction]]:
    return {
        month: {
            key: one.get(month, {}).get(key, Fraction(0)) + other.get(month, {}).get(key, Fraction(0))
            for key in {**one.get(month, {}), **other.get(month, {})}
        }
        for month in months
    }


def _history(begun: Mapping[date, Amount], present: date) -> History | None:
    """The whole months of the records: neither the one in which they begin nor the present one is whole."""
    past = [month for month in begun if month < present]
    if not past or month_after(min(past), 1) >= present:
        return None
    counts = {month: int(begun[month].starts) for month in past}
    return History(month_after(min(past), 1), month_after(present, -1), counts)


def _sight(present: date, leads: int) -> dict[tuple[date, date], int]:
    """How many customers with a start in a month of the last year were known when each month before it began."""
    targets = [month_after(present, -back) for back in range(1, YEAR + 1)]
    known_on = [month_after(targets[-1], 1 - leads + number) for number in range(YEAR + leads - 1)]
    steps = case(
        *((Customer.created_at < _instant(month), number) for number, month in enumerate(known_on)),
        else_=len(known_on),
    )
    groups = (*_month_of(Customer.onboarding_start), steps)
    statement = select(*groups, func.count()).where(
        Customer.onboarding_start >= targets[-1], Customer.onboarding_start < present
    )
    counts: dict[date, list[int]] = {month: [0] * (len(known_on) + 1) for month in targets}
    for year, month, step, count in db.session.execute(statement.group_by(*groups)):
        counts[date(int(year), int(month), 1)][int(step)] += int(count)
    return {
        (as_of, month): known
        for month, own in counts.items()
        for as_of, known in zip(known_on, accumulate(own), strict=False)
        if as_of <= month
    }


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.zone()).astimezone(UTC)


def _firms(months: Sequence[date]) -> list[Firm]:
    """The active firms with the slots that they stated; beyond their contract they have none."""
    level = gauge_in_force().strength_level
    stated: dict[int, dict[date, int]] = defaultdict(dict)
    slots = select(Capacity.partner_id, Capacity.month, Capacity.stated).where(Capacity.month.in_(months))
    for partner_id, month, count in db.session.execute(slots):
        stated[partner_id][month] = count
    facts = select(
        Partner.id,
        Partner.products,
        Partner.strengths,
        Partner.prefectures,
        Partner.is_remote,
        Partner.contract_until,
    ).where(Partner.status == PartnerStatus.ACTIVE)
    return [
        Firm(
            serves={
                Dimension.PRODUCT: frozenset(products),
                Dimension.STRENGTH: frozenset(tag for tag, own in strengths.items() if own >= level),
                Dimension.REGION: frozenset(REGIONS if remote else map(region_of, prefectures)),
            },
            stated={month: n for month, n in stated[partner_id].items() if until is not None and month <= until},
        )
        for partner_id, products, strengths, prefectures, remote, until in db.session.execute(facts)
    ]
