"""Dates, numbers and money read as Japanese and British readers write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.formatting import (
    format_day,
    format_instant,
    format_money,
    format_month,
    format_number,
    format_share,
    format_short_day,
    format_short_month,
    format_signed,
    format_weekday,
)

DAY = date(2026, 11, 24)
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("write", "japanese", "english"),
    [
        (format_day, "2026年11月24日", "24 Nov 2026"),
        (format_weekday, "2026年11月24日（火）", "Tue 24 Nov 2026"),
        (format_short_day, "11/24", "24 Nov"),
        (format_month, "2026年11月", "November 2026"),
        (format_short_month, "11月", "Nov"),
    ],
)
def test_a_day_is_written_in_the_readers_way(write: Callable[[Any, str], str], japanese: str, english: str) -> None:
    assert (write(DAY, "ja"), write(DAY, "en")) == (japanese, english)


def test_an_instant_is_shown_on_the_vendors_clocks() -> None:
    instant = datetime(2026, 11, 23, 15, 20, tzinfo=UTC)

    assert format_instant(instant, "ja", TOKYO) == "2026/11/24 0:20"
    assert format_instant(instant, "en", TOKYO) == "24 Nov 2026, 0:20"


def test_an_instant_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_instant(datetime(2026, 11, 24), "ja", TOKYO)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [(0.724, 1, "72.4%"), (0.2855, 1, "28.6%"), (0.285, 1, "28.5%"), (1, 0, "100%"), (0.005, 0, "1%")],
)
def test_a_share_is_a_percentage_rounded_half_up(share: float, digits: int, text: str) -> None:
    assert format_share(share, "ja", digits) == text


def test_thousands_stand_apart() -> None:
    assert format_number(1234567, "ja") == "1,234,567"
    assert format_number(79.45, "en", 1) == "79.5"


@pytest.mark.parametrize(("change", "text"), [(2.4, "+2.4"), (-1.8, "−1.8"), (0, "±0.0"), (-0.04, "±0.0")])
def test_a_change_shows_its_direction(change: float, text: str) -> None:
    assert format_signed(change, "ja") == text


def test_money_is_in_yen() -> None:
    assert (format_money(Decimal(396000), "ja"), format_money(396000, "en")) == ("396,000円", "¥396,000")


@pytest.mark.parametrize("write", [format_day, format_short_day, format_number, format_share, format_money])
def test_what_is_missing_is_a_dash(write: Callable[[Any, str], str]) -> None:
    assert write(None, "ja") == "–"


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["ja", "en", "zh-Hans", "ko", "vi"]))
def test_every_language_names_year_month_and_day(day: date, locale: str) -> None:
    text = format_day(day, locale)

    assert str(day.year) in text
    assert str(day.day) in text
