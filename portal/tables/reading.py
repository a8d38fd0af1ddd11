"""CSV and XLSX files read into one plain shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _l

from portal.tables.columns import column_letters
from portal.tables.comma_separated import csv_records
from portal.tables.limits import Limits
from portal.tables.marks import original
from portal.tables.packages import is_archive
from portal.tables.problems import Gathering, InputProblems, Problem, Sentence
from portal.tables.sheets import BESIDE
from portal.tables.workbooks import workbook_records

__all__ = ["Limits", "Row", "Table", "read_table"]

Records = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Row:
    """One row below the header.

    Attributes:
        number: the row as a spreadsheet numbers it, the header being 1 where nothing stands above it; a
            record that runs over several lines of a CSV file is one row, as a person sees it in Excel.
        cells: text by column name, as it was written; an empty cell is the empty text.
    """

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What a file holds: a name to speak of it, its columns in order, its rows without the blank ones."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(source: Path | bytes, *, name: str | None = None, limits: Limits = Limits()) -> Table:  # noqa: B008
    """Read a CSV or XLSX file, told apart by content, whatever its name says.

    Raises:
        InputProblems: it is missing, empty, too large, no table, or its rows do not fit its header.
    """
    where = name or (source.name if isinstance(source, Path) else "file")
    content = _content(source, where, limits)
    records = (workbook_records if is_archive(content) else csv_records)(content, where, limits)
    return _Assembly(where, limits).table(records)


def _content(source: Path | bytes, where: str, limits: Limits) -> bytes:
    content = source if isinstance(source, bytes) else _read(source, where, limits)
    if len(content) > limits.content:
        what = _l("The file is too large.")
        remedy = _l("At most %(most)s MB are read; split it.", most=limits.content // 1024**2)
        raise _refusal(where, what, remedy)
    if not content.strip():
        raise _refusal(where, _l("The file is empty."), _HEADER_FIRST)
    _refuse_strangers(content, where)
    return content


_HEADER_FIRST = _l("The first row has to name the columns.")
_SAVE_AS = _l("Save the table as CSV UTF-8 or XLSX.")


def _read(path: Path, where: str, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limits.content + 1)
    except FileNotFoundError:
        what = _l("There is no file %(path)s.", path=str(path))
        raise _refusal(where, what, _l("Check the name and the folder.")) from None
    except IsADirectoryError:
        raise _refusal(where, _l("This is a folder."), _l("Name a CSV or XLSX file.")) from None
    except OSError as error:
        what = _l("The file cannot be read: %(reason)s.", reason=error.strerror or str(error))
        raise _refusal(where, what, _l("Check its permissions.")) from None


def _refuse_strangers(content: bytes, where: str) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        what = _l("This is an old Excel workbook (.xls), or one with a password.")
        raise _refusal(where, what, _l("Save it as XLSX without a password, or as CSV UTF-8."))
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")):
        raise _refusal(where, _l("This is not a table."), _SAVE_AS)


def _refusal(where: str, what: Sentence, remedy: Sentence) -> InputProblems:
    return InputProblems([Problem(where, None, None, what, remedy)])


class _Assembly:
    """Makes a table of numbered records, and gathers what does not fit."""

    def __init__(self, where: str, limits: Limits) -> None:
        self.where = where
        self.limits = limits
        self.cells = self.characters = 0
        self.problems = Gathering(where)

    def table(self, records: Records) -> Table:
        header_row, header = self._header(records)
        rows = tuple(self._rows(records, header, header_row))
        self.problems.complain()
        return Table(self.where, tuple(column for column in header if column), rows)

    def _header(self, records: Records) -> tuple[int, list[str]]:
        for number, cells in records:
            self._measure(number, cells)
            if any(cell.strip() for cell in cells):
                header = [original(cell).strip() for cell in cells]
                self._refuse_duplicates(number, header)
                return number, header
        raise _refusal(self.where, _l("The file is empty."), _HEADER_FIRST)

    def _refuse_duplicates(self, number: int, header: list[str]) -> None:
        for column in dict.fromkeys(column for column in header if column and header.count(column) > 1):
            what = _l("This column stands in the header more than once.")
            self.problems.add(Problem(self.where, number, column, what, _l("Each column is named once.")))

    def _rows(self, records: Records, header: list[str], header_row: int) -> Iterator[Row]:
        for number, cells in records:
            self._measure(number, cells)
            if number - header_row > self.limits.rows:
                what = _l("There are more rows than the %(most)s that are read.", most=f"{self.limits.rows:,}")
                raise _refusal(self.where, what, _l("Split the file."))
            if any(cells):
                self._refuse_ragged(number, cells, header)
                pairs = zip(header, cells, strict=False)
                yield Row(number, {column: original(cell) for column, cell in pairs if column})

    def _measure(self, number: int, cells: list[str]) -> None:
        self.cells += len(cells)
        self.characters += sum(map(len, cells))
        if self.cells > self.limits.cells or self.characters > self.limits.characters:
            what = _l("There are more cells than the %(most)s that are read.", most=f"{self.limits.cells:,}")
            raise _refusal(self.where, what, _l("Split the file."))
        if len(cells) > self.limits.columns:
            what = _l("The row has more than %(most)s cells.", most=self.limits.columns)
            raise InputProblems([Problem(self.where, number, None, what, BESIDE)])
        if max(map(len, cells), default=0) > self.limits.cell:
            what = _l("A cell is too long, or a quotation mark is never closed.")
            remedy = _l("A cell holds at most %(most)s characters.", most=f"{self.limits.cell:,}")
            raise InputProblems([Problem(self.where, number, None, what, remedy)])

    def _refuse_ragged(self, number: int, cells: list[str], header: list[str]) -> None:
        if len(cells) < len(header):
            what = _l(
                "Cells in this row: %(found)s, columns in the header: %(named)s.",
                found=len(cells),
                named=len(header),
            )
            remedy = _l("Each row has one cell per column, empty ones too.")
            self.problems.add(Problem(self.where, number, None, what, remedy))
        for position, cell in enumerate(cells):
            if cell and (position >= len(header) or not header[position]):
                what = _l("A value stands in a column that has no name.")
                remedy = _l("Name the column in the header, or quote a cell that holds a comma.")
                self.problems.add(Problem(self.where, number, column_letters(position + 1), what, remedy))
                return
