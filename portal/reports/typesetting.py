"""What the printing process does: it alone loads WeasyPrint. See `printing`."""

from __future__ import annotations

import signal
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from portal.ui.sheets import PRINT_SHEETS


def render(html: str, seconds: int) -> bytes:
    """The page as a PDF. The process ends if that takes longer than so many seconds."""
    # The alarm ends the whole process, also inside code that Python cannot interrupt.
    signal.alarm(seconds)
    try:
        page = HTML(string=html, url_fetcher=_no_fetcher())
        pdf: bytes = page.write_pdf(stylesheets=_sheets(), font_config=_fonts(), pdf_variant="pdf/ua-1")
    finally:
        signal.alarm(0)
    return pdf


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _sheets() -> list[CSS]:
    texts = [path.read_text(encoding="utf-8") for path in PRINT_SHEETS]
    return [CSS(string=text, font_config=_fonts(), url_fetcher=_no_fetcher()) for text in texts]


def _no_fetcher() -> URLFetcher:
    """Fetches what stands in the page itself, and nothing else."""
    return URLFetcher(allowed_protocols=["data"])
