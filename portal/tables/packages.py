"""The zip package around a workbook, unpacked under a measure."""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from flask_babel import lazy_gettext as _l

from portal.tables.limits import Limits
from portal.tables.problems import InputProblems, Problem, Sentence

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
_ROOT = ("[Content_Types].xml", "_rels/.rels")
_KEPT = (*_ROOT, _BOOK, _RELATIONS, STRINGS, "xl/styles.xml")
_RATIO_COUNTS_FROM = 1024 * 1024
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
)


@dataclass(frozen=True)
class Package:
    """The parts of a workbook that its first visible sheet needs, unpacked."""

    parts: dict[str, bytes]
    sheet: str
    sheet_part: str

    def repacked(self) -> bytes:
        """Give a package of these parts and nothing else, so that no parser reads what was not measured."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return target.getvalue()


def is_archive(content: bytes) -> bool:
    """Tell whether this is a zip file, as every XLSX workbook is."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def unpacked(content: bytes, where: str, limits: Limits) -> Package:
    """Unpack the first visible sheet of a workbook and what belongs to it.

    Raises:
        InputProblems: no workbook, damaged, or larger inside than the limits allow.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _Unpacking(archive, where, limits, len(content)).package()
    except _DAMAGE:
        raise refusal(where, _l("The workbook is damaged."), _l("Save it again as XLSX.")) from None


def refusal(where: str, what: Sentence, remedy: Sentence) -> InputProblems:
    """Refuse a whole file."""
    return InputProblems([Problem(where, None, None, what, remedy)])


class _Unpacking:
    def __init__(self, archive: zipfile.ZipFile, where: str, limits: Limits, size: int) -> None:
        self.archive = archive
        self.where = where
        self.left = min(limits.inflated, max(_RATIO_COUNTS_FROM, size * limits.ratio))
        self.names = {name.lower(): name for name in archive.namelist()}

    def package(self) -> Package:
        if _BOOK not in self.names:
            what = _l("This is a zip file, but no XLSX workbook.")
            raise refusal(self.where, what, _l("Save the table as CSV UTF-8 or XLSX."))
        parts = {name: self._part(name) for name in _KEPT if name.lower() in self.names}
        sheet, relation = _first_visible_sheet(parts[_BOOK])
        sheet_part = _targets(parts[_RELATIONS])[relation]
        parts[sheet_part] = self._part(sheet_part)
        return Package(parts, sheet, sheet_part)

    def _part(self, name: str) -> bytes:
        with self.archive.open(self.names[name.lower()]) as part:
            content = part.read(self.left + 1)
        self.left -= len(content)
        if self.left < 0:
            what = _l("The workbook is far larger inside than a table of this kind.")
            raise refusal(self.where, what, _l("Save only the table in a new workbook, or as CSV UTF-8."))
        if b"<!DOCTYPE" in content or b"\0" in content:
            raise zipfile.BadZipFile
        return content


def _first_visible_sheet(book: bytes) -> tuple[str, str]:
    sheets = [attributes for name, attributes in _elements(book) if name == "sheet"]
    visible = [sheet for sheet in sheets if sheet.get("state", "visible") == "visible"]
    first = (visible or sheets)[0] if sheets else {}
    return first["name"], next(value for key, value in first.items() if key.endswith(":id"))


def _targets(relations: bytes) -> dict[str, str]:
    found = [attributes for name, attributes in _elements(relations) if name == "Relationship"]
    return {one["Id"]: posixpath.normpath(posixpath.join("/xl", one["Target"]))[1:] for one in found}


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(":")[2], attributes))
    parser.Parse(xml, True)
    return found
