"""The columns that a kind of file has, and every problem of every row at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.tables.problems import Gathering, Misfit, Problem, excerpt
from portal.tables.reading import Row, Table

_MISSING = object()


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: as it stands in the header.
        parse: makes a value of a cell's text, or raises `Misfit`; never sees an empty cell.
        required: whether a cell must hold something.
        default: the value of an empty cell, or of every cell when the column is left out.
        present: whether the header must name the column.
    """

    name: str
    parse: Callable[[str], object]
    required: bool = True
    default: object = None
    present: bool = True


@dataclass(frozen=True)
class Parsed:
    """Values by column name for every row, with the row numbers beside them in the same order."""

    records: tuple[dict[str, object], ...]
    numbers: tuple[int, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class Schema:
    """The columns of a kind of file, in any order, and the one that tells its rows apart."""

    columns: tuple[Column, ...]
    key: str | None = None

    def parse(self, table: Table) -> Parsed:
        """Make values of a table; unknown columns become warnings.

        Raises:
            InputProblems: every missing column and every cell that does not fit, not only the first.
        """
        problems = Gathering(table.name)
        for problem in self._missing(table):
            problems.add(problem)
        records = tuple(self._record(row, table.name, problems) for row in table.rows)
        for problem in self._repeated(table, records):
            problems.add(problem)
        problems.complain()
        return Parsed(records, tuple(row.number for row in table.rows), tuple(self._unknown(table)))

    def _missing(self, table: Table) -> Iterator[Problem]:
        for column in self.columns:
            if column.present and column.name not in table.columns:
                what = _l("The header has no such column.")
                remedy = _l("Add the column %(name)s.", name=column.name)
                yield Problem(table.name, None, column.name, what, remedy)

    def _unknown(self, table: Table) -> Iterator[Problem]:
        known = {column.name for column in self.columns}
        for name in table.columns:
            if name not in known:
                what = _l("This column is unknown and was not read.")
                yield Problem(table.name, None, excerpt(name), what, _l("Remove it, or correct its name."))

    def _record(self, row: Row, where: str, problems: Gathering) -> dict[str, object]:
        record: dict[str, object] = {}
        for column in self.columns:
            try:
                record[column.name] = _value(column, row.cells.get(column.name))
            except Misfit as misfit:
                record[column.name] = _MISSING
                problems.add(Problem(where, row.number, column.name, misfit.what, misfit.remedy))
        return record

    def _repeated(self, table: Table, records: tuple[dict[str, object], ...]) -> Iterator[Problem]:
        first: dict[object, int] = {}
        for row, record in zip(table.rows, records, strict=True):
            value = record[self.key] if self.key else None
            if value is None or value is _MISSING:
                continue
            if value in first:
                told = {"value": excerpt(str(value)), "row": first[value]}
                what = _l("%(value)s stands in row %(row)s already.", **told)
                yield Problem(table.name, row.number, self.key, what, _l("Keep one of the two rows."))
            first.setdefault(value, row.number)


def _value(column: Column, cell: str | None) -> object:
    if cell is not None and cell.strip():
        return column.parse(cell)
    if cell is not None and column.required:
        raise Misfit(_l("The cell is empty."), _l("A value is needed here."))
    return column.default
