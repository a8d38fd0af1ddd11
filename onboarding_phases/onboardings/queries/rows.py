"""An onboarding as lists and pages show it on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from onboarding_phases.onboardings import clock
from onboarding_phases.onboardings.enums import OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.rules import CLOSED, WITH_THE_FIRM, review_due_on
from onboarding_phases.onboardings.standing import (
    Bounds,
    Item,
    Run,
    late_days,
    net_days,
    next_item,
    open_hold,
    reached_on,
    risk,
)
from onboarding_phases.onboardings.values import Risk
from portal.i18n import localized

MARKS = {
    PhaseState.NOT_STARTED: "todo",
    PhaseState.IN_PROGRESS: "current",
    PhaseState.SUBMITTED: "submitted",
    PhaseState.RETURNED: "returned",
    PhaseState.COMPLETED: "done",
    PhaseState.SKIPPED: "skipped",
}


@dataclass(frozen=True)
class OnboardingRow:
    """An onboarding with what the clock says of it; `item` and `risk` are None once it has ended."""

    onboarding: Onboarding
    on: date
    strip: tuple[dict[str, Any], ...]
    net: int
    gross: int
    late_days: int
    x_on: date
    item: Item | None
    risk: Risk | None

    @property
    def item_name(self) -> str:
        """The name of the phase that is due next, if it is one."""
        if self.item is None or self.item.position is None:
            return ""
        return str(self.strip[self.item.position - 1]["name"])


def rows_of(onboardings: Iterable[Onboarding], today: date, bounds: Bounds) -> list[OnboardingRow]:
    return [row_of(onboarding, today, bounds) for onboarding in onboardings]


def row_of(onboarding: Onboarding, today: date, bounds: Bounds) -> OnboardingRow:
    """What the clock says of an onboarding today, or said when it ended."""
    run, on = onboarding.run, min(today, onboarding.ended_on or today)
    runs = onboarding.state is OnboardingState.RUNNING
    return OnboardingRow(
        onboarding=onboarding,
        on=on,
        strip=tuple(_strip(onboarding, run, on, bounds)),
        net=net_days(run, on, bounds),
        gross=clock.gross_days(run.start_on, on),
        late_days=late_days(run, on, bounds) if runs else 0,
        x_on=reached_on(run, run.x_days, bounds),
        item=next_item(run, on, bounds) if runs else None,
        risk=risk(run, on, bounds) if runs else None,
    )


def review_of(row: OnboardingRow, bounds: Bounds) -> tuple[int, date]:
    """The submission that waits the longest: its phase and the day by which the vendor looks at it."""
    waiting = [
        phase for phase in row.onboarding.phases if phase.state is PhaseState.SUBMITTED and phase.submitted_on
    ]
    oldest = min(waiting, key=lambda phase: phase.submitted_on or row.on)
    return oldest.position, review_due_on(oldest.submitted_on or row.on, bounds.review_days)


def phase_name(phase: Phase) -> str:
    return localized(phase.template.name)


def _strip(onboarding: Onboarding, run: Run, on: date, bounds: Bounds) -> Iterable[dict[str, Any]]:
    runs = onboarding.state is OnboardingState.RUNNING
    net = net_days(run, on, bounds)
    held = runs and open_hold(run, on) is not None
    first_open = next((phase.position for phase in onboarding.phases if phase.state not in CLOSED), None)
    for phase in onboarding.phases:
        mark = MARKS[phase.state]
        if runs and phase.state in WITH_THE_FIRM:
            if held and phase.position == first_open:
                mark = "hold"
            elif net > phase.due_day:
                mark = "late"
        yield {"name": phase_name(phase), "state": mark}
