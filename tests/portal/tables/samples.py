"""Workbooks made by hand, for what no well-behaved program writes."""

import io
import zipfile

import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
_OPENING = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CLOSING = "</sheetData></worksheet>"


def sheet_xml(rows: str) -> bytes:
    return f"{_OPENING}{rows}{_CLOSING}".encode()


def make_workbook(**parts: bytes) -> bytes:
    """Make a workbook with a single cell, and put other bytes in place of its sheet, strings or styles."""
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, "name")
    names = {"sheet": SHEET, "strings": STRINGS, "styles": STYLES}
    return repack(plain.getvalue(), {names[key]: content for key, content in parts.items()})


def repack(content: bytes, replaced: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in {*source.namelist(), *replaced}:
            copy.writestr(name, replaced.get(name) or source.read(name))
    return target.getvalue()
