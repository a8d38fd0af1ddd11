"""Dates, numbers and money as the reader writes them. Pure: a value and a locale in, a text out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent

MISSING = "–"
Number = int | float | Decimal

# CLDR's own medium forms differ from what a Japanese or a British office writes.
DAY = {"ja": "y年M月d日", "zh": "y年M月d日", "ko": "y년 M월 d일", "vi": "dd/MM/y"}
WEEKDAY = {"ja": "y年M月d日（E）", "zh": "y年M月d日（E）", "ko": "y년 M월 d일 (E)", "vi": "E, dd/MM/y"}
SHORT_DAY = {"ja": "M/d", "zh": "M/d", "ko": "M/d", "vi": "dd/MM"}
MONTH = {"ja": "y年M月", "zh": "y年M月", "ko": "y년 M월", "vi": "'tháng' M/y"}
SHORT_MONTH = {"ja": "M月", "zh": "M月", "ko": "M월", "vi": "'thg' M"}
INSTANT = {"ja": "y/M/d H:mm", "zh": "y/M/d H:mm", "ko": "y/M/d H:mm", "vi": "dd/MM/y H:mm"}


def _pattern(patterns: dict[str, str], locale: str, otherwise: str) -> str:
    return patterns.get(locale.replace("-", "_").partition("_")[0], otherwise)


def _date(value: date | None, patterns: dict[str, str], otherwise: str, locale: str) -> str:
    if value is None:
        return MISSING
    return _written(value, _pattern(patterns, locale, otherwise), _tag(locale))


# A list writes the same few days over and over.
@lru_cache(maxsize=4096)
def _written(value: date, pattern: str, locale: str) -> str:
    return format_date(value, pattern, locale=locale)


def _tag(locale: str) -> str:
    return locale.replace("-", "_")


def format_day(value: date | None, locale: str) -> str:
    """2026年11月24日, 24 Nov 2026."""
    return _date(value, DAY, "d MMM y", locale)


def format_weekday(value: date | None, locale: str) -> str:
    """2026年11月24日（火）, Tue 24 Nov 2026."""
    return _date(value, WEEKDAY, "E d MMM y", locale)


def format_weekday_name(value: date, locale: str) -> str:
    """火, Tue."""
    return format_date(value, "EEE", locale=_tag(locale))


def format_short_day(value: date | None, locale: str) -> str:
    """11/24 in Japanese; 24 Nov in English, where 11/24 could be read either way round."""
    return _date(value, SHORT_DAY, "d MMM", locale)


def format_month(value: date | None, locale: str) -> str:
    """2026年11月, November 2026."""
    return _date(value, MONTH, "MMMM y", locale)


def format_short_month(value: date | None, locale: str) -> str:
    """11月, Nov."""
    return _date(value, SHORT_MONTH, "MMM", locale)


def format_instant(value: datetime | None, locale: str, zone: ZoneInfo) -> str:
    """2026/11/24 10:20, 24 Nov 2026, 10:20, on the clocks of `zone`.

    Raises:
        ValueError: the instant has no time zone, so nobody can say which moment it is.
    """
    if value is None:
        return MISSING
    if value.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return format_datetime(value, _pattern(INSTANT, locale, "d MMM y, H:mm"), tzinfo=zone, locale=_tag(locale))


def format_share(value: Number | None, locale: str, digits: int = 1) -> str:
    """A share of 1 as a percentage: 0.724 is 72.4%."""
    if value is None:
        return MISSING
    return format_percent(_half_up(value, digits + 2), _decimals(digits) + "%", locale=_tag(locale))


def format_number(value: Number | None, locale: str, digits: int | None = None) -> str:
    """A number with its thousands apart, with as many decimals as asked for, or as it has."""
    if value is None:
        return MISSING
    if digits is None:
        return format_decimal(value, locale=_tag(locale))
    return format_decimal(_half_up(value, digits), _decimals(digits), locale=_tag(locale))


def format_signed(value: Number | None, locale: str, digits: int = 1) -> str:
    """A change: +2.4, −1.8, ±0.0; the minus is a real one."""
    if value is None:
        return MISSING
    rounded = _half_up(value, digits)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return sign + format_number(abs(rounded), locale, digits)


def format_money(value: Number | None, locale: str) -> str:
    """Yen: 180,000円, ¥180,000."""
    if value is None:
        return MISSING
    if _tag(locale).startswith("ja"):
        return format_decimal(_half_up(value, 0), "#,##0", locale="ja") + "円"
    return format_currency(_half_up(value, 0), "JPY", locale=_tag(locale)).replace("JP¥", "¥")


def _decimals(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def _half_up(value: Number, digits: int) -> Decimal:
    """Round as people do: 0.5 goes up, and 0.285 is 0.285 rather than the nearest binary fraction."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(1).scaleb(-digits), rounding="ROUND_HALF_UP")
