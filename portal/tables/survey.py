"""A sheet looked over before it is parsed: how far it reaches, how much text it repeats, which cells failed.

A parser lays a sheet out as a full rectangle and copies a shared text into every cell that names it, so two
cells can ask for seventeen thousand million. Tags are therefore counted in the bytes first, at the speed of a
search; what looks like a tag but stands in a comment is counted too, which errs on the safe side.
"""

import re
from itertools import pairwise

from flask_babel import lazy_gettext as _l

from portal.tables.limits import Limits
from portal.tables.packages import STRINGS, Package, refusal
from portal.tables.problems import InputProblems, Problem, Sentence

_TAG = re.compile(
    rb"<(?:[\w.-]+:)?(?:(row)|c)(?=[\s/>])([^>]*)>"  # a row or a cell, with its attributes
    rb"(<(?:[\w.-]+:)?f(?=[\s/>])[^>]*>(?:[^<]*</[^>]*>)?)?"  # the cell's formula
    rb"(?:<(?:[\w.-]+:)?v>([^<]*)<)?"  # the cell's value
)
_ROW = re.compile(rb"""(?<![\w:])r\s*=\s*["']\s*(\d{1,9})""")
_REFERENCE = re.compile(rb"""(?<![\w:])r\s*=\s*["']\s*([A-Za-z]{1,4})(\d{1,9})""")
_TYPE = re.compile(rb"""(?<![\w:])t\s*=\s*["'](\w+)""")
_STRING = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")


def survey(package: Package, where: str, limits: Limits) -> None:
    """Look over the sheet that is about to be parsed.

    Raises:
        InputProblems: it reaches further than the limits allow, or a cell shows an error in place of a value.
    """
    _Survey(where, limits, _lengths(package.parts.get(STRINGS, b""))).walk(package.parts[package.sheet_part])


def _lengths(strings: bytes) -> list[int]:
    starts = [match.start() for match in _STRING.finditer(strings)]
    return [end - start for start, end in pairwise([*starts, len(strings)])]


class _Survey:
    def __init__(self, where: str, limits: Limits, lengths: list[int]) -> None:
        self.where = where
        self.limits = limits
        self.lengths = lengths
        self.longest = max(lengths, default=0)
        self.row = self.column = self.widest = self.cells = self.characters = 0
        self.problems: list[Problem] = []

    def walk(self, sheet: bytes) -> None:
        for tag in _TAG.finditer(sheet):
            is_row, attributes, formula, value = tag.groups()
            if is_row:
                self._enter_row(attributes)
            elif attributes.endswith(b"/"):
                self.column += 1
            else:
                self._enter_cell(attributes)
                self._weigh(attributes, formula, value)
        if self.problems:
            raise InputProblems(self.problems)

    def _enter_row(self, attributes: bytes) -> None:
        named = _ROW.search(attributes)
        self.row = int(named[1]) if named else self.row + 1
        self.column = 0

    def _enter_cell(self, attributes: bytes) -> None:
        named = _REFERENCE.search(attributes)
        self.column = _position(named[1]) if named else self.column + 1
        self.row = int(named[2]) if named else self.row
        self.widest = max(self.widest, self.column)
        self.cells += 1
        self._hold_to_limits()

    def _hold_to_limits(self) -> None:
        if self.row > self.limits.rows + 1:
            what = _l("There are more rows than the %(most)s that are read.", most=f"{self.limits.rows:,}")
            raise refusal(self.where, what, _l("Split the file."))
        if self.column > self.limits.columns:
            what = _l("The row has more than %(most)s cells.", most=self.limits.columns)
            remedy = _l("Remove what stands beside the table.")
            raise InputProblems([Problem(self.where, self.row, None, what, remedy)])
        if max(self.cells, self.row * self.widest) > self.limits.cells:
            what = _l("There are more cells than the %(most)s that are read.", most=f"{self.limits.cells:,}")
            raise refusal(self.where, what, _l("Split the file."))

    def _weigh(self, attributes: bytes, formula: bytes | None, value: bytes | None) -> None:
        named = _TYPE.search(attributes)
        kind = named[1] if named else b"n"
        if kind == b"e":
            shown = (value or b"#").decode("utf-8", errors="replace")
            self._complain(_l("The formula of this cell gives the error %(error)s.", error=shown))
        elif formula and not value and kind == b"n":
            self._complain(_l("The formula of this cell has no result stored with it."))
        elif kind == b"s":
            self._count_text(value)

    def _complain(self, what: Sentence) -> None:
        remedy = _l("Replace it by its value, then save the workbook.")
        self.problems.append(Problem(self.where, self.row, column_letters(self.column - 1), what, remedy))

    def _count_text(self, value: bytes | None) -> None:
        known = value is not None and value.isdigit() and len(value) < 9 and int(value) < len(self.lengths)
        self.characters += self.lengths[int(value)] if known and value else self.longest
        if self.characters > self.limits.characters:
            what = _l("The workbook is far larger inside than a table of this kind.")
            raise refusal(self.where, what, _l("Save only the table in a new workbook, or as CSV UTF-8."))


def _position(letters: bytes) -> int:
    position = 0
    for letter in letters.upper():
        position = position * 26 + letter - 64
    return position


def column_letters(position: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    while position >= 0:
        letters = chr(ord("A") + position % 26) + letters
        position = position // 26 - 1
    return letters
