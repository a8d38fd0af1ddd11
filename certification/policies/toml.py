"""TOML tables read key by key: whatever does not fit becomes a problem that names its place."""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

from portal.tables.problems import InputProblems, Misfit, Problem, Sentence, excerpt

T = TypeVar("T")

NUMBER_NEEDED = _l("A number such as 0.5 is right.")


def read_toml(content: bytes, where: str) -> dict[str, Any]:
    """Read a TOML file, with or without BOM; its numbers stay decimal.

    Raises:
        InputProblems: it is no UTF-8, or no TOML.
    """
    try:
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        remedy = _l("Save it as UTF-8.")
        raise InputProblems([Problem(where, None, None, _l("The file is not UTF-8."), remedy)]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        what = _l("The file is not TOML: %(reason)s.", reason=excerpt(str(error), most=120))
        raise InputProblems([Problem(where, None, None, what, _l("Mend this line."))]) from None


class Section:
    """One table of a TOML file while it is read.

    A key that does not fit is noted and its default taken, so that one reading finds all problems.
    """

    def __init__(self, content: Mapping[str, Any], place: str, problems: list[Problem]) -> None:
        self.content = content
        self.place = place
        self.problems = problems
        self.known: set[str] = set()

    def complain(self, key: str | None, what: Sentence, remedy: Sentence) -> None:
        place = self.place if key is None else f"{self.place}, {key}"
        self.problems.append(Problem(place, None, None, what, remedy))

    def take(self, key: str, parse: Callable[[Any], T], default: T) -> T:
        """The value of a key that may be left out."""
        self.known.add(key)
        if key not in self.content:
            return default
        try:
            return parse(self.content[key])
        except Misfit as misfit:
            self.complain(key, misfit.what, misfit.remedy)
            return default

    def need(self, key: str, parse: Callable[[Any], T], default: T) -> T:
        """The value of a key that must be there; the default only serves to read on."""
        if key not in self.content:
            self.complain(key, _l("This key is missing."), _l("Add %(key)s.", key=key))
        return self.take(key, parse, default)

    def sections(self, key: str, title: str) -> "list[Section]":
        """The tables of a list of tables, each with a place such as `policy.toml, [[tier]] 3`."""
        nothing: list[dict[str, Any]] = []
        rows = self.take(key, table_list, nothing)
        return [
            Section(row, f"{self.place}, {title} {number}", self.problems)
            for number, row in enumerate(rows, start=1)
        ]

    def refuse_unknown(self) -> None:
        """Note every key that nobody asked for: a misspelt one would silently change the result."""
        for key in self.content:
            if key not in self.known:
                remedy = _l("Known here: %(keys)s.", keys=", ".join(sorted(self.known)))
                self.complain(excerpt(key), _l("This key is unknown."), remedy)


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Misfit(_l("%(value)s is no text.", value=shown(value)), _l("A text in quotation marks is right."))
    return value


def number(value: Any) -> Fraction:
    exact = isinstance(value, Decimal) and value.is_finite()
    if isinstance(value, bool) or not (exact or isinstance(value, int)):
        raise Misfit(_l("%(value)s is no number.", value=shown(value)), NUMBER_NEEDED)
    return Fraction(value)


def positive(value: Any) -> Fraction:
    found = number(value)
    if found <= 0:
        raise Misfit(_l("%(value)s is not above 0.", value=shown(value)), _l("A number above 0 is right."))
    return found


def not_negative(value: Any) -> Fraction:
    found = number(value)
    if found < 0:
        raise Misfit(_l("%(value)s is below 0.", value=shown(value)), _l("A number from 0 up is right."))
    return found


def whole(least: int, most: int | None = None) -> Callable[[Any], int]:
    """Read a whole number within bounds."""

    def parse(value: Any) -> int:
        found = number(value)
        if found.denominator != 1 or found < least or (most is not None and found > most):
            remedy = (
                _l("A whole number from %(least)s up is right.", least=least)
                if most is None
                else _l("A whole number from %(least)s to %(most)s is right.", least=least, most=most)
            )
            raise Misfit(_l("%(value)s does not fit here.", value=shown(value)), remedy)
        return int(found)

    return parse


def one_of(*choices: str) -> Callable[[Any], str]:
    """Read one of several words."""

    def parse(value: Any) -> str:
        if value not in list(choices):
            remedy = _l("Known here: %(keys)s.", keys=", ".join(choices))
            raise Misfit(_l("%(value)s is unknown.", value=shown(value)), remedy)
        return str(value)

    return parse


def truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Misfit(_l("%(value)s does not fit here.", value=shown(value)), _l("true or false is right."))
    return value


def table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Misfit(_l("%(value)s is no table.", value=shown(value)), _l("A table such as { key = 1 } is right."))
    return value


def table_list(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Misfit(
            _l("%(value)s is no list of tables.", value=shown(value)),
            _l("Tables in double brackets, or a list of { … }, are right."),
        )
    return value


def names(value: Any) -> dict[str, str]:
    """Read a text in several languages: `{ en = "Certified", ja = "認定" }`."""
    return {locale: text(name) for locale, name in table(value).items()}


def shown(value: Any) -> str:
    """A value as it is quoted in a message."""
    return excerpt(str(value))
