"""One period over all firms: its rows, its map, and the file of its metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from certification.enums import EvaluationState
from certification.models import Evaluation
from certification.policies.policy import Policy
from certification.queries import evaluations_of_period, last_decisions, period_rows
from certification.reports import lowest, place, regions
from certification.rules import name_of, parsed, values_of
from partners.models import Partner
from portal.paging import PAGE_SIZE, Page, page_number
from portal.tables.writing import csv_bytes
from portal.ui.charts import tier_field
from portal.ui.listing import Sort

ORDERS = ("partner", "first", "second", "proposed", "below", "state")


@dataclass(frozen=True)
class Row:
    """One firm's evaluation in the list."""

    partner: Partner
    evaluation: Evaluation

    @property
    def tier(self) -> int:
        """The tier that was decided, or is proposed."""
        return self.evaluation.decided_tier or self.evaluation.proposed_tier

    @property
    def move(self) -> int:
        return self.tier - self.evaluation.previous_tier

    @property
    def is_open(self) -> bool:
        return self.evaluation.state is EvaluationState.PROPOSED


@dataclass(frozen=True)
class Counts:
    """How many firms rise, fall, stay, and are warned."""

    rising: int
    falling: int
    staying: int
    warned: int


@dataclass(frozen=True)
class Overview:
    """A period: the rows of one page, the counts and the map over all of them."""

    rules: Policy
    page: Page[Row]
    counts: Counts
    waiting: int
    map: Markup | None
    map_rows: Sequence[Sequence[str]]


def overview(period: date, *, order: Sort, search: str) -> Overview | None:
    """All firms of a period; None where nobody was evaluated."""
    rows = [Row(partner, evaluation) for partner, evaluation in period_rows(period)]
    if not rows:
        return None
    rules = parsed(rows[0].evaluation.policy.source)
    word = search.strip().casefold()
    found = [row for row in rows if word in row.partner.name.casefold() or word in row.partner.code.casefold()]
    found.sort(key=lambda row: _key(row, order.key, rules), reverse=order.descending)
    number = min(page_number(), max(1, -(-len(found) // PAGE_SIZE)))
    page = Page(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, PAGE_SIZE, len(found))
    return Overview(
        rules,
        page,
        _counts(rows),
        sum(row.is_open for row in rows),
        _map(rows, rules),
        [_map_row(row, rules) for row in rows],
    )


def period_counts(period: date) -> Counts:
    """What deciding everything as proposed does: over the evaluations that wait."""
    return _counts([row for row in (Row(*pair) for pair in period_rows(period)) if row.is_open])


def _counts(rows: Sequence[Row]) -> Counts:
    moves = Counter((row.move > 0) - (row.move < 0) for row in rows)
    return Counts(moves[1], moves[-1], moves[0], sum(row.evaluation.below_count > 0 for row in rows))


def _key(row: Row, order: str, rules: Policy) -> tuple[Any, ...]:
    if order in ("first", "second"):
        axis = rules.axes[0 if order == "first" else -1]
        text = row.evaluation.points.get(axis.key)
        return (-1.0 if text is None else float(text), row.partner.code)
    keys: dict[str, Any] = {
        "proposed": (row.tier, row.move),
        "below": row.evaluation.below_count,
        "state": row.is_open,
    }
    return (keys.get(order, 0), row.partner.code)


def _map(rows: Sequence[Row], rules: Policy) -> Markup | None:
    areas = regions(rules)
    labelled = [place(row.evaluation, rules, row.partner.code) for row in rows] if areas else []
    places = [one for one in labelled if one is not None]
    if not places:
        return None
    x_name, y_name = (name_of(rules, axis.key) for axis in rules.axes)
    title = str(_("%(count)s firms by %(x)s and %(y)s", count=len(places), x=x_name, y=y_name))
    return tier_field(title, places, areas, x_axis=x_name, y_axis=y_name, low=lowest(places))


def _map_row(row: Row, rules: Policy) -> list[str]:
    points = (row.evaluation.points.get(axis.key) for axis in rules.axes)
    return [f"{row.partner.code} {row.partner.name}", *(value or "–" for value in points), str(row.tier)]


def metrics_csv(period: date) -> bytes:
    """The frozen metrics of a period: with its policy, `bansou certify` gives the same tiers again."""
    found = evaluations_of_period(period, with_metrics=True)
    rows = period_rows(period)
    rules = parsed(rows[0][1].policy.source)
    last = last_decisions(before=period)
    header = ("partner_code", *rules.columns, "previous_tier", "below_count")
    lines = []
    for partner, evaluation in rows:
        values = values_of(rules, found[partner.id].metrics)
        before = last.get(partner.id)
        below = before.carried(evaluation.previous_tier) if before else 0
        lines.append([partner.code, *(values[name] for name in rules.columns), evaluation.previous_tier, below])
    return csv_bytes(header, lines)
