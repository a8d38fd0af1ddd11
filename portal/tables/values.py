"""Parsers that make a value of a cell's text, or say in a `Misfit` what would be right.

None of them sees an empty cell; whether a cell may be empty is the column's business.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import TypeVar

from flask_babel import lazy_gettext as _l

from portal.tables.days import day, moment, month
from portal.tables.numbers import decimal, integer
from portal.tables.problems import Misfit, excerpt
from portal.tables.widths import narrow

__all__ = [
    "Misfit",
    "boolean",
    "choice",
    "day",
    "decimal",
    "integer",
    "listed",
    "moment",
    "month",
    "pairs",
    "text",
]

Value = TypeVar("Value")
_YES = {"true", "yes", "y", "1", "はい", "有", "あり", "○", "◯"}
_NO = {"false", "no", "n", "0", "いいえ", "無", "なし", "×"}
_MOST_NAMED = 20


def text(max: int = 200) -> Callable[[str], str]:  # noqa: A002
    """Read a text of at most so many characters, without the spaces around it."""

    def parse(cell: str) -> str:
        found = cell.strip(" \u3000\u00a0")
        if len(found) > max:
            what = _l("The text has %(length)s characters.", length=len(found))
            raise Misfit(what, _l("At most %(most)s are allowed.", most=max))
        return found

    return parse


def boolean(cell: str) -> bool:
    """Read yes or no, in English, Japanese, figures or marks."""
    word = narrow(cell).lower()
    if word not in _YES | _NO:
        raise Misfit(_l("%(value)s is neither yes nor no.", value=excerpt(cell)), _l("Write true or false."))
    return word in _YES


def choice(values: Mapping[str, Value] | type[Enum]) -> Callable[[str], Value]:
    """Read one of several words, whatever their case and width, as the value behind it."""
    by_word = _words(values)
    folded = {word.casefold(): value for word, value in by_word.items()}

    def parse(cell: str) -> Value:
        word = narrow(cell)
        if word in by_word:
            return by_word[word]
        if word.casefold() in folded:
            return folded[word.casefold()]
        what = _l("%(value)s is not known here.", value=excerpt(cell))
        raise Misfit(what, _l("One of these is right: %(words)s.", words=_named(by_word)))

    return parse


def _words(values: Mapping[str, Value] | type[Enum]) -> dict[str, Value]:
    if isinstance(values, Mapping):
        return dict(values)
    return {str(member.value): member for member in values}  # type: ignore[misc]


def _named(words: Mapping[str, object]) -> str:
    shown = list(words)[:_MOST_NAMED]
    return ", ".join(shown) + (" …" if len(words) > len(shown) else "")


def listed(parse_one: Callable[[str], Value]) -> Callable[[str], tuple[Value, ...]]:
    """Read a list whose items are split by ``;``; an item that stands twice is a misfit."""

    def parse(cell: str) -> tuple[Value, ...]:
        found: dict[Value, None] = {}
        for item in _items(cell):
            _add(found, parse_one(item), None, item)
        return tuple(found)

    return parse


def pairs(key: Callable[[str], Value], low: int = 1, high: int = 5) -> Callable[[str], dict[Value, int]]:
    """Read ``tag:level`` items split by ``;`` as levels by tag."""
    level = integer(low, high)

    def parse(cell: str) -> dict[Value, int]:
        found: dict[Value, int] = {}
        for item in _items(cell):
            tag, colon, figure = item.replace("：", ":").rpartition(":")
            if not colon or not tag.strip() or not figure.strip():
                what = _l("%(value)s has no level.", value=excerpt(item))
                raise Misfit(
                    what,
                    _l("A word, a colon and a level from %(low)s to %(high)s are right.", low=low, high=high),
                )
            _add(found, key(tag), level(figure), tag)
        return found

    return parse


def _items(cell: str) -> Iterator[str]:
    for item in cell.replace("；", ";").split(";"):
        if item.strip():
            yield item.strip()


Kept = TypeVar("Kept")


def _add(found: dict[Value, Kept], key: Value, value: Kept, item: str) -> None:
    if key in found:
        raise Misfit(_l("%(value)s stands in the list twice.", value=excerpt(item)), _l("Each item is named once."))
    found[key] = value
