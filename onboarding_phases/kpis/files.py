"""Onboardings read from a file, and their KPIs written to one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import cast

from flask_babel import lazy_gettext as _l

from onboarding_phases.kpis.estimates import Case, Estimate, estimate
from portal.rounding import half_up
from portal.tables.problems import InputProblems, Problem
from portal.tables.reading import Table
from portal.tables.schema import Column, Parsed, Schema
from portal.tables.values import day, integer, text
from portal.tables.writing import csv_bytes

PLACES = 6
ALL = "all"
HEADER = ("group", "n", "activated", "rate", "wilson_low", "wilson_high", "n_all", "km")
HOLD_COLUMNS = ("customer_hold_days", "vendor_hold_days", "partner_hold_days")
LONGEST_TEXT = 10_000

_words = text(LONGEST_TEXT)
ONBOARDINGS = Schema(
    columns=(
        Column("start_date", day()),
        Column("activated_on", day(), required=False),
        Column("withdrawn_on", day(), required=False, present=False),
        Column("excluded_reason", _words, required=False, present=False),
        *(Column(name, integer(0), required=False, default=0, present=False) for name in HOLD_COLUMNS),
        # Named by the format, but no figure here rests on them.
        *(
            Column(name, _words, required=False, present=False)
            for name in ("customer_code", "partner_code", "product", "effort")
        ),
    )
)


@dataclass(frozen=True)
class Cases:
    """The cases of a file by group, in order of first appearance, and what was noted on the way."""

    groups: Mapping[str, list[Case]]
    warnings: tuple[Problem, ...]


def read_cases(table: Table, *, as_of: date, by: str | None = None) -> Cases:
    """Read the table `onboardings` as of a date. A row that starts later is left out, with a note.

    Raises:
        InputProblems: cells that do not fit, a column to group by that is not there, an activation before the
            start, or more hold days than the days they lie in.
    """
    if by is not None and by not in table.columns:
        remedy = _l("Group by one of these: %(columns)s.", columns=", ".join(table.columns))
        raise InputProblems([Problem(table.name, None, by, _l("The header has no such column."), remedy)])
    parsed = ONBOARDINGS.parse(table)
    problems = [problem for row in _rows(table, parsed) for problem in row.problems(as_of)]
    if problems:
        raise InputProblems(problems)
    groups: dict[str, list[Case]] = {} if by else {ALL: []}
    notes = [warning for warning in parsed.warnings if warning.column != by]
    for row, cells in zip(_rows(table, parsed), table.rows, strict=True):
        if row.start_on > as_of:
            notes.append(row.left_out(as_of))
        else:
            groups.setdefault(_words(cells.cells.get(by, "")) if by else ALL, []).append(row.case())
    return Cases(groups, tuple(notes))


def kpi_csv(groups: Mapping[str, list[Case]], *, x: int, as_of: date) -> bytes:
    """The KPIs of every group as CSV, shares with six decimals, rounded half up."""
    rows = ((name, *_figures(estimate(cases, x=x, as_of=as_of))) for name, cases in groups.items())
    return csv_bytes(HEADER, rows)


def _figures(found: Estimate) -> tuple[int | Decimal | None, ...]:
    low, high = (found.interval.low, found.interval.high) if found.interval else (None, None)
    shares = [_rounded(share) for share in (found.rate, low, high)]
    return found.n, found.activated, *shares, found.n_all, _rounded(found.km)


def _rounded(share: Fraction | Decimal | None) -> Decimal | None:
    return None if share is None else half_up(share, PLACES)


@dataclass(frozen=True)
class _Row:
    """One line of the file with its place."""

    where: str
    number: int
    values: Mapping[str, object]

    @property
    def start_on(self) -> date:
        return cast(date, self.values["start_date"])

    @property
    def activated_on(self) -> date | None:
        return cast("date | None", self.values["activated_on"])

    def held(self, *columns: str) -> int:
        return sum(cast(int, self.values[column]) for column in columns)

    def case(self) -> Case:
        return Case(
            start_on=self.start_on,
            activated_on=self.activated_on,
            withdrawn_on=cast("date | None", self.values["withdrawn_on"]),
            excluded=self.values["excluded_reason"] is not None,
            hold_days=self.held("customer_hold_days", "vendor_hold_days"),
        )

    def problems(self, as_of: date) -> Iterator[Problem]:
        if self.activated_on is not None and self.activated_on < self.start_on:
            what = _l("The activation lies before the start, %(start)s.", start=self.start_on.isoformat())
            remedy = _l("A day from the start on is right.")
            yield Problem(self.where, self.number, "activated_on", what, remedy)
        elif self.start_on <= as_of:
            yield from self._too_long_holds(as_of)

    def _too_long_holds(self, as_of: date) -> Iterator[Problem]:
        until = min(self.activated_on or as_of, as_of)
        days, held = (until - self.start_on).days, self.held(*HOLD_COLUMNS)
        if held > days:
            column = next(name for name in HOLD_COLUMNS if self.values[name])
            what = _l(
                "There are %(held)s hold days in the %(days)s days from %(start)s to %(until)s.",
                held=held,
                days=days,
                start=self.start_on.isoformat(),
                until=until.isoformat(),
            )
            remedy = _l("All holds together have at most these days; count them up to activation or the as-of date.")
            yield Problem(self.where, self.number, column, what, remedy)

    def left_out(self, as_of: date) -> Problem:
        what = _l("The onboarding starts after %(day)s and was left out.", day=as_of.isoformat())
        remedy = _l("Choose a later as-of date to count it.")
        return Problem(self.where, self.number, "start_date", what, remedy)


def _rows(table: Table, parsed: Parsed) -> list[_Row]:
    return [_Row(table.name, number, values) for number, values in zip(parsed.numbers, parsed.records, strict=True)]
