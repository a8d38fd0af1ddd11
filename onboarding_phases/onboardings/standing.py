"""Where an onboarding stands on a day: what is due next, who holds it, and how likely it comes late.

Values in, values out. Every risk is a signal with the first day on which it holds if nothing changes, so that a
list can be filtered and ordered by risk in the database, on any day, by comparing stored days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from onboarding_phases.onboardings import clock
from onboarding_phases.onboardings.enums import HoldCause, PhaseState, RiskLevel, RiskReason, Side, StayReason
from onboarding_phases.onboardings.rules import CLOSED, WITH_THE_FIRM, review_due_on
from onboarding_phases.onboardings.values import Override, Risk, Sign
from portal.defaults.values import Number

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bounds:
    """The numbers of the settings that decide what is late and what is at risk."""

    limits: clock.HoldLimits
    review_days: int
    late_days_high: int
    near_days_medium: int
    near_days_high: int
    returns_medium: int
    blocked_days_high: int

    @classmethod
    def of(cls, numbers: Mapping[str, Number]) -> Bounds:
        """Take them from the setting of this room."""
        limits = clock.HoldLimits(each=int(numbers["hold_days_each"]), in_all=int(numbers["hold_days_in_all"]))
        names = [item.name for item in fields(cls) if item.name != "limits"]
        return cls(limits, **{name: int(numbers[name]) for name in names})


@dataclass(frozen=True)
class Step:
    """A phase as this module needs it."""

    position: int
    due_day: int
    state: PhaseState
    submitted_on: date | None
    completed_on: date | None
    returns: int


@dataclass(frozen=True)
class Run:
    """An onboarding as this module needs it; `usage_on` is the day of its usage, where any is known."""

    start_on: date
    x_days: int
    steps: tuple[Step, ...]
    holds: tuple[clock.Hold, ...]
    activated_on: date | None
    blocked_since: date | None = None
    usage_on: date | None = None
    signs: tuple[Sign, ...] = ()
    override: Override | None = None


@dataclass(frozen=True)
class Item:
    """What is due next: a phase (`position`), its review, or the end of a hold (`cause`); and who holds it."""

    side: Side
    due_on: date
    position: int | None = None
    cause: HoldCause | None = None


@dataclass(frozen=True)
class Watch:
    """The first days on which an onboarding is late, at medium and at high risk; None: never as it stands."""

    current_position: int
    late_from: date | None
    medium_from: date | None
    high_from: date | None


@dataclass(frozen=True)
class _Signal:
    level: RiskLevel
    reason: RiskReason
    from_on: date
    sign: Sign | None = None

    def holds(self, on: date) -> bool:
        return self.from_on <= on and (self.sign is None or self.sign.until_on is None or on <= self.sign.until_on)


def net_days(run: Run, on: date, bounds: Bounds) -> int:
    return clock.net_days(run.start_on, run.holds, on, limits=bounds.limits)


def reached_on(run: Run, days: int, bounds: Bounds) -> date:
    """The first day on which the net clock shows so many days, with the holds as they are planned."""
    before, day = None, run.start_on + timedelta(days=days)
    while day != before:
        before = day
        held = clock.counted_hold_days(run.start_on, run.holds, day, limits=bounds.limits)
        day = run.start_on + timedelta(days=days + held)
    return day


def open_hold(run: Run, on: date) -> clock.Hold | None:
    """The hold in which a day lies."""
    spans = (hold for hold in run.holds if hold.started_on <= on and (hold.ended_on is None or on < hold.ended_on))
    return next(spans, None)


def next_item(run: Run, on: date, bounds: Bounds) -> Item | None:
    """What is due next, the earliest first; None where nothing is open."""
    hold = open_hold(run, on)
    if hold is not None and hold.ended_on is not None:
        return Item(Side.HOLD, hold.ended_on, cause=hold.cause)
    return min(_items(run, on, bounds), key=lambda item: (item.due_on, item.position or 0), default=None)


def _items(run: Run, on: date, bounds: Bounds) -> Iterator[Item]:
    for step in run.steps:
        if step.state in WITH_THE_FIRM:
            due = clock.due_on(run.start_on, step.due_day, run.holds, on, limits=bounds.limits)
            yield Item(Side.PARTNER, due, step.position)
        elif step.submitted_on and step.state not in CLOSED:
            yield Item(Side.VENDOR, review_due_on(step.submitted_on, bounds.review_days), step.position)


def watch(run: Run, bounds: Bounds) -> Watch:
    """From which day on an onboarding that runs is late and at risk, if nothing changes."""
    signals = list(_signals(run, bounds))
    due_day = _first_due_day(run)
    late_from = None if due_day is None else reached_on(run, due_day + 1, bounds)
    high_from = min((signal.from_on for signal in signals if signal.level is RiskLevel.HIGH), default=None)
    medium_from = min((signal.from_on for signal in signals), default=None)
    if run.override is not None:
        medium_from, high_from = _overridden(run.override, medium_from, high_from)
    return Watch(current_position(run), late_from, medium_from, high_from)


def _overridden(
    override: Override, medium_from: date | None, high_from: date | None
) -> tuple[date | None, date | None]:
    """The first days at medium and high risk while a person's level is in force, as lists compare them.

    A level above what was found ends by the job that takes the override away on the day after its last.
    """
    freed, level = override.until_on + ONE_DAY, override.level
    if level is RiskLevel.HIGH:
        return override.from_on, override.from_on
    high_from = max(high_from, freed) if high_from else None
    if level is RiskLevel.MEDIUM:
        return override.from_on, high_from
    return max(medium_from, freed) if medium_from else None, high_from


def current_position(run: Run) -> int:
    """The phase at which an onboarding stands: the first that is neither completed nor skipped."""
    return next((step.position for step in run.steps if step.state not in CLOSED), len(run.steps))


def risk(run: Run, on: date, bounds: Bounds) -> Risk:
    """The gravest signal that holds on a day, at the level that a person set, if one did."""
    found = next(iter(risks(run, on, bounds)), Risk(RiskLevel.LOW, RiskReason.ON_PLAN, 0, on))
    override = run.override
    if override is None or not override.holds(on):
        return found
    return replace(found, level=override.level, override=override)


def risks(run: Run, on: date, bounds: Bounds) -> list[Risk]:
    """Everything that holds on a day, each reason once, the gravest first; what people set changes none of it."""
    found: dict[RiskReason, Risk] = {}
    for signal in _signals(run, bounds):
        if signal.holds(on) and signal.reason not in found:
            days = signal.sign.days if signal.sign else _days(run, signal.reason, on, bounds)
            found[signal.reason] = Risk(signal.level, signal.reason, days, _as_of(run, signal, on))
    if RiskReason.PAST_X in found:
        found.pop(RiskReason.NEAR_X, None)
    return list(found.values())


def _as_of(run: Run, signal: _Signal, on: date) -> date | None:
    """The day of the data: that of a sign, of usage where activation is missing, else the day that is asked of."""
    if signal.sign is not None:
        return signal.sign.as_of
    return run.usage_on if signal.reason in (RiskReason.PAST_X, RiskReason.NEAR_X) else on


def late_days(run: Run, on: date, bounds: Bounds) -> int:
    """Net days by which the earliest phase that lies with the firm is late; 0 while nothing is."""
    due_day = _first_due_day(run)
    return 0 if due_day is None else max(0, net_days(run, on, bounds) - due_day)


def stays_because(run: Run, on: date, bounds: Bounds, *, new_x: int) -> StayReason | None:
    """Why an onboarding keeps the version of its playbook; None where it may be moved to one with another X.

    What counts in a rate is measured by the version under which it was reached, and no move changes it afterwards.
    """
    net = net_days(run, on, bounds)
    if run.activated_on is not None:
        return StayReason.ACTIVE
    if net >= run.x_days:
        return StayReason.PAST_X
    return StayReason.PAST_NEW_X if net >= new_x else None


def _first_due_day(run: Run) -> int | None:
    return min((step.due_day for step in run.steps if step.state in WITH_THE_FIRM), default=None)


def _signals(run: Run, bounds: Bounds) -> Iterator[_Signal]:
    """The gravest first."""
    high, medium, due_day = RiskLevel.HIGH, RiskLevel.MEDIUM, _first_due_day(run)
    x = None if run.activated_on else run.x_days
    if x is not None:
        yield _Signal(high, RiskReason.PAST_X, reached_on(run, x + 1, bounds))
    if due_day is not None:
        yield _Signal(high, RiskReason.LATE, reached_on(run, due_day + bounds.late_days_high, bounds))
    if x is not None:
        yield _Signal(high, RiskReason.NEAR_X, reached_on(run, x - bounds.near_days_high, bounds))
    yield from _seen(run, high)
    yield from _blocked(run, bounds)
    if due_day is not None:
        yield _Signal(medium, RiskReason.LATE, reached_on(run, due_day + 1, bounds))
    if x is not None:
        yield _Signal(medium, RiskReason.NEAR_X, reached_on(run, x - bounds.near_days_medium, bounds))
    for due_on in _reviews(run, bounds):
        yield _Signal(medium, RiskReason.REVIEW_LATE, due_on + ONE_DAY)
    if _returns(run) >= bounds.returns_medium:
        yield _Signal(medium, RiskReason.RETURNED, run.start_on)
    yield from _seen(run, medium)


def _seen(run: Run, level: RiskLevel) -> Iterator[_Signal]:
    """What rooms above saw, and what is still about the phase at which the onboarding stands."""
    for sign in run.signs:
        if sign.level is level and sign.position in (None, current_position(run)):
            yield _Signal(level, sign.reason, sign.from_on, sign)


def _blocked(run: Run, bounds: Bounds) -> Iterator[_Signal]:
    """Medium from the day on which something stopped a step, high once that has lasted."""
    if run.blocked_since is not None:
        lasting = run.blocked_since + timedelta(days=bounds.blocked_days_high)
        yield _Signal(RiskLevel.HIGH, RiskReason.BLOCKED, lasting)
        yield _Signal(RiskLevel.MEDIUM, RiskReason.BLOCKED, run.blocked_since)


def _reviews(run: Run, bounds: Bounds) -> list[date]:
    waiting = [step.submitted_on for step in run.steps if step.state is PhaseState.SUBMITTED and step.submitted_on]
    return sorted(review_due_on(day, bounds.review_days) for day in waiting)[:1]


def _returns(run: Run) -> int:
    return max((step.returns for step in run.steps if step.state not in CLOSED), default=0)


def _days(run: Run, reason: RiskReason, on: date, bounds: Bounds) -> int:
    if reason is RiskReason.LATE:
        return late_days(run, on, bounds)
    if reason is RiskReason.REVIEW_LATE:
        return (on - _reviews(run, bounds)[0]).days
    if reason is RiskReason.RETURNED:
        return _returns(run)
    if reason is RiskReason.BLOCKED and run.blocked_since is not None:
        return (on - run.blocked_since).days
    return abs(run.x_days - net_days(run, on, bounds))
