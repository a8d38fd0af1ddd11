"""The lines and steps that turn a value into points, read from TOML."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext as _l

from certification.policies import toml
from certification.policies.policy import Linear, Steps
from certification.policies.toml import Section
from portal.tables.problems import Misfit

NOTHING = Steps(((Fraction(0), Fraction(0)),))


def metric_points(metric: Section) -> Linear | Steps:
    """The key `points` of a metric: a line or steps."""
    nothing: dict[str, Any] = {}
    content = metric.need("points", toml.table, nothing)
    if not content:
        return NOTHING
    section = Section(content, f"{metric.place}, points", metric.problems)
    kind = section.need("kind", toml.one_of("linear", "steps"), "")
    points: Linear | Steps = NOTHING
    if kind == "steps":
        points = section.need("steps", _steps, NOTHING)
    elif kind == "linear":
        points = _linear(section)
    if kind:
        section.refuse_unknown()
    return points


def _linear(section: Section) -> Linear:
    origin = (Fraction(0), Fraction(0))
    start = section.need("from", _pair, origin)
    end = section.need("to", _pair, (Fraction(1), Fraction(0)))
    if start[0] == end[0]:
        section.complain(
            "to", _l("Both ends of the line have the same value."), _l("Two different values are right.")
        )
    return Linear(start, end)


def _pair(value: Any) -> tuple[Fraction, Fraction]:
    if not isinstance(value, list) or len(value) != 2:
        what = _l("%(value)s is no pair.", value=toml.shown(value))
        raise Misfit(what, _l("A value and its points, such as [0.5, 0], are right."))
    return toml.number(value[0]), toml.number(value[1])


def _steps(value: Any) -> Steps:
    if not isinstance(value, list) or not value:
        what = _l("%(value)s is no list of steps.", value=toml.shown(value))
        raise Misfit(what, _l("Steps such as [[0, 0], [10, 50]] are right."))
    steps = tuple(_pair(step) for step in value)
    if any(later[0] <= earlier[0] for earlier, later in pairwise(steps)):
        raise Misfit(
            _l("The steps are not in rising order."),
            _l("Each step begins at a higher value than the one before."),
        )
    return Steps(steps)
