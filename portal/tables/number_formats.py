"""Which numbers of a workbook are days or times: its styles say so, the cells do not."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

from portal.tables.markup import walk

# As ECMA-376, 18.8.30 lists them for Japanese and other East Asian workbooks, beside those for all.
_DAYS = {*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)}
_TIMES = {*range(18, 22), 32, 33, 45, 46, 47}
_NO_LETTERS = re.compile(
    r"\"[^\"]*\"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general|g/標準|e[+-]|am/pm|a/p", re.IGNORECASE
)
_LAST_SERIAL = 2_958_466
_SECONDS = 86_400
_SURE_DIGITS = 15


class Kind(Enum):
    """What a number shows as."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"


class Styles:
    """The kind of number behind each style of a workbook."""

    def __init__(self, pieces: Iterable[bytes] | None) -> None:
        self._codes: dict[str, str] = {}
        self._kinds: list[Kind] = []
        self._inside = False
        if pieces:
            walk(pieces, self._enter, self._leave)

    def kind(self, style: str) -> Kind:
        known = style.isdecimal() and int(style) < len(self._kinds)
        return self._kinds[int(style)] if known else Kind.NUMBER

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._kinds.append(self._kind(attributes.get("numFmtId", "0")))

    def _leave(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def _kind(self, number: str) -> Kind:
        if number in self._codes:
            return kind_of(self._codes[number])
        if number.isdecimal() and int(number) in _DAYS:
            return Kind.DAY
        return Kind.TIME if number.isdecimal() and int(number) in _TIMES else Kind.NUMBER


def kind_of(code: str) -> Kind:
    """Tell what a number format such as ``[$-411]ggge"年"m"月"d"日"`` shows."""
    letters = set(_NO_LETTERS.sub("", code.partition(";")[0]).lower())
    if letters & set("ydega") or ("m" in letters and not letters & set("hs")):
        return Kind.DAY
    return Kind.TIME if letters & set("hms") else Kind.NUMBER


def shown(number: str, kind: Kind, *, counts_from_1904: bool) -> str:
    """Write a cell's number as what it shows: 1.5, 2026-12-01, 2026-12-01T09:30:00 or 09:30:00.

    Raises:
        ValueError: this is no number.
    """
    if kind is Kind.NUMBER:
        return digits(number)
    serial = float(number)
    if not 0 <= serial < _LAST_SERIAL:
        return digits(number)
    days, seconds = divmod(round(serial * _SECONDS), _SECONDS)
    if kind is Kind.TIME and days:
        return digits(number)
    if kind is Kind.TIME:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    moment = _first_day(days, counts_from_1904) + dt.timedelta(days=days, seconds=seconds)
    return moment.isoformat() if seconds else moment.date().isoformat()


def _first_day(days: int, counts_from_1904: bool) -> dt.datetime:
    if counts_from_1904:
        return dt.datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone
    # The other count has a 29 February 1900 that never was.
    return dt.datetime(1899, 12, 30 if days > 59 else 31)  # noqa: DTZ001


def digits(number: str) -> str:
    """Write a number with the 15 digits that a spreadsheet shows, never with an exponent.

    Raises:
        ValueError: this is no number.
    """
    if number.isdecimal() and len(number) <= _SURE_DIGITS:
        return str(int(number))
    value = Decimal(format(float(number), f".{_SURE_DIGITS}g"))
    if not value.is_finite():
        raise ValueError(number)
    return format(value if value % 1 else value.to_integral_value(), "f")
