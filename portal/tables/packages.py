"""The zip package around a workbook, unpacked under a measure."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from portal.tables.limits import Limits
from portal.tables.markup import Damaged, walk
from portal.tables.problems import InputProblems, Problem, Sentence

_BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RATIO_COUNTS_FROM = 1024 * 1024
_PIECE = 1 << 16
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def is_archive(content: bytes) -> bool:
    """Tell whether this is a zip file, as every XLSX workbook is."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def refusal(where: str, what: Sentence, remedy: Sentence) -> InputProblems:
    """Refuse a whole file."""
    return InputProblems([Problem(where, None, None, what, remedy)])


class Package:
    """A workbook's parts by name, each given piece by piece until they are more than the limits allow."""

    def __init__(self, content: bytes, where: str, limits: Limits) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGE as error:
            raise Damaged from error
        self._names = {name.lower(): name for name in self._archive.namelist()}
        self._left = min(limits.inflated, max(_RATIO_COUNTS_FROM, len(content) * limits.ratio))
        self._where = where
        if _BOOK not in self._names:
            what = _l("This is a zip file, but no XLSX workbook.")
            raise refusal(where, what, _l("Save the table as CSV UTF-8 or XLSX."))

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def pieces(self, name: str) -> Iterator[bytes]:
        """Unpack one part.

        Raises:
            InputProblems: all that was unpacked is more than the limits allow.
            Damaged: the part is missing, or its bytes are not what the package promises.
        """
        try:
            known = self._archive.getinfo(self._names.get(name.lower(), name))
            self._refuse_beyond(self._left - known.file_size)
            with self._archive.open(known) as part:
                while piece := part.read(_PIECE):
                    self._left -= len(piece)
                    self._refuse_beyond(self._left)
                    yield piece
        except (KeyError, *_DAMAGE) as error:
            raise Damaged from error

    def _refuse_beyond(self, left: int) -> None:
        if left < 0:
            what = _l("The workbook is far larger inside than a table of this kind.")
            raise refusal(self._where, what, _l("Save only the table in a new workbook, or as CSV UTF-8."))


class Book:
    """What a workbook says of itself.

    Attributes:
        sheet: the part with the table sheet that a person sees first.
        counts_from_1904: whether its days count from 1904, as those of old Macintosh computers do.
    """

    def __init__(self, package: Package) -> None:
        self._parts: dict[str, str] = {}
        self._sheets: list[tuple[bool, str]] = []
        self.counts_from_1904 = False
        walk(package.pieces(_RELATIONS), self._relate)
        walk(package.pieces(_BOOK), self._enter)
        if not self._sheets:
            raise Damaged
        self.sheet = min(self._sheets, key=lambda sheet: sheet[0])[1]

    def _relate(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            path = posixpath.join("/xl", attributes.get("Target", ""))
            self._parts[attributes.get("Id", "")] = posixpath.normpath(path)[1:]

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            if relation in self._parts:
                hidden = attributes.get("state", "visible") != "visible"
                self._sheets.append((hidden, self._parts[relation]))
