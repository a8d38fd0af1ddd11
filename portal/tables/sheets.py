"""The cells of one sheet, read as text while they stream by.

Nothing is laid out before it is read, so a cell at the far corner costs one cell, and no count that the file
names is believed: a parser that reserves memory by them can be made to ask for more than there is.
"""

import re
from collections.abc import Iterable, Iterator

from flask_babel import lazy_gettext as _l

from portal.tables.cells import Cell, Values
from portal.tables.columns import column_letters, column_number
from portal.tables.limits import Limits
from portal.tables.markup import Damaged, walking
from portal.tables.phrases import Phrases
from portal.tables.problems import Gathering, InputProblems, Problem, Sentence

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
BESIDE = _l("Remove what stands beside the table.")
_REPLACE = _l("Replace it by its value, then save the workbook.")


class Sheet:
    """Makes rows of a sheet's XML.

    Attributes:
        problems: the cells that show an error or nothing in place of a value.
    """

    def __init__(self, values: Values, where: str, limits: Limits) -> None:
        self.problems = Gathering(where)
        self._values = values
        self._where = where
        self._limits = limits
        self._rows: list[tuple[int, list[str]]] = []
        self._row = 0
        self._cells: list[str] = []
        self._column = 0
        self._cell = Cell("n", "0")
        self._phrases = Phrases()
        self._in_value = False

    def rows(self, pieces: Iterable[bytes]) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that holds a value, with its number.

        Raises:
            Damaged: the part is no sheet.
            InputProblems: a row is wider than the limits allow.
        """
        for _piece in walking(pieces, self._enter, self._leave, self._text):
            yield from self._rows
            self._rows.clear()

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell = Cell(attributes.get("t", "n"), attributes.get("s", "0"))
            self._move_to(attributes.get("r"))
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "f":
            self._cell.has_formula = True
        else:
            self._in_value = name == "v"
            self._phrases.enter(name)

    def _leave(self, name: str) -> None:
        self._in_value = False
        self._phrases.leave(name)
        if name == "c":
            self._place(self._read())
        elif name == "row" and any(self._cells):
            self._rows.append((self._row, self._cells))

    def _text(self, piece: str) -> None:
        if self._in_value:
            self._cell.value += piece
        else:
            self._phrases.text(piece)

    def _begin_row(self, number: str | None) -> None:
        following = int(number) if number and number.isdecimal() else self._row + 1
        if following <= self._row:
            raise Damaged
        self._row = following
        self._column = 0
        self._cells = []

    def _move_to(self, reference: str | None) -> None:
        named = _REFERENCE.fullmatch(reference) if reference else None
        following = column_number(named[1]) if named else self._column + 1
        if following <= self._column or (reference and not named):
            raise Damaged
        self._column = following

    def _place(self, value: str) -> None:
        if not value:
            return
        if self._column > self._limits.columns:
            what = _l("The row has more than %(most)s cells.", most=self._limits.columns)
            raise InputProblems([Problem(self._where, self._row, None, what, BESIDE)])
        self._cells.extend([""] * (self._column - len(self._cells) - 1))
        self._cells.append(value)

    def _read(self) -> str:
        cell = self._cell
        if cell.kind == "e":
            self._complain(_l("The formula of this cell gives the error %(error)s.", error=cell.value or "#"))
        elif cell.has_formula and cell.kind == "n" and not cell.value:
            self._complain(_l("The formula of this cell has no result stored with it."))
        else:
            return self._values.read(cell) if cell.kind != "inlineStr" else self._phrases.take()
        return ""

    def _complain(self, what: Sentence) -> None:
        column = column_letters(self._column)
        self.problems.add(Problem(self._where, self._row, column, what, _REPLACE))
