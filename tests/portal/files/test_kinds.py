"""A file is what its content shows, if its name says the same."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.files.kinds import MEDIA_TYPES, FileKind, kind_of
from tests.factories.files import HEIC, HTML, JPEG, PDF, SVG, WEBP, office, png

GOOD = {
    "pdf": (PDF, FileKind.PDF),
    "PDF": (PDF, FileKind.PDF),
    "png": (png(), FileKind.PNG),
    "jpg": (JPEG, FileKind.JPEG),
    "jpeg": (JPEG, FileKind.JPEG),
    "webp": (WEBP, FileKind.WEBP),
    "heic": (HEIC, FileKind.HEIC),
    "docx": (office("word/document.xml"), FileKind.DOCX),
    "xlsx": (office("xl/workbook.xml"), FileKind.XLSX),
    "pptx": (office("ppt/presentation.xml"), FileKind.PPTX),
    "csv": ("科目,残高\n現金,1\n".encode(), FileKind.CSV),
    "txt": ("議事録".encode("cp932"), FileKind.TXT),
}
BAD = {
    "a page as a picture": (HTML, "png"),
    "a page as a document": (HTML, "pdf"),
    "a page as text": (HTML, "txt"),
    "a page after a byte order mark": (b"\xef\xbb\xbf  " + HTML, "txt"),
    "a drawing that can act": (SVG, "svg"),
    "a drawing as text": (SVG, "txt"),
    "a page": (HTML, "html"),
    "a picture as a document": (png(), "pdf"),
    "a document as a picture": (PDF, "png"),
    "no ending": (PDF, ""),
    "a program": (b"MZ\x90\0" + b"\0" * 64, "exe"),
    "a program as text": (b"MZ\x90\0" + b"\0" * 64, "txt"),
    "an archive as a document": (office("readme.txt"), "docx"),
    "a book as a letter": (office("xl/workbook.xml"), "docx"),
    "macros": (office("word/document.xml", "word/vbaProject.bin"), "docx"),
    "half an archive": (office("word/document.xml")[:-30], "docx"),
    "letters of no encoding": (b"\xff\xfe\xff\x81", "csv"),
}


@pytest.mark.parametrize("ending", GOOD)
def test_what_content_and_name_both_say_is_taken(ending):
    content, kind = GOOD[ending]
    assert kind_of(BytesIO(content), ending=ending) is kind


@pytest.mark.parametrize("which", BAD)
def test_what_content_and_name_do_not_both_say_is_refused(which):
    content, ending = BAD[which]
    assert kind_of(BytesIO(content), ending=ending) is None


def test_a_directory_that_promises_millions_of_parts_is_refused_before_it_is_read():
    honest = office("word/document.xml")
    end = honest.rfind(b"PK\x05\x06")
    swollen = honest[: end + 12] + struct.pack("<L", 2**31) + honest[end + 16 :]

    assert kind_of(BytesIO(swollen), ending="docx") is None


def test_a_picture_that_promises_to_be_enormous_is_only_named():
    assert kind_of(BytesIO(png(60_000, 60_000)), ending="png") is FileKind.PNG


@given(st.binary(max_size=400), st.sampled_from([*GOOD, "html", "svg", ""]))
def test_no_content_breaks_the_judgement(content, ending):
    assert kind_of(BytesIO(content), ending=ending) in (*FileKind, None)


def test_every_kind_has_a_type_that_no_browser_runs():
    assert set(MEDIA_TYPES) == set(FileKind)
    assert not {kind for kind in MEDIA_TYPES.values() if "html" in kind or "svg" in kind or "script" in kind}
