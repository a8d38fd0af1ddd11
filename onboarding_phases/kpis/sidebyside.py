"""The rate set side by side: one row for each group of a projection."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from onboarding_phases.kpis.counted import estimate_of
from onboarding_phases.kpis.enums import Grouping
from onboarding_phases.kpis.estimates import Estimate
from onboarding_phases.kpis.grouping import group_name
from onboarding_phases.kpis.projections import Firm, Projection
from onboarding_phases.kpis.recounting import Group
from onboarding_phases.kpis.trends import Share


@dataclass(frozen=True)
class GroupRow:
    """One group: its key as an address and a file name it, its name for the reader, and its figures."""

    key: str
    name: str
    order: str | int
    estimate: Estimate
    recent: Share


SORTS: Mapping[str, Callable[[GroupRow], tuple[object, ...]]] = {
    "name": lambda row: (row.order,),
    "n": lambda row: (row.estimate.n,),
    "activated": lambda row: (row.estimate.activated,),
    "rate": lambda row: (-1 if row.estimate.rate is None else row.estimate.rate,),
    "recent": lambda row: (-1 if row.recent.rate is None else row.recent.rate,),
    "km": lambda row: (-1 if row.estimate.km is None else row.estimate.km,),
}


def sorted_rows(rows: Sequence[GroupRow], sort: str, *, descending: bool) -> list[GroupRow]:
    """The groups by a column; of equals, by name."""
    by_name = sorted(rows, key=SORTS["name"])
    return sorted(by_name, key=SORTS.get(sort, SORTS["name"]), reverse=descending)


def named_like(rows: Sequence[GroupRow], text: str) -> list[GroupRow]:
    """The groups whose name or code holds a text, whatever the width and case of its letters."""
    wanted = _plain(text)
    return [row for row in rows if wanted in _plain(row.name) or wanted in _plain(row.key)]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def group_rows(seen: Projection, grouping: Grouping, firms: Sequence[Firm]) -> list[GroupRow]:
    """The groups of which an onboarding had begun."""
    known: list[tuple[str, str, str | int, Group]]
    if grouping is Grouping.PARTNER:
        known = [(firm.code, firm.name, firm.name, seen.firms[firm.id]) for firm in firms if firm.id in seen.firms]
    else:
        known = [(key, group_name(grouping, key), _order(key), group) for key, group in seen.groups.items()]
    rows = [_row(*one) for one in known]
    return [row for row in rows if row.estimate.n_all or row.estimate.excluded]


def _row(key: str, name: str, order: str | int, group: Group) -> GroupRow:
    counts = group.counts
    return GroupRow(
        key, name, order, estimate_of(counts, group.km), Share(counts["recent_active"], counts["recent"])
    )


def _order(key: str) -> str | int:
    return int(key) if key.isdecimal() else key
