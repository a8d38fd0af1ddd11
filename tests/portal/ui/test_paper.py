"""A report prints with its own fonts, as text that can be read back, and fetches nothing."""

from __future__ import annotations

import io

import pytest
from flask import Flask, render_template
from pypdf import PdfReader
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

from portal.ui.sheets import PRINT_SHEETS
from tests.portal.ui.gallery import values


class Nothing(URLFetcher):
    """Refuses every address and remembers what was asked for."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"])
        self.asked: list[str] = []

    def fetch(self, url, headers=None):  # type: ignore[no-untyped-def]
        self.asked.append(url)
        return super().fetch(url, headers)


@pytest.fixture(scope="module")
def printed(gallery: Flask) -> tuple[PdfReader, Nothing]:
    fetcher = Nothing()
    with gallery.test_request_context("/"):
        html = render_template("report.html", printing=True, **values(320))
    sheets = [CSS(filename=str(path)) for path in PRINT_SHEETS]
    pdf = HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")
    return PdfReader(io.BytesIO(pdf)), fetcher


def test_a_printed_report_reads_back_as_japanese(printed: tuple[PdfReader, Nothing]) -> None:
    text = printed[0].pages[0].extract_text()

    assert "髙橋様と𠮷野様" in text
    assert "ひのき台会計事務所の2026年10月報告" in text


def test_every_page_has_its_heading_number_and_code(printed: tuple[PdfReader, Nothing]) -> None:
    pages = printed[0].pages

    assert len(pages) >= 2
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "パートナー月次報告" in text
        assert f"{number} / {len(pages)}" in text
        assert "7F3A-91C2-0D4E" in text


def test_words_and_charts_share_one_family_of_fonts(printed: tuple[PdfReader, Nothing]) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in printed[0].pages
        for font in page["/Resources"]["/Font"].values()
    }

    assert fonts
    assert all("Noto-Sans-CJK-JP" in font for font in fonts), fonts


def test_printing_fetches_nothing(printed: tuple[PdfReader, Nothing]) -> None:
    assert [url for url in printed[1].asked if not url.startswith("data:")] == []
