"""Numbers as people write them: 12, １２, -3, 1,000, 0.5."""

import re
from collections.abc import Callable
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from portal.tables.problems import Misfit, Sentence, excerpt
from portal.tables.widths import narrow

_NUMBER = re.compile(r"[+-]?(([0-9]{1,18}|[0-9]{1,3}(,[0-9]{3}){1,5})(\.[0-9]{1,18})?|\.[0-9]{1,18})")
_SHORTENED = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]+")


def integer(min: int | None = None, max: int | None = None) -> Callable[[str], int]:  # noqa: A002
    """Read a whole number; ``3.0`` counts as one, ``3.5``, ``1e5``, ``NaN`` and ``5%`` do not."""

    def parse(cell: str) -> int:
        number = _read(cell, _l("A whole number such as 12 is right."))
        if number != number.to_integral_value():
            what = _l("%(value)s is no whole number.", value=excerpt(cell))
            raise Misfit(what, _l("A whole number such as 12 is right."))
        _hold(number, cell, min, max)
        return int(number)

    return parse


def decimal(min: Decimal | int | None = None, max: Decimal | int | None = None) -> Callable[[str], Decimal]:  # noqa: A002
    """Read a number, with a point before its decimals; ``1e5``, ``NaN``, ``inf`` and ``5%`` are none."""

    def parse(cell: str) -> Decimal:
        number = _read(cell, _l("A number such as 0.5 is right."))
        _hold(number, cell, min, max)
        return number

    return parse


def _read(cell: str, remedy: Sentence) -> Decimal:
    text = narrow(cell)
    if _SHORTENED.fullmatch(text):
        what = _l("%(value)s was shortened by a spreadsheet; its digits are lost.", value=excerpt(cell))
        raise Misfit(what, _l("Format the column as a number without decimals and save it again."))
    if not _NUMBER.fullmatch(text):
        raise Misfit(_l("%(value)s is no number.", value=excerpt(cell)), remedy)
    return Decimal(text.replace(",", ""))


def _hold(number: Decimal, cell: str, low: Decimal | int | None, high: Decimal | int | None) -> None:
    if low is not None and number < low:
        what = _l("%(value)s is too small.", value=excerpt(cell))
        raise Misfit(what, _range(low, high))
    if high is not None and number > high:
        what = _l("%(value)s is too large.", value=excerpt(cell))
        raise Misfit(what, _range(low, high))


def _range(low: Decimal | int | None, high: Decimal | int | None) -> Sentence:
    if low is None:
        return _l("At most %(high)s is right.", high=high)
    if high is None:
        return _l("At least %(low)s is right.", low=low)
    return _l("A number from %(low)s to %(high)s is right.", low=low, high=high)
