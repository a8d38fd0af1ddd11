"""Files as people send them, and as others do."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from werkzeug.datastructures import FileStorage

from portal import clock
from portal.defaults.queries import numbers
from portal.defaults.services import change_default
from portal.people import PORTAL
from tests.world import unit

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\0" * 32 + b"\xff\xd9"
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L" + b"\0" * 16
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 1, height: int = 1) -> bytes:
    """A picture of one colour; its header may promise more than there is."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(b"\0\0")) + _chunk(b"IEND", b"")


def office(part: str, *more: str) -> bytes:
    """A document of an office, by the names of its parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def upload(content: bytes = PDF, name: str | None = "report.pdf") -> FileStorage:
    """A file as a form hands it over."""
    return FileStorage(BytesIO(content), filename=name)


def set_file_numbers(**values: int) -> None:
    """Change how much is taken, from today on."""
    with unit():
        changed = {**numbers("files"), **values}
        change_default("files", changed, effective_on=clock.today(), reason="tests", seen=0, actor=PORTAL)
