"""When usage meets an activation rule. Values in, values out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

MOST_TOLD = 5


@dataclass(frozen=True)
class Condition:
    """A metric and the least value that it must have."""

    metric: str
    at_least: float


@dataclass(frozen=True)
class Reading:
    """What a condition's metric shows on a day: its value in force and the day of that value, None where none is."""

    condition: Condition
    value: float | None
    on: date | None

    @property
    def is_met(self) -> bool:
        return self.value is not None and self.value >= self.condition.at_least


Record = tuple[str, date, float]
Day = tuple[str, date]  # a metric on a day


class Series:
    """The records of one customer, ready to be asked for the value of a metric on a day."""

    def __init__(self, records: Iterable[Record], *, carry_days: int) -> None:
        self._carry = timedelta(days=carry_days)
        self._values: dict[str, tuple[list[date], list[float]]] = {}
        for metric, on, value in sorted(records):
            found = self._values.setdefault(metric, ([], []))
            found[0].append(on)
            found[1].append(value)

    def days(self, metrics: Iterable[str]) -> set[date]:
        """The days on which any of these metrics was recorded."""
        return {on for metric in metrics for on in self._values.get(metric, ([], []))[0]}

    def read(self, condition: Condition, on: date) -> Reading:
        """The metric's latest value of the day or of the days before it for which a value counts."""
        days, values = self._values.get(condition.metric, ([], []))
        place = bisect_right(days, on) - 1
        if place < 0 or days[place] < on - self._carry:
            return Reading(condition, None, None)
        return Reading(condition, values[place], days[place])


def activation_day(
    records: Iterable[Record], rule: Sequence[Condition], start_on: date, until: date, *, carry_days: int = 7
) -> date | None:
    """The first day from the start to `until` on which all conditions hold; None where there is none.

    A day has a metric's latest value of that day or of up to `carry_days` before. Only a new value can make a
    condition hold, so that the start and the days with records are all that need to be looked at.
    """
    series = Series(records, carry_days=carry_days)
    candidates = {start_on} | series.days(condition.metric for condition in rule)
    for day in sorted(candidates):
        if start_on <= day <= until and rule and all(series.read(item, day).is_met for item in rule):
            return day
    return None


def conditions(activation_rule: Iterable[Mapping[str, object]]) -> list[Condition]:
    """The conditions of a playbook's activation rule."""
    return [Condition(str(item["metric"]), float(str(item["at_least"]))) for item in activation_rule]


def corrections(
    metrics: Collection[str], values: Mapping[Day, float], before: Mapping[Day, float]
) -> list[dict[str, Any]]:
    """What of these metrics of a customer is another value now, or is new; corrected ones first, then by day.

    As many as a story can tell; `before` is None where there was no value.
    """
    found = [
        {"metric": metric, "on": on.isoformat(), "before": before.get((metric, on)), "after": value}
        for (metric, on), value in values.items()
        if metric in metrics and before.get((metric, on)) != value
    ]
    return sorted(found, key=lambda item: (item["before"] is None, item["on"], item["metric"]))[:MOST_TOLD]
