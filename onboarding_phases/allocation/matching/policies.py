"""A policy read from TOML, every key optional and none unknown."""

import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask_babel import lazy_gettext as _l

from onboarding_phases.allocation.matching.values import COMPONENTS, DEFAULT_WEIGHTS, Policy
from portal.tables.problems import InputProblems, Problem, Sentence, excerpt


@dataclass(frozen=True)
class _Number:
    """What a key may hold."""

    low: float = 0.0
    high: float = 1_000_000.0
    above: bool = False
    """The lowest value itself is wrong."""

    def holds(self, value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            return False
        return self.low <= value <= self.high and not (self.above and value == self.low)

    def remedy(self) -> Sentence:
        low, high = f"{self.low:g}", f"{self.high:,.0f}"
        if self.above:
            return _l("A number above %(low)s, at most %(high)s, is right.", low=low, high=high)
        return _l("A number from %(low)s to %(high)s is right.", low=low, high=high)


_TABLES: dict[str, dict[str, _Number]] = {
    "weights": dict.fromkeys(COMPONENTS, _Number()),
    "objective": {"shortfall_penalty": _Number()},
    "limits": {"min_score": _Number(high=100), "seconds": _Number(above=True)},
}


def read_policy(path: Path) -> Policy:
    """Read a policy file.

    Raises:
        InputProblems: the file cannot be read, is no TOML, or holds unknown keys or wrong numbers.
    """
    document = _document(path)
    problems = list(_problems(document, path.name))
    if problems:
        raise InputProblems(problems)
    weights = {**DEFAULT_WEIGHTS, **document.get("weights", {})}
    if not any(weights.values()):
        what = _l("All weights are 0.")
        raise InputProblems([_problem(path.name, "weights", what, _l("At least one must be above 0."))])
    return Policy(weights=weights, **document.get("objective", {}), **document.get("limits", {}))


def _document(path: Path) -> dict[str, dict[str, float]]:
    try:
        content = path.read_bytes()
    except OSError:
        remedy = _l("Name a TOML file that exists and may be read.")
        raise InputProblems([_problem(path.name, None, _l("The file cannot be read."), remedy)]) from None
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        what = _l("This is no TOML: %(error)s.", error=excerpt(str(error), most=120))
        raise InputProblems([_problem(path.name, None, what, _l("Write it as TOML in UTF-8."))]) from None


def _problems(document: dict[str, dict[str, float]], where: str) -> Iterator[Problem]:
    for name, table in document.items():
        if name not in _TABLES:
            remedy = _l("One of these is right: %(words)s.", words=", ".join(_TABLES))
            yield _problem(where, name, _l("This table is unknown."), remedy)
        elif not isinstance(table, dict):
            remedy = _l("Write it as a table, with [%(name)s] on a line of its own.", name=name)
            yield _problem(where, name, _l("This is no table."), remedy)
        else:
            yield from _key_problems(name, table, where)


def _key_problems(name: str, table: dict[str, float], where: str) -> Iterator[Problem]:
    known = _TABLES[name]
    for key, value in table.items():
        if key not in known:
            remedy = _l("One of these is right: %(words)s.", words=", ".join(known))
            yield _problem(where, f"[{name}] {key}", _l("This key is unknown."), remedy)
        elif not known[key].holds(value):
            what = _l("%(value)s does not fit.", value=excerpt(str(value)))
            yield _problem(where, f"[{name}] {key}", what, known[key].remedy())


def _problem(where: str, key: str | None, what: Sentence, remedy: Sentence) -> Problem:
    return Problem(where if key is None else f"{where}, {key}", None, None, what, remedy)
