"""How long it takes from here, and when usage tells of a silent struggle. Values in, values out."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from onboarding_phases.onboardings.enums import RiskLevel, RiskReason
from onboarding_phases.onboardings.standing import Bounds, Run, current_position, net_days, reached_on
from onboarding_phases.onboardings.values import Sign
from portal.defaults.values import Number

EARLY, MIDDLE, LATE = (1, 5), (1, 2), (4, 5)
HALF = Fraction(1, 2)
ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Stay:
    """What a finished onboarding took from entering a phase to its end: net days, and the days of both."""

    entered_on: date
    finished_on: date
    days: int


@dataclass(frozen=True)
class Range:
    """Net days from entering a phase to the end: the median, and what 20 and 80 % of the cases took at most."""

    early: int
    median: int
    late: int
    cases: int


def quantile(ordered: Sequence[int], share: tuple[int, int]) -> Fraction:
    """The value below which this share of the ordered cases lies, on a straight line between two of them; exact."""
    part, whole = share
    below, rest = divmod((len(ordered) - 1) * part, whole)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + Fraction((ordered[above] - ordered[below]) * rest, whole)


def range_of(ordered: Sequence[int], *, elapsed: int, least: int) -> Range | None:
    """The range of the cases that took at least as long as has elapsed already; None under so many cases.

    Whole days: the early end is rounded down, the late one up and the median to the nearest.
    """
    longer = ordered[bisect_left(ordered, elapsed) :]
    if len(longer) < max(least, 1):
        return None
    early, median, late = (quantile(longer, share) for share in (EARLY, MIDDLE, LATE))
    return Range(floor(early), floor(median + HALF), ceil(late), len(longer))


def coverage(stays: Iterable[Stay], *, least: int) -> tuple[int, int]:
    """How many cases could be predicted on the day on which they entered, and for how many the range held.

    Each is predicted from what had been finished before that day, so that none predicts itself and nothing is used
    that was not known then.
    """
    found = list(stays)
    finishes = sorted(found, key=lambda stay: stay.finished_on)
    known: list[int] = []
    tried = held = place = 0
    for stay in sorted(found, key=lambda stay: stay.entered_on):
        while place < len(finishes) and finishes[place].finished_on < stay.entered_on:
            insort(known, finishes[place].days)
            place += 1
        foreseen = range_of(known, elapsed=0, least=least)
        if foreseen is not None:
            tried += 1
            held += foreseen.early <= stay.days <= foreseen.late
    return tried, held


@dataclass(frozen=True)
class Foreseen:
    """When an onboarding is likely to end: the days of the range, and net days by which they pass its due day."""

    position: int
    early_on: date
    median_on: date
    late_on: date
    due_on: date
    over: int
    early_over: int
    cases: int

    def sign(self, on: date) -> Sign | None:
        """The risk that it is, where the median lies beyond the due day; high where the early end does too."""
        if self.over <= 0:
            return None
        level = RiskLevel.HIGH if self.early_over > 0 else RiskLevel.MEDIUM
        return Sign(level, RiskReason.FORESEEN, on, on, self.over, position=self.position)


def entered_on(run: Run, position: int) -> date:
    """The day on which an onboarding came to a phase: when the last phase before it was completed.

    What was skipped took nobody's time and moves no day.
    """
    closed = [step.completed_on for step in run.steps if step.position < position and step.completed_on]
    return max([run.start_on, *closed])


def foreseen(run: Run, ordered: Sequence[int], *, on: date, bounds: Bounds, least: int) -> Foreseen | None:
    """The end of an onboarding as the cases of its kind tell it; None under so many cases."""
    position = current_position(run)
    begun = net_days(run, entered_on(run, position), bounds)
    elapsed = max(0, net_days(run, on, bounds) - begun)
    found = range_of(ordered, elapsed=elapsed, least=least)
    if found is None:
        return None
    due_day = max(step.due_day for step in run.steps)
    early, median, late, due = (
        reached_on(run, days, bounds)
        for days in (begun + found.early, begun + found.median, begun + found.late, due_day)
    )
    over = begun + found.median - due_day
    return Foreseen(position, early, median, late, due, over, begun + found.early - due_day, found.cases)


@dataclass(frozen=True)
class Activity:
    """What usage tells of the customer: the last day with a record of log-ins, and whether that is recent."""

    as_of: date | None
    is_fresh: bool
    signs: tuple[Sign, ...] = ()


def quiet_days(values: Mapping[date, float], as_of: date) -> int:
    """For how many days up to one nobody logged in; a day that is not on record ends the count: it tells nothing."""
    day = as_of
    while values.get(day) == 0:
        day -= ONE_DAY
    return (as_of - day).days


def fell(values: Mapping[date, float], as_of: date, *, to: Number, floor_of: Number) -> int | None:
    """By how many per cent the sum of the week up to a day lies below that of the week before, if far enough.

    All seven days of the week must be on record: one that is missing would look like a fall.
    """
    week = [as_of - ONE_DAY * back for back in range(7)]
    if any(day not in values for day in week):
        return None
    now, before = (sum(values.get(day - ago, 0) for day in week) for ago in (timedelta(0), WEEK))
    if before < floor_of or now * 100 > before * to:
        return None
    return round(100 - now * 100 / before)


def activity(
    logins: Mapping[date, float], usage: Mapping[date, float], *, on: date, numbers: Mapping[str, Number]
) -> Activity:
    """The signs of a silent struggle on a day, with the day of their data; none where the data are old."""
    fresh = timedelta(days=int(numbers["fresh_days"]))
    as_of = max((day for day in logins if day <= on), default=None)
    signs: list[Sign] = []
    if as_of is not None and on - as_of <= fresh:
        quiet = quiet_days(logins, as_of)
        for level, name in ((RiskLevel.HIGH, "quiet_days_high"), (RiskLevel.MEDIUM, "quiet_days")):
            over = quiet - int(numbers[name])
            if over >= 0 and not signs:
                begun = as_of - timedelta(days=over)
                signs.append(Sign(level, RiskReason.QUIET, begun, as_of, quiet, until_on=as_of + fresh))
    used = max((day for day in usage if day <= on), default=None)
    if used is not None and on - used <= fresh:
        drop = fell(usage, used, to=numbers["fell_to"], floor_of=numbers["usage_floor"])
        # Who does not log in at all has stopped using it too: one sign is enough.
        if drop is not None and not signs:
            signs.append(Sign(RiskLevel.MEDIUM, RiskReason.USAGE_FELL, used, used, drop, until_on=used + fresh))
    return Activity(as_of, as_of is not None and on - as_of <= fresh, tuple(signs))
