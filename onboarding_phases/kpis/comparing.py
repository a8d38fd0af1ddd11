"""Kept counts against a count of the records anew: what they promise, looked at from outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from onboarding_phases.kpis.counts import AsOf, Counts
from onboarding_phases.kpis.models import CountsDue, FirmCounts, ProgrammeCounts
from onboarding_phases.kpis.projecting import bases, kept_days
from onboarding_phases.kpis.projections import EVERY_PRODUCT, gauge_of
from onboarding_phases.kpis.queries import facts, phase_facts
from onboarding_phases.kpis.recounting import IN_FIRMS, Anew, count_firms, km_of, km_text
from onboarding_phases.kpis.values import Wanted
from portal.database import db

Key = tuple[object, ...]


def projections_differ() -> list[str]:
    """Where a kept count that stands is not what the records say, or a sum not that of its parts."""
    return [*_firms_differ(), *_sums_differ()]


def _firms_differ() -> Iterator[str]:
    due = set(db.session.scalars(select(CountsDue.partner_id)))
    base, days = bases(), kept_days()
    rows = [
        row
        for row in db.session.scalars(select(FirmCounts))
        if row.partner_id not in due and row.basis == base.get(row.product) and row.as_of in days
    ]
    for product in sorted({row.product for row in rows}):
        wanted = Wanted(product=product or None)
        found, phases = facts(wanted), phase_facts(wanted)
        for on in days:
            at = AsOf(gauge_of(product or None), on)
            counted = count_firms(found, phases, at, IN_FIRMS)
            for row in rows:
                if (row.product, row.as_of) == (product, on):
                    yield from _row_differs(row, counted.get(row.partner_id, Anew()), at.gauge.x)
    stand = {(row.partner_id, row.as_of, row.product) for row in rows}
    for one in facts():
        if any((one.partner_id, on, EVERY_PRODUCT) in stand for on in days):
            missing = [on for on in days if (one.partner_id, on, one.product) not in stand]
            yield from (f"nothing is kept of {one.product} of firm {one.partner_id} as of {on}" for on in missing)


def _row_differs(row: FirmCounts, anew: Anew, x: int) -> Iterator[str]:
    name = f"firm {row.partner_id} as of {row.as_of} ({row.product or 'all'})"
    if {**row.summary, **row.curves} != dict(+anew.total):
        yield f"{name}: {_difference({**row.summary, **row.curves}, anew.total)}"
    if row.km != km_text(km_of(anew.total, x)):
        yield f"{name}: another Kaplan-Meier estimate"
    groups = {kind.value: {key: dict(own) for key, own in all_of.items()} for kind, all_of in anew.groups.items()}
    if row.groups != groups:
        yield f"{name}: its groups differ"


def _sums_differ() -> Iterator[str]:
    parts: dict[Key, Counts] = defaultdict(Counts)
    for row in db.session.scalars(select(FirmCounts)):
        parts[row.as_of, row.product, row.basis, "", ""].update({**row.summary, **row.curves})
        for grouping, own in row.groups.items():
            for value, counts in own.items():
                parts[row.as_of, row.product, row.basis, grouping, value].update(counts)
    for one in db.session.scalars(select(ProgrammeCounts)):
        key = (one.as_of, one.product, one.basis, one.grouping, one.value)
        told = parts.pop(key, Counts())
        if one.counts != dict(+told):
            yield f"the sum {key}: {_difference(one.counts, told)}"
        if one.km != km_text(km_of(told, int(one.basis.split(":")[1]))):
            yield f"the sum {key}: another Kaplan-Meier estimate"
    yield from (f"there is no sum {key}" for key, counts in parts.items() if +counts)


def _difference(kept: Mapping[str, int], counted: Mapping[str, int]) -> dict[str, Any]:
    names = {name for name in {*kept, *counted} if kept.get(name, 0) != counted.get(name, 0)}
    return {name: (kept.get(name, 0), counted.get(name, 0)) for name in sorted(names)}
