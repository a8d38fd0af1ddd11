"""Paper: HTML turned into a tagged PDF, in a process of its own that reaches neither network nor files."""

from __future__ import annotations

import atexit
import re
import subprocess
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

FONT = "Noto Sans CJK JP"
SHEETS = ("tokens", "a4")
SECONDS = 120
STATIC = Path(__file__).resolve().parent.parent / "static"


class PrintingError(Exception):
    """A document cannot be printed; the message says why and what would be right."""


def print_pdf(html: str) -> bytes:
    """Print a whole HTML page on A4: tagged for accessibility, fonts embedded, the same bytes for the same page.

    Raises:
        PrintingError: the font for Japanese is missing, or the page took longer than `SECONDS`.
    """
    require_font()
    try:
        return _printer().submit(_render, html).result(timeout=SECONDS)
    except TimeoutError:
        close_printer()
        raise PrintingError(f"printing took longer than {SECONDS} seconds") from None


def close_printer() -> None:
    """End the printing process; the next document starts another."""
    if _printer.cache_info().currsize:
        _printer().shutdown(wait=False, cancel_futures=True)
        _printer.cache_clear()


@cache
def require_font() -> None:
    """Make sure that Japanese is printed as Japanese, not as empty boxes.

    Raises:
        PrintingError: the font is not installed.
    """
    found = subprocess.run(["fc-match", "-f", "%{family}", FONT], capture_output=True, text=True, check=False)  # noqa: S603, S607
    if FONT not in found.stdout:
        raise PrintingError(
            f"the font {FONT} is not installed (found {found.stdout or 'none'}); run script/bootstrap,"
            " or install the package fonts-noto-cjk"
        )


@cache
def _printer() -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
    atexit.register(close_printer)
    return pool


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _sheets() -> list[CSS]:
    texts = [(STATIC / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS]
    return [CSS(string=text, font_config=_fonts()) for text in texts]


def _render(html: str) -> bytes:
    # The sheets are handed over as text: the page's own links would be fetched, and nothing is.
    bare = re.sub(r"<(link|script)\b[^>]*>(</script>)?", "", html)
    page = HTML(string=bare, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    pdf: bytes = page.write_pdf(stylesheets=_sheets(), font_config=_fonts(), pdf_variant="pdf/ua-1")
    return pdf
