"""Days, months and moments as people write them, Japanese eras included."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable

from flask_babel import lazy_gettext as _l

from portal.tables.problems import Misfit, Sentence, excerpt
from portal.tables.widths import narrow

_PIECES = re.compile(
    r"(?P<era>令和|平成|昭和|[RHSrhs])?\s*(?P<year>元|[0-9]{1,4})\s*(?P<first>[-/.年])\s*(?P<month>[0-9]{1,2})"
    r"\s*(?P<second>[-/.月])?\s*(?P<day>[0-9]{1,2})?\s*(?P<third>日)?"
)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(
    r"[T\s]\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    r"\s*(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?$"
)
_DAY_SIGNS = {("-", "-", None), ("/", "/", None), (".", ".", None), ("年", "月", "日")}
_MONTH_SIGNS = {("-", None, None), ("/", None, None), (".", None, None), ("年", "月", None)}
_ERAS = {
    "S": (dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    "H": (dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    "R": (dt.date(2019, 5, 1), dt.date.max),
}
_LETTERS = {"昭和": "S", "平成": "H", "令和": "R"}
_FIRST_YEAR = 1900
_DAY_LIKE = _l("Write it like 2026-12-01, 2026/12/1 or 令和8年12月1日.")
_MONTH_LIKE = _l("Write it like 2026-12, 2026/12 or 令和8年12月.")
_MOMENT_LIKE = _l("Write it like 2026-12-01 09:30.")


def day() -> Callable[[str], dt.date]:
    """Read a day; a spreadsheet's midnight behind it is passed over, any other time of day is not."""

    def parse(cell: str) -> dt.date:
        text = narrow(cell)
        time = _TIME.search(text)
        if time and not any(int(time[part] or 0) for part in ("hour", "minute", "second")):
            text = text[: time.start()]
        return _day(text, cell, _DAY_LIKE)

    return parse


def month() -> Callable[[str], dt.date]:
    """Read a month as its first day; of full days only the first passes, as spreadsheets write months."""

    def parse(cell: str) -> dt.date:
        pieces = _PIECES.fullmatch(narrow(cell))
        if pieces and pieces["day"] is None and pieces.group("first", "second", "third") in _MONTH_SIGNS:
            return _dated(pieces, cell, 1, _MONTH_LIKE)
        try:
            found = day()(cell)
        except Misfit:
            found = None
        if found is None or found.day != 1:
            raise Misfit(_l("%(value)s is no month.", value=excerpt(cell)), _MONTH_LIKE)
        return found

    return parse


def moment(zone: dt.tzinfo) -> Callable[[str], dt.datetime]:
    """Read a day with its time, in the given zone unless the cell names an offset."""

    def parse(cell: str) -> dt.datetime:
        text = narrow(cell)
        time = _TIME.search(text)
        if not time:
            raise Misfit(_l("%(value)s has no time of day.", value=excerpt(cell)), _MOMENT_LIKE)
        on = _day(text[: time.start()], cell, _MOMENT_LIKE)
        try:
            clock = dt.time(int(time["hour"]), int(time["minute"]), int(time["second"] or 0))
        except ValueError:
            what = _l("%(value)s has a time of day that does not exist.", value=excerpt(cell))
            raise Misfit(what, _MOMENT_LIKE) from None
        return dt.datetime.combine(on, clock, tzinfo=_zone(time["offset"]) or zone)

    return parse


def _zone(offset: str | None) -> dt.tzinfo | None:
    if offset is None:
        return None
    if offset == "Z":
        return dt.UTC
    digits = offset[1:].replace(":", "")
    behind = dt.timedelta(hours=int(digits[:2]) % 24, minutes=int(digits[2:]) % 60)
    return dt.timezone(-behind if offset[0] == "-" else behind)


def _day(text: str, cell: str, remedy: Sentence) -> dt.date:
    pieces = _PIECES.fullmatch(_COMPACT.sub(r"\1-\2-\3", text) if _COMPACT.fullmatch(text) else text)
    if not pieces or not pieces["day"] or pieces.group("first", "second", "third") not in _DAY_SIGNS:
        raise Misfit(_l("%(value)s is no date.", value=excerpt(cell)), remedy)
    return _dated(pieces, cell, int(pieces["day"]), remedy)


def _dated(pieces: re.Match[str], cell: str, day_number: int, remedy: Sentence) -> dt.date:
    year, month_number = _year(pieces, cell, remedy), int(pieces["month"])
    if not 1 <= month_number <= 12:
        what = _l("%(value)s does not exist.", value=excerpt(cell))
        raise Misfit(what, _l("Months run from 1 to 12."))
    last = monthrange(year, month_number)[1]
    if not 1 <= day_number <= last:
        what = _l("%(value)s does not exist.", value=excerpt(cell))
        raise Misfit(what, _l("That month has the days 1 to %(last)s.", last=last))
    return _within_era(pieces, cell, dt.date(year, month_number, day_number))


def _year(pieces: re.Match[str], cell: str, remedy: Sentence) -> int:
    era, digits = pieces["era"], pieces["year"]
    if era is None and len(digits) == 4 and int(digits) >= _FIRST_YEAR:
        return int(digits)
    if era is None or len(digits) > 2 or digits.strip("0") == "":
        raise Misfit(_l("%(value)s is no date.", value=excerpt(cell)), remedy)
    return _ERAS[_letter(era)][0].year - 1 + (1 if digits == "元" else int(digits))


def _letter(era: str) -> str:
    return _LETTERS.get(era) or era.upper()


def _within_era(pieces: re.Match[str], cell: str, found: dt.date) -> dt.date:
    if pieces["era"] is None:
        return found
    first, last = _ERAS[_letter(pieces["era"])]
    opening = first if pieces["day"] else first.replace(day=1)
    if opening <= found <= last:
        return found
    what = _l("%(value)s lies outside its era.", value=excerpt(cell))
    raise Misfit(what, _l("If %(day)s is meant, write it so.", day=found.isoformat()))
