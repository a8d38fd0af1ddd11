"""Paper: HTML turned into a tagged PDF, in a process of its own that reaches neither network, files nor secrets."""

from __future__ import annotations

import atexit
import os
import resource
import subprocess
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from importlib import import_module
from multiprocessing import get_context
from threading import Lock

FONT = "Noto Sans CJK JP"
SECONDS = 25
MEMORY = 512 * 1024 * 1024
# What fontconfig and Python need; the portal's settings, secrets among them, stay outside.
KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME", "TMPDIR")

_opening = Lock()


class PrintingError(Exception):
    """A document cannot be printed; the message says why and what would be right."""


def print_pdf(html: str) -> bytes:
    """Print a whole HTML page on A4: tagged for accessibility, fonts embedded, the same bytes for the same page.

    Raises:
        PrintingError: the font for Japanese is missing, or the page takes more than `SECONDS` or `MEMORY`.
    """
    require_font(FONT)
    try:
        return _printer().submit(_render, html, SECONDS).result()
    except (BrokenProcessPool, MemoryError):
        close_printer()
        room = f"{SECONDS} seconds or {MEMORY // 1024 // 1024} MB"
        raise PrintingError(f"the document takes more than {room} to print; make it shorter") from None


def close_printer() -> None:
    """End the printing process; the next document starts another."""
    with _opening:
        if _the_printer.cache_info().currsize:
            _the_printer().shutdown(wait=True, cancel_futures=True)
            _the_printer.cache_clear()


@cache
def require_font(font: str) -> None:
    """Make sure that Japanese is printed as Japanese, not as empty boxes.

    Raises:
        PrintingError: the font is not installed.
    """
    try:
        asked = subprocess.run(["fc-match", "-f", "%{family}", font], capture_output=True, text=True, check=False)  # noqa: S603, S607
        found = asked.stdout
    except FileNotFoundError:
        found = ""
    if font not in found:
        raise PrintingError(
            f"the font {font} is not installed (found: {found or 'none'}); run script/bootstrap,"
            " or install the package fonts-noto-cjk"
        )


def _printer() -> ProcessPoolExecutor:
    with _opening:
        return _the_printer()


@cache
def _the_printer() -> ProcessPoolExecutor:
    atexit.register(close_printer)
    return ProcessPoolExecutor(
        max_workers=1, mp_context=get_context("spawn"), initializer=_close_doors, initargs=(MEMORY,)
    )


def _close_doors(memory: int) -> None:
    """Forget the settings, and let nothing that is printed take the machine's memory."""
    for name in set(os.environ) - set(KEPT_VARIABLES):
        del os.environ[name]
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _render(html: str, seconds: int) -> bytes:
    # WeasyPrint is loaded in the printing process alone: half a second that no web worker and no command pays.
    pdf: bytes = import_module("portal.reports.typesetting").render(html, seconds)
    return pdf
