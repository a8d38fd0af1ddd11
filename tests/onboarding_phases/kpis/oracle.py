"""The KPIs written a second way: day by day, case by case, with no code of the room but its plain values."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from statistics import median
from typing import Any

from onboarding_phases.kpis.values import Facts, PhaseFacts

DAY = timedelta(days=1)
LONGEST_WALK = 300
Shares = list[tuple[int, int]]


@dataclass(frozen=True)
class Walked:
    """One onboarding whose clock is walked through day by day."""

    facts: Facts
    phases: Sequence[PhaseFacts]

    def clock(self, until: date, *, stop: date | None = None) -> int:
        """The net clock on a day; from `stop` on no hold counts any more."""
        still = sum(day < until and (stop is None or day < stop) for day in self.held)
        return (until - self.facts.start_on).days - still

    @cached_property
    def held(self) -> set[date]:
        """The days on which the net clock stands still, by a walk that lets each hold take its days in turn."""
        one = self.facts
        holds = sorted(one.holds, key=lambda hold: hold.started_on)
        used, stopped, day = [0] * len(holds), set(), one.start_on
        for _ in range(LONGEST_WALK):
            for place, hold in enumerate(holds):
                most = one.limits.each if hold.limit is None else min(hold.limit, one.limits.each)
                if hold.started_on <= day and (hold.ended_on is None or day < hold.ended_on) and used[place] < most:
                    used[place] += 1
                    if hold.cause != "partner" and len(stopped) < one.limits.in_all:
                        stopped.add(day)
                    break
            day += DAY
        return stopped

    def age(self, on: date) -> int:
        """The clock by which it becomes old enough: it runs on after activation."""
        return self.clock(on, stop=self.facts.activated_on)

    def active_by(self, on: date) -> int | None:
        one = self.facts
        if one.activated_on is None or one.activated_on > on:
            return None
        if one.withdrawn_on is not None and one.withdrawn_on < one.activated_on:
            return None
        return self.clock(one.activated_on)

    def old_since(self, x: int) -> date:
        if x not in self._old_since:
            day = self.facts.start_on
            while self.age(day) < x:
                day += DAY
            self._old_since[x] = day
        return self._old_since[x]

    @cached_property
    def _old_since(self) -> dict[int, date]:
        return {}


@dataclass(frozen=True)
class Oracle:
    """All figures of a group as of a day."""

    cases: Sequence[Walked]
    x: int
    on: date
    window: int
    months: int

    @cached_property
    def counted(self) -> list[Walked]:
        return [one for one in self.cases if one.facts.start_on <= self.on and not one.facts.excluded_reason]

    def rate(self, on: date, since: date | None = None) -> tuple[int, int]:
        old = [one for one in self.counted if one.facts.start_on <= on and one.old_since(self.x) <= on]
        old = [one for one in old if since is None or one.old_since(self.x) > since]
        days = [one.active_by(on) for one in old]
        return sum(day is not None and day <= self.x for day in days), len(old)

    def trend(self) -> Shares:
        return [self.rate(day, months_back(day, self.window)) for day in self.trend_days()]

    def trend_days(self) -> Iterator[date]:
        year, month = self.on.year, self.on.month
        for back in range(self.months - 1, 0, -1):
            earlier = year * 12 + month - 1 - back
            yield last_day(earlier // 12, earlier % 12 + 1)
        yield self.on

    def share_by(self, days: int) -> Fraction | None:
        """Kaplan-Meier: S is multiplied day by day by the share that was not active of those still seen."""
        seen = [(one.active_by(self.on), one.age(self.on)) for one in self.counted]
        return share_of([(active is not None, age if active is None else active) for active, age in seen], days)

    def past(self, position: int, days: int) -> Fraction | None:
        if not any(one.clock(self.on) >= days for one in self.counted):
            return None
        best = None
        for place in range(position, 7):
            seen = [one for one in (_passed(case, place, self.on) for case in self.counted) if one]
            share = 1 - survivors(seen, days) if seen else None
            best = share if best is None else max(best, share or Fraction(0))
        return best

    def phases(self, position: int) -> tuple[int, int, int, Any]:
        """Accepted in the months before, of them on time and the first time; and the median of their net days."""
        since = months_back(self.on, self.window)
        found, days = [], []
        for case in (one for one in self.cases if not one.facts.excluded_reason):
            for phase in case.phases:
                done = phase.completed_on and phase.submitted_on and since < phase.completed_on <= self.on
                if phase.position == position and done:
                    sent = clock_on(case, phase.submitted_on)
                    found.append((sent <= phase.due_day, phase.returns == 0))
                    if phase.started_on:
                        days.append(max(0, sent - clock_on(case, phase.started_on)))
        middle = Fraction(median(map(Fraction, days))) if days else None
        return len(found), sum(one for one, _ in found), sum(one for _, one in found), middle


def clock_on(case: Walked, day: date | None) -> int:
    assert day is not None
    early = (case.facts.start_on - day).days
    return -early if early > 0 else case.clock(day)


def _passed(case: Walked, position: int, on: date) -> tuple[bool, int] | None:
    own = sorted((one for one in case.phases if one.position <= position), key=lambda one: one.position)
    if len(own) < position:
        return None
    closed = [one.completed_on or one.skipped_on for one in own]
    if all(day is not None and day <= on for day in closed):
        return True, max(0, max(clock_on(case, day) for day in [case.facts.start_on, *closed]))
    return False, case.clock(on)


def survivors(seen: Sequence[tuple[bool, int]], days: int) -> Fraction:
    left = Fraction(1)
    for day in range(days + 1):
        at_risk = sum(length >= day for _, length in seen)
        ended = sum(happened and length == day for happened, length in seen)
        if ended:
            left *= 1 - Fraction(ended, at_risk)
    return left


def share_of(seen: Sequence[tuple[bool, int]], days: int) -> Fraction | None:
    if not seen:
        return None
    left = survivors(seen, days)
    return None if left and all(length < days for _, length in seen) else 1 - left


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def months_back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    last = last_day(number // 12, number % 12 + 1)
    is_last = day == last_day(day.year, day.month)
    return last if is_last else last.replace(day=min(day.day, last.day))
