"""What a file is, told by its content and not by what its name or its sender says."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
from enum import StrEnum
from typing import IO, Final

HEAD: Final = 4096
# A directory beyond this is no document of an office: it is refused before it is read.
MOST_PARTS: Final = 10_000
LARGEST_DIRECTORY: Final = 4 * 1024 * 1024
END_OF_ARCHIVE: Final = b"PK\x05\x06"
HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
MARKUP: Final = re.compile(r"\s*<(?:!doctype|\?xml|html|svg|script|head|body|!--)", re.IGNORECASE)
_PIECE: Final = 1 << 16


class FileKind(StrEnum):
    """The kinds of file that are taken."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    HEIC = "heic"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    CSV = "csv"
    TXT = "txt"


OFFICE: Final = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES: Final[dict[FileKind, str]] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
    FileKind.HEIC: "image/heic",
    FileKind.DOCX: OFFICE + "wordprocessingml.document",
    FileKind.XLSX: OFFICE + "spreadsheetml.sheet",
    FileKind.PPTX: OFFICE + "presentationml.presentation",
    FileKind.CSV: "text/csv",
    FileKind.TXT: "text/plain",
}
ENDINGS: Final[dict[str, FileKind]] = {
    **{kind.value: kind for kind in FileKind},
    "jpg": FileKind.JPEG,
    "heif": FileKind.HEIC,
}
PARTS: Final[dict[str, FileKind]] = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}


def kind_of(content: IO[bytes], *, ending: str) -> FileKind | None:
    """The kind of a file whose content and ending agree; None where it is none that is taken."""
    wanted = ENDINGS.get(ending.lower())
    if wanted in (FileKind.CSV, FileKind.TXT):
        return wanted if _is_text(content) else None
    content.seek(0)
    found = _by_mark(content.read(HEAD)) or _office_document(content)
    return found if found is wanted else None


def _by_mark(head: bytes) -> FileKind | None:
    if head.startswith(b"%PDF-"):
        return FileKind.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    return FileKind.HEIC if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS else None


def _office_document(content: IO[bytes]) -> FileKind | None:
    """A document without macros, by the names of its parts; nothing is unpacked."""
    if not _has_small_directory(content):
        return None
    try:
        names = {name.lower() for name in zipfile.ZipFile(content).namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if "[content_types].xml" not in names or any(name.endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in PARTS.items() if part in names), None)


def _has_small_directory(content: IO[bytes]) -> bool:
    """Whether this is an archive whose end names a directory that can be read in a moment."""
    content.seek(0, 2)
    size = content.tell()
    content.seek(max(0, size - _PIECE))
    tail = content.read()
    end = tail.rfind(END_OF_ARCHIVE)
    if end < 0 or len(tail) < end + 22:
        return False
    parts, length = struct.unpack("<HL", tail[end + 10 : end + 16])
    return bool(0 < parts <= MOST_PARTS and length <= LARGEST_DIRECTORY)


def _is_text(content: IO[bytes]) -> bool:
    """Words in UTF-8 or CP932, and no markup that somebody might be led to open as a page."""
    return any(_reads_as(content, encoding) for encoding in ("utf-8-sig", "cp932"))


def _reads_as(content: IO[bytes], encoding: str) -> bool:
    content.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    is_first = True
    try:
        while piece := content.read(_PIECE):
            text = decoder.decode(piece)
            if "\0" in text or (is_first and MARKUP.match(text)):
                return False
            is_first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
