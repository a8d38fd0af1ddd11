"""A page is printed with its own fonts, as text, in a process that reaches nothing."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.reports import printing
from portal.reports.printing import PrintingError, print_pdf
from tests.portal.reports.pdf import ask, fonts_of, text_of

PAGE = """<!doctype html><html lang="ja"><head><title>試験の報告</title></head><body class="paper"><main class="a4">
<h1>髙橋様と𠮷野様</h1><h2>指標</h2><p>{}</p><svg width="20" height="20" role="img"><title>図</title>
<rect width="9" height="9"/></svg></main></body></html>"""


@pytest.fixture(scope="module")
def printed() -> bytes:
    return print_pdf(PAGE.format("本文"))


def test_japanese_comes_back_as_text(printed):
    assert "髙橋様と𠮷野様" in text_of(printed)


def test_fonts_are_embedded_and_subset(printed):
    fonts = fonts_of(printed)
    assert fonts
    assert all(font["emb"] == "yes" and font["sub"] == "yes" for font in fonts), fonts


def test_the_document_is_tagged_and_says_its_language_and_its_outline(printed):
    assert re.search(r"Tagged:\s+yes", ask("pdfinfo", printed))
    assert re.search(r"Title:\s+試験の報告", ask("pdfinfo", printed))
    assert PdfReader(BytesIO(printed)).trailer["/Root"]["/Lang"] == "ja"
    assert "H1" in ask("pdfinfo", printed, "-struct-text")
    outline = PdfReader(BytesIO(printed)).outline
    assert [outline[0].title, outline[1][0].title] == ["髙橋様と𠮷野様", "指標"]


def test_the_same_page_gives_the_same_bytes_even_from_another_process(printed):
    assert print_pdf(PAGE.format("本文")) == printed
    printing.close_printer()
    assert print_pdf(PAGE.format("本文")) == printed


class Listener(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def listener():
    server = HTTPServer(("127.0.0.1", 0), Listener)
    Listener.asked.clear()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_printing_opens_no_connection_and_no_file(listener, tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("BANSOU-SECRET-TEXT")
    image = tmp_path / "dot.svg"
    image.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>BANSOU-SECRET-TEXT</text></svg>')
    tricks = "".join(
        part.format(http=listener, file=file.as_uri())
        for file in (secret, image)
        for part in (
            '<img src="{http}/a.png"><img src="{file}">',
            '<object data="{file}"></object><embed src="{http}/b">',
            '<link rel="stylesheet" href="{http}/c.css"><link rel="attachment" href="{file}">',
            '<a rel="attachment" href="{file}">x</a>',
            "<style>@import url({http}/d.css); @font-face {{font-family: y; src: url({http}/e.woff)}}"
            " p {{background: url({file}); content: url({http}/f)}}</style>",
            '<svg width="9" height="9"><image href="{file}"/><use href="{http}/g.svg#h"/></svg>',
        )
    )

    printed = print_pdf(PAGE.format(tricks))

    assert Listener.asked == []
    assert "BANSOU-SECRET-TEXT" not in text_of(printed)
    assert b"/EmbeddedFile" not in printed


def test_the_printing_process_does_not_know_the_settings(monkeypatch):
    printing.close_printer()
    monkeypatch.setenv("BANSOU_SECRET_KEY", "never to be told")
    print_pdf(PAGE.format("本文"))

    known = printing._printer().submit(printing.os.getenv, "BANSOU_SECRET_KEY").result()

    assert known is None


def test_a_document_without_end_is_given_up_and_the_next_one_is_printed(monkeypatch):
    monkeypatch.setattr(printing, "SECONDS", 2)
    with pytest.raises(PrintingError, match="takes more than 2 seconds"):
        print_pdf(PAGE.format("<p>本文</p>" * 200_000))
    monkeypatch.undo()

    assert print_pdf(PAGE.format("本文")).startswith(b"%PDF")


def test_a_document_that_eats_the_memory_is_given_up(monkeypatch):
    printing.close_printer()
    monkeypatch.setattr(printing, "MEMORY", 96 * 1024 * 1024)
    with pytest.raises(PrintingError, match="96 MB"):
        print_pdf(PAGE.format("<p>本文</p>" * 30_000))
    printing.close_printer()


def test_a_missing_font_is_one_clear_line(monkeypatch):
    monkeypatch.setattr(printing, "FONT", "A Font That Nobody Has")

    with pytest.raises(PrintingError) as refused:
        print_pdf(PAGE.format("本文"))

    assert "\n" not in str(refused.value)
    assert "A Font That Nobody Has is not installed" in str(refused.value)
    assert "fonts-noto-cjk" in str(refused.value)
