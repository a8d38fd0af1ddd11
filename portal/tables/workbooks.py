"""XLSX workbooks: the first visible sheet, row by row, every cell as text.

What the parser opens is never the file that was sent but a copy of its measured parts, so that a bomb is
refused before it goes off.
"""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from python_calamine import CalamineError, CalamineWorkbook

from portal.tables.limits import Limits
from portal.tables.packages import Package, refusal, unpacked
from portal.tables.survey import survey


def workbook_records(content: bytes, where: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of the first visible sheet with its number.

    Raises:
        InputProblems: no workbook, too large, or a cell holds an error in place of a value.
    """
    package = unpacked(content, where, limits)
    survey(package, where, limits)
    for number, row in enumerate(_parsed(package, where), start=1):
        yield number, [_text(cell) for cell in row]


def _parsed(package: Package, where: str) -> Sequence[Sequence[object]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(package.repacked())) as workbook:
            return workbook.get_sheet_by_name(package.sheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError):
        raise refusal(where, _l("The workbook is damaged."), _l("Save it again as XLSX.")) from None


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _digits(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _digits(number: float) -> str:
    """Write a number with the 15 digits that a spreadsheet shows, never with an exponent."""
    if number.is_integer():
        return str(int(number))
    return format(Decimal(format(number, ".15g")), "f")
