"""The onboardings that ran on a day, as they stood then: phases, net day, risk and what was due next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from flask_babel import gettext as _

from onboarding_phases.kpis.enums import PHASE_LABELS
from onboarding_phases.kpis.values import Facts, PhaseFacts, PhaseMove
from onboarding_phases.onboardings import standing
from onboarding_phases.onboardings.enums import PhaseState, RiskLevel, Side
from onboarding_phases.onboardings.rules import CLOSED, WITH_THE_FIRM
from onboarding_phases.onboardings.standing import Bounds, Item, Run, Step
from onboarding_phases.onboardings.values import Risk
from portal.i18n import current_locale
from portal.ui.formatting import format_short_day

Part = TypeVar("Part", PhaseFacts, PhaseMove)
LEVELS = (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW)
MARKS: Mapping[PhaseState, str] = {
    PhaseState.COMPLETED: "done",
    PhaseState.SKIPPED: "skipped",
    PhaseState.SUBMITTED: "submitted",
    PhaseState.RETURNED: "returned",
    PhaseState.IN_PROGRESS: "current",
    PhaseState.NOT_STARTED: "todo",
}


@dataclass(frozen=True)
class RunningRow:
    """One onboarding on a day. `phases` are as the component `strip` takes them."""

    name: str
    phases: Sequence[Mapping[str, str]]
    net: int
    gross: int
    x: int
    risk: Risk
    side: Side | None
    next: str

    @property
    def is_at_risk(self) -> bool:
        return self.risk.level is not RiskLevel.LOW


def running_rows(
    running: Iterable[Facts],
    phases: Iterable[PhaseFacts],
    moves: Iterable[PhaseMove],
    *,
    on: date,
    bounds: Bounds,
    fresh_from: date,
) -> list[RunningRow]:
    """The gravest risk first, then the furthest on; an ended one that a firm may no longer read goes by its code."""
    own_phases, own_moves = _by_onboarding(phases), _by_onboarding(moves)
    rows = []
    for one in running:
        run = run_on(one, own_phases[one.id], own_moves[one.id], on)
        read = one.ended_on is None or one.ended_on >= fresh_from
        rows.append(_row(one, run, on, bounds, one.customer_name if read else one.code))
    return sorted(rows, key=lambda row: (LEVELS.index(row.risk.level), -row.net, row.name))


def run_on(one: Facts, phases: Sequence[PhaseFacts], moves: Sequence[PhaseMove], on: date) -> Run:
    """An onboarding as it stood on a day, for the rules of risk."""
    steps = [_step_on(phase, [move for move in moves if move.position == phase.position], on) for phase in phases]
    activated_on = one.activated_on if one.activated_on and one.activated_on <= on else None
    return Run(one.start_on, one.x_days, tuple(steps), tuple(one.holds), activated_on)


def _step_on(phase: PhaseFacts, moves: Sequence[PhaseMove], on: date) -> Step:
    if not moves:
        return _step_by_days(phase, on)
    sent = [move.on for move in moves if move.to_state is PhaseState.SUBMITTED]
    returns = sum(move.to_state is PhaseState.RETURNED for move in moves)
    last = moves[-1]
    completed_on = last.on if last.to_state is PhaseState.COMPLETED else None
    return Step(phase.position, phase.due_day, last.to_state, sent[-1] if sent else None, completed_on, returns)


def _step_by_days(phase: PhaseFacts, on: date) -> Step:
    """The state that a phase's days tell where its changes were not kept, such as in imported history."""
    sent = phase.submitted_on if phase.submitted_on and phase.submitted_on <= on else None
    completed_on = phase.completed_on if phase.completed_on and phase.completed_on <= on else None
    state = PhaseState.NOT_STARTED
    if phase.skipped_on and phase.skipped_on <= on:
        state = PhaseState.SKIPPED
    elif completed_on:
        state = PhaseState.COMPLETED
    elif sent:
        state = PhaseState.SUBMITTED
    elif phase.started_on and phase.started_on <= on:
        state = PhaseState.IN_PROGRESS
    return Step(phase.position, phase.due_day, state, sent, completed_on, 0)


def _row(one: Facts, run: Run, on: date, bounds: Bounds, name: str) -> RunningRow:
    risk = standing.risk(run, on, bounds)
    item = standing.next_item(run, on, bounds)
    net = standing.net_days(run, on, bounds)
    marks = list(_marks(run, net, held=standing.open_hold(run, on) is not None))
    gross = (on - one.start_on).days
    side = item.side if item else None
    return RunningRow(name, marks, net, gross, run.x_days, risk, side, next_text(item))


def _marks(run: Run, net: int, *, held: bool) -> Iterator[dict[str, str]]:
    """The phases as the strip takes them; a hold shows on the first that is open."""
    first_open = next((step.position for step in run.steps if step.state not in CLOSED), None)
    for step in run.steps:
        mark = MARKS[step.state]
        if step.state in WITH_THE_FIRM:
            if held and step.position == first_open:
                mark = "hold"
            elif net > step.due_day:
                mark = "late"
        yield {"name": str(PHASE_LABELS[step.position]), "state": mark}


def next_text(item: Item | None) -> str:
    """What was due next, and by when."""
    if item is None:
        return str(_("Nothing is open"))
    day = format_short_day(item.due_on, current_locale())
    if item.position is None:
        return str(_("The hold ends on %(day)s", day=day))
    told = {"phase": PHASE_LABELS[item.position], "day": day}
    if item.side is Side.VENDOR:
        return str(_("Review of %(phase)s by %(day)s", **told))
    return str(_("Submit %(phase)s by %(day)s", **told))


def _by_onboarding(rows: Iterable[Part]) -> dict[int, list[Part]]:
    found: dict[int, list[Part]] = defaultdict(list)
    for row in rows:
        found[row.onboarding_id].append(row)
    return found
