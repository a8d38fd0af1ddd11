"""Which due days move with one, and whether a right still reaches. Values in, values out."""

from __future__ import annotations

from datetime import date

from onboarding_phases.extensions.values import Right, Shift
from onboarding_phases.onboardings import clock
from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.rules import WITH_THE_FIRM
from onboarding_phases.onboardings.standing import Bounds, Run, Step, net_days


def movable_positions(run: Run) -> list[int]:
    """The phases whose due day can be moved: those that lie with the firm. What is done never moves."""
    return [step.position for step in run.steps if step.state in WITH_THE_FIRM]


def shifts_of(
    run: Run, position: int, days: int, *, on: date, bounds: Bounds, asked_on: date | None = None
) -> list[Shift]:
    """What moves when one phase is due `days` later: it and every later phase that lies with the firm.

    A phase that was submitted on or after `asked_on` moves too: the vendor's time to answer is not its lateness.
    """
    return [_shift(run, step, days if _moves(step, position, asked_on) else 0, on, bounds) for step in run.steps]


def _moves(step: Step, position: int, asked_on: date | None) -> bool:
    if step.position < position:
        return False
    sent_since = (
        asked_on is not None
        and step.state is PhaseState.SUBMITTED
        and step.submitted_on is not None
        and step.submitted_on >= asked_on
    )
    return step.state in WITH_THE_FIRM or sent_since


def _shift(run: Run, step: Step, days: int, on: date, bounds: Bounds) -> Shift:
    before, after = (
        clock.due_on(run.start_on, day, run.holds, on, limits=bounds.limits)
        for day in (step.due_day, step.due_day + days)
    )
    return Shift(step.position, days == 0, step.due_day, step.due_day + days, before, after)


def reaches(right: Right, run: Run, position: int, days: int, *, by_firm: bool, on: date, bounds: Bounds) -> bool:
    """Whether days are moved without asking. A firm asks for every due day that has passed, net."""
    due_day = next(step.due_day for step in run.steps if step.position == position)
    return right.covers(days) and not (by_firm and net_days(run, on, bounds) > due_day)
