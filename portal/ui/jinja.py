"""The filters by which templates write dates, numbers and money in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel.speaklater import LazyString
from jinja2 import Environment
from markupsafe import Markup

from portal.ui import formatting
from portal.ui.charts.elements import element
from portal.ui.formatting import Number


def install_filters(environment: Environment, *, locale: Callable[[], str], zone: Callable[[], ZoneInfo]) -> None:
    """Give templates `day`, `number` and their kin; `locale` and `zone` are asked anew for each value."""

    def instant(value: datetime | None) -> str:
        return formatting.format_instant(value, locale(), zone())

    environment.filters.update(
        instant=instant,
        anchor=anchor,
        nb=unbroken,
        **_dates(locale),
        **_numbers(locale),
    )
    environment.tests["text"] = is_text
    environment.globals.setdefault("vendor_word", lambda: gettext("Vendor"))


def is_text(value: object) -> bool:
    """Whether this can be shown as it is, words that wait for the reader's language included."""
    return isinstance(value, str | LazyString)


def anchor(text: object) -> str:
    """A short name for an id, the same for the same text."""
    return f"{crc32(str(text).encode()):08x}"


def unbroken(text: object) -> Markup:
    """A name or a date that no line break may cut."""
    return element("span", text, class_="nb")


def _dates(locale: Callable[[], str]) -> dict[str, Callable[[date | None], str]]:
    written: dict[str, Callable[[date | None, str], str]] = {
        "day": formatting.format_day,
        "weekday": formatting.format_weekday,
        "short_day": formatting.format_short_day,
        "month": formatting.format_month,
        "short_month": formatting.format_short_month,
    }
    return {name: _in(locale, write) for name, write in written.items()}


def _in(locale: Callable[[], str], write: Callable[[date | None, str], str]) -> Callable[[date | None], str]:
    return lambda value: write(value, locale())


def _numbers(locale: Callable[[], str]) -> dict[str, Callable[..., Any]]:
    def percent(value: Number | None, digits: int = 1) -> str:
        return formatting.format_share(value, locale(), digits)

    def number(value: Number | None, digits: int | None = None) -> str:
        return formatting.format_number(value, locale(), digits)

    def signed(value: Number | None, digits: int = 1) -> str:
        return formatting.format_signed(value, locale(), digits)

    def money(value: Number | None) -> str:
        return formatting.format_money(value, locale())

    return {"percent": percent, "number": number, "signed": signed, "money": money}
