"""Tables written as CSV and XLSX so that a spreadsheet shows them and runs nothing."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.tables.marks import neutral, original

__all__ = ["csv_bytes", "joined", "neutral", "original", "paired", "xlsx_bytes"]

_BOM = "\ufeff"
_MOST_DIGITS = 15
_MOST_CHARACTERS = 32_767
_UNTOUCHED = (int, float, Decimal)
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
# A spreadsheet believes in 29 February 1900; days before it are safer as text.
_FIRST_SURE_DAY = dt.date(1900, 3, 1)
# A workbook tells when it was made; a fixed day keeps the same data the same file.
_MADE_ON = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no time zone


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as CSV: UTF-8 with BOM, texts that a spreadsheet would run marked, numbers untouched.

    Raises:
        ValueError: a row is not as long as the header, or a number is not finite.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([neutral(name) for name in header])
    for row in rows:
        writer.writerow([_as_text(cell) for _name, cell in zip(header, row, strict=True)])
    return (_BOM + target.getvalue()).encode("utf-8")


def _as_text(cell: object) -> str:
    value = _plain(cell)
    return str(neutral(value)) if isinstance(value, str) else _digits(value)


def _plain(cell: object) -> str | int | float | Decimal:
    """Bring a cell down to a text or a number, in the words that reading knows."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Enum):
        return _plain(cell.value)
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, _UNTOUCHED):
        return cell
    return str(cell)


def _digits(number: float | Decimal) -> str:
    exact = Decimal(str(number))
    if not exact.is_finite():
        raise ValueError(f"{number} cannot be written in a table")
    return format(exact, "f")


def joined(items: Iterable[object]) -> str:
    """Write a list into one cell."""
    return ";".join(str(_plain(item)) for item in items)


def paired(levels: Mapping[str, int]) -> str:
    """Write keys and their levels into one cell."""
    return ";".join(f"{key}:{level}" for key, level in levels.items())


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[object]], sheet: str) -> bytes:
    """Write a table as a workbook of one sheet; texts are text cells, numbers and days stay numbers and days.

    Raises:
        ValueError: a row is not as long as the header, a number is not finite, a text too long for a cell.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {**options, "strings_to_numbers": False}) as book:
        book.set_properties({"created": _MADE_ON})
        page = book.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", sheet).strip()[:31] or None)
        page.freeze_panes(1, 0)
        day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
        for column, name in enumerate(header):
            page.write_string(0, column, str(neutral(name)), bold)
        for number, row in enumerate(rows, start=1):
            for column, (_name, cell) in enumerate(zip(header, row, strict=True)):
                _write(page, number, column, cell, day)
    return target.getvalue()


def _write(page: Worksheet, row: int, column: int, cell: object, day: Format) -> None:
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, dt.date) and not isinstance(cell, dt.datetime) and cell >= _FIRST_SURE_DAY:
        page.write_datetime(row, column, cell, day)
    else:
        _write_plain(page, row, column, _plain(cell))


def _write_plain(page: Worksheet, row: int, column: int, value: str | float | Decimal) -> None:
    if isinstance(value, str):
        if len(value) > _MOST_CHARACTERS:
            raise ValueError(f"a workbook's cell holds at most {_MOST_CHARACTERS} characters")
        page.write_string(row, column, str(neutral(value)))
    elif len(Decimal(str(value)).as_tuple().digits) > _MOST_DIGITS:
        page.write_string(row, column, _digits(value))
    else:
        page.write_number(row, column, float(_digits(value)))
