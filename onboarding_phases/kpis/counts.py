"""The counts that figures are made of. They add up: a group's are the sum of those of its onboardings.

What an onboarding adds depends on its own facts, the day and the numbers in force, and on nothing else. Values in,
values out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

from onboarding_phases.kpis.curves import PHASE_DAYS, of_each, passing
from onboarding_phases.kpis.rules import Gauge, add_months, first_of_month, month_end, trend_days
from onboarding_phases.kpis.trends import accepted, was_on_time
from onboarding_phases.kpis.values import Facts, PhaseFacts

Counts: TypeAlias = Counter[str]
"""How many, by what they are counted as: `old`, or with days and places as in `event:57` and `on_time:3`."""

LONGEST = 500  # net days; who is seen longer counts as seen so long, beyond every day that a figure speaks of
OF_GROUPS = frozenset({"all", "old", "active", "recent", "recent_active", "excluded"})
CURVES = frozenset({"event", "seen", "past", "open", "lead"})


@dataclass(frozen=True)
class AsOf:
    """The day of which figures speak, and the numbers by which they are taken."""

    gauge: Gauge
    on: date

    @cached_property
    def since(self) -> date:
        """What came due after this day counts as recent."""
        return add_months(self.on, -self.gauge.window_months)

    @cached_property
    def month_before(self) -> date:
        """The end of the month before."""
        return month_end(add_months(first_of_month(self.on), -1))

    @cached_property
    def trend(self) -> Sequence[date]:
        return trend_days(self.on, self.gauge.trend_months)

    @cached_property
    def trend_since(self) -> date:
        """No point of the trend looks back further."""
        return add_months(self.trend[0], -self.gauge.window_months)


def month_key(day: date) -> str:
    return f"{day.year}-{day.month:02}"


def count_case(one: Facts, at: AsOf) -> Counts:
    """What an onboarding adds to the rate, its trend and its curve; nothing before it has begun."""
    if one.start_on > at.on:
        return Counts()
    if one.excluded_reason is not None:
        return Counts({f"excluded:{one.excluded_reason.value}": 1})
    case = one.case(at.on)
    days, clock = case.days_to_activation(at.on), case.net_clock(at.on)
    seen = f"seen:{min(clock, LONGEST)}" if days is None else f"event:{min(days, LONGEST)}"
    counts = Counts({"all": 1, seen: 1})
    if one.runs(at.on):
        counts["running"] = 1
    if one.activated_on is not None and first_of_month(at.on) <= one.activated_on <= at.on:
        counts["new"] = 1
    if clock >= at.gauge.x:
        in_time = one.activated_on if days is not None and days <= at.gauge.x else None
        counts.update(_old_enough(one.reaches(at.gauge.x), in_time, at))
    return counts


def _old_enough(reached: date, activated_on: date | None, at: AsOf) -> Iterable[str]:
    """One that is old enough since `reached`; `activated_on` is there where it became active in time.

    It may have reached day X before it became active on it, while a hold stopped its clock.
    """
    counted = [("old", True), ("old_before", reached <= at.month_before), ("recent", reached > at.since)]
    yield from (name for name, counts in counted if counts)
    trending = reached > at.trend_since
    if trending:
        yield f"month:{month_key(reached)}"
    if activated_on is None:
        return
    since = max(reached, activated_on)
    counted = [("active", True), ("active_before", since <= at.month_before), ("recent_active", reached > at.since)]
    yield from (name for name, counts in counted if counts)
    if trending:
        yield f"active:{month_key(reached)}:{month_key(since)}"


def count_phases(one: Facts, phases: Sequence[PhaseFacts], at: AsOf) -> Counts:
    """What the phases of an onboarding add: accepted of late, on time, the first time; how long they took."""
    counts = Counts()
    if one.excluded_reason is not None:
        return counts
    for phase in accepted(phases, at.on, at.gauge.window_months):
        counts[f"accepted:{phase.position}"] += 1
        counts[f"on_time:{phase.position}"] += was_on_time(phase, one)
        counts[f"first_time:{phase.position}"] += phase.returns == 0
        days = lead_days(phase, one)
        if days is not None:
            counts[f"lead:{phase.position}:{min(days, LONGEST)}"] += 1
    if one.start_on <= at.on:
        clock = one.net_days(at.on)
        counts.update(f"reached:{day}" for day in PHASE_DAYS if day <= clock)
        for position, seen in enumerate(passing(one, phases, at.on), 1):
            kind = "past" if seen.happened else "open"
            counts[f"{kind}:{position}:{min(seen.days, LONGEST)}"] += 1
    return counts


def lead_days(phase: PhaseFacts, of: Facts) -> int | None:
    """Net days from the start of a phase to the submission that was accepted; the review is not the firm's."""
    if phase.started_on is None or phase.submitted_on is None:
        return None
    return max(0, of.net_days(phase.submitted_on) - of.net_days(phase.started_on))


def count_all(found: Iterable[Facts], phases: Iterable[PhaseFacts], at: AsOf) -> Counts:
    """The counts of a group."""
    counts, own = Counts(), of_each(phases)
    for one in found:
        counts.update(count_case(one, at))
        counts.update(count_phases(one, own.get(one.id, ()), at))
    return +counts


def of_group(counts: Counts, x: int) -> Counts:
    """What of an onboarding's counts a row of the rate side by side needs: its share, and the curve up to day X."""
    kept = Counts()
    for key, count in counts.items():
        kind, _colon, day = key.partition(":")
        if kind in ("event", "seen"):
            in_sight = kind == "event" and int(day) <= x
            kept[f"event:{day}" if in_sight else f"seen:{min(int(day), x)}"] += count
        elif kind in OF_GROUPS and (not day or kind == "excluded"):
            kept[key] += count
    return kept


def by_days(counts: Mapping[str, int], kind: str) -> dict[int, int]:
    """The counts of a kind by their days, such as `event:57` for the kind `event`."""
    begins = f"{kind}:"
    return {int(key[len(begins) :]): count for key, count in counts.items() if key.startswith(begins)}


def is_curve(key: str) -> bool:
    """Whether a count is of a curve, of which there are many, and not of a share."""
    return key.partition(":")[0] in CURVES


def less(counts: Counts, taken: Mapping[str, int]) -> Counts:
    """Counts without those of a part of them."""
    left = Counts(counts)
    left.subtract(taken)
    return +left
