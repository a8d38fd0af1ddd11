"""XLSX workbooks: the first visible sheet, row by row."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from portal.tables.cells import Values
from portal.tables.limits import Limits
from portal.tables.markup import Damaged
from portal.tables.number_formats import Styles
from portal.tables.packages import Book, Package, refusal
from portal.tables.phrases import shared_texts
from portal.tables.sheets import Sheet

_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"


def workbook_records(content: bytes, where: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds a value with its number; no row is shorter than one before it.

    Raises:
        InputProblems: no workbook, too large, or a cell holds an error in place of a value.
    """
    try:
        yield from _records(Package(content, where, limits), where, limits)
    except (Damaged, ValueError, IndexError):
        raise refusal(where, _l("The workbook is damaged."), _l("Save it again as XLSX.")) from None


def _records(package: Package, where: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    book = Book(package)
    texts = shared_texts(package.pieces(_STRINGS)) if _STRINGS in package else []
    styles = Styles(package.pieces(_STYLES) if _STYLES in package else None)
    sheet = Sheet(Values(texts, styles, counts_from_1904=book.counts_from_1904), where, limits)
    width = 0
    for number, cells in sheet.rows(package.pieces(book.sheet)):
        width = max(width, len(cells))
        yield number, [*cells, *[""] * (width - len(cells))]
    sheet.problems.complain()
