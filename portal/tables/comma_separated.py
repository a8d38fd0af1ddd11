"""CSV files, record by record."""

import csv
import io
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from portal.tables.encodings import decoded, row_at
from portal.tables.limits import Limits
from portal.tables.problems import InputProblems, Problem


def csv_records(content: bytes, where: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with its row number; a cell that runs over several lines is still one row.

    Raises:
        InputProblems: a byte cannot be decoded, a quote is left open, a cell is too long.
    """
    text = decoded(content, where)
    if "\0" in text:
        row = row_at(text[: text.index("\0")])
        what = _l("The file holds a zero byte, so it is not a CSV file.")
        raise InputProblems([Problem(where, row, None, what, _l("Save the table as CSV UTF-8 or XLSX."))])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputProblems([_broken(error, where, number, limits)]) from None
        if cells is None:
            return
        yield number, cells


def _broken(error: csv.Error, where: str, row: int, limits: Limits) -> Problem:
    if "field limit" in str(error):
        what = _l("A cell is too long, or a quotation mark is never closed.")
        remedy = _l("A cell holds at most %(most)s characters.", most=f"{limits.cell:,}")
        return Problem(where, row, None, what, remedy)
    what = _l("A quotation mark is open or stands in the wrong place.")
    return Problem(
        where, row, None, what, _l('A quoted cell is written "like this", and a quotation mark in it twice.')
    )
