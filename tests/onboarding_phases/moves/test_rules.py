"""The laws of a move: nothing without a difference, nothing that is done, and days that follow the clock."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding_phases.moves.rules import moving_positions, phase_moves
from onboarding_phases.onboardings import clock
from onboarding_phases.onboardings.enums import PhaseState, StayReason
from onboarding_phases.onboardings.rules import WITH_THE_FIRM
from onboarding_phases.onboardings.standing import Bounds, Run, Step, net_days, stays_because
from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.playbooks.values import PlaybookText, TaskText
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.rules import turnover
from tests.onboarding_phases.playbooks.texts import playbooks

EXAMPLES = int(os.environ.get("SOAK_EXAMPLES", "40"))
START = date(2026, 6, 1)
BOUNDS = Bounds(clock.HoldLimits(30, 45), 2, 7, 15, 7, 2, 5)
STATES = st.lists(st.sampled_from(PhaseState), min_size=6, max_size=6)
EFFORTS = st.integers(1, 3)
DAYS = st.integers(0, 200).map(lambda days: START + timedelta(days=days))


@dataclass
class Laid:
    """A task of an onboarding, without a database."""

    key: str | None
    position: int
    text: dict[str, str]
    side: TaskSide
    kind: StepKind
    is_optional: bool
    depends_on: list[str] = field(default_factory=list)
    state: TaskState = TaskState.OPEN


def laid(position: int, task: TaskText, **values: Any) -> Laid:
    return Laid(
        task.key, position, dict(task.title), task.side, task.kind, task.is_optional, list(task.depends_on), **values
    )


def laid_out(text: PlaybookText) -> list[Laid]:
    return [laid(position, task) for position, _place, task in text.tasks()]


@st.composite
def runs(draw: st.DrawFn, text: PlaybookText, effort: int) -> Run:
    """A run of a playbook with phases in any state and holds of any cause."""
    states = draw(STATES)
    steps = [
        Step(position, phase.due_day_for(effort), state, None, None, 0)
        for position, (phase, state) in enumerate(zip(text.phases, states, strict=True), 1)
    ]
    holds = [
        clock.Hold(draw(st.sampled_from(clock.HoldCause)), first, first + timedelta(days=draw(st.integers(0, 40))))
        for first in draw(st.lists(DAYS, max_size=3))
    ]
    return Run(START, text.x_days, tuple(steps), tuple(holds), None)


@settings(max_examples=EXAMPLES)
@given(playbooks(), EFFORTS, DAYS, st.data())
def test_moving_to_the_same_version_changes_nothing(text, effort, on, data):
    run = data.draw(runs(text, effort))
    names = [phase.name for phase in text.phases]

    moves = list(phase_moves(run, names, text, effort=effort, on=on, bounds=BOUNDS))
    turned = turnover(laid_out(text), text, moving=moving_positions(run))

    assert all(move.days == 0 and move.before_on == move.after_on for move in moves)
    assert (turned.appears, turned.goes, turned.changes) == ((), (), ())


@settings(max_examples=EXAMPLES)
@given(playbooks(), playbooks(), EFFORTS, DAYS, st.data())
def test_what_is_submitted_or_done_never_moves(before, after, effort, on, data):
    run = data.draw(runs(before, effort))
    moves = list(phase_moves(run, [{}] * 6, after, effort=effort, on=on, bounds=BOUNDS))

    done = [move for move, step in zip(moves, run.steps, strict=True) if step.state not in WITH_THE_FIRM]
    assert all(move.stays and move.before_on == move.after_on for move in done)
    turned = turnover(laid_out(before), after, moving=moving_positions(run))
    touched = [
        *(position for position, _place, _task in turned.appears),
        *(task.position for task in turned.goes),
        *(task.position for task, *_new in turned.changes),
    ]
    assert not set(touched) & {move.position for move in done}


@settings(max_examples=EXAMPLES)
@given(playbooks(), playbooks(), EFFORTS, DAYS, st.data())
def test_a_due_day_is_the_start_the_day_of_the_segment_and_the_days_held(before, after, effort, on, data):
    run = data.draw(runs(before, effort))
    held = clock.counted_hold_days(START, run.holds, on, limits=BOUNDS.limits)

    for move in phase_moves(run, [{}] * 6, after, effort=effort, on=on, bounds=BOUNDS):
        if not move.stays:
            day = after.phases[move.position - 1].due_day_for(effort)
            assert move.after_on == START + timedelta(days=day + held)


@settings(max_examples=EXAMPLES)
@given(playbooks(), playbooks(), st.lists(st.sampled_from(TaskState), min_size=18, max_size=18))
def test_closed_tasks_and_those_added_by_hand_stay(before, after, states):
    tasks = laid_out(before)
    for task, state in zip(tasks, states, strict=False):
        task.state = state
    tasks.append(Laid(None, 1, {"ja": "別件"}, TaskSide.PARTNER, StepKind.REFERENCE, True))

    turned = turnover(tasks, after, moving=range(1, 7))

    touched = [*turned.goes, *(task for task, *_new in turned.changes)]
    assert all(task.state is TaskState.OPEN and task.key for task in touched)


@settings(max_examples=EXAMPLES)
@given(playbooks(), playbooks())
def test_afterwards_the_open_tasks_are_those_of_the_version(before, after):
    tasks = laid_out(before)
    turned = turnover(tasks, after, moving=range(1, 7))

    left = {task.key for task in tasks} - {task.key for task in turned.goes}
    assert left | {task.key for _position, _place, task in turned.appears} == set(after.numbers())


@settings(max_examples=EXAMPLES)
@given(playbooks(), playbooks(), st.lists(st.integers(1, 6), min_size=18, max_size=18))
def test_afterwards_each_open_task_stands_in_the_phase_of_the_version(before, after, phases):
    tasks = laid_out(before)
    for task, position in zip(tasks, phases, strict=False):
        task.position = position
    turned = turnover(tasks, after, moving=range(1, 7))

    stands = {task.key: task.position for task in tasks} | {
        task.key: position for task, position, _wanted in turned.changes
    }
    wanted = {task.key: position for position, _place, task in after.tasks()}
    assert {key: stands[key] for key in stands.keys() & wanted.keys()} == {
        key: wanted[key] for key in stands.keys() & wanted.keys()
    }


def run_of(x: int, *, active: bool = False) -> Run:
    return Run(START, x, (), (), START if active else None)


def test_an_onboarding_whose_result_is_known_keeps_its_version():
    day = START + timedelta(days=50)

    assert stays_because(run_of(90, active=True), day, BOUNDS, new_x=90) is StayReason.ACTIVE
    assert stays_because(run_of(50), day, BOUNDS, new_x=90) is StayReason.PAST_X
    assert stays_because(run_of(90), day, BOUNDS, new_x=50) is StayReason.PAST_NEW_X
    assert stays_because(run_of(51), day, BOUNDS, new_x=51) is None


@settings(max_examples=EXAMPLES)
@given(DAYS, st.integers(1, 200), st.integers(1, 200))
def test_no_move_takes_an_onboarding_past_its_x(on, before, after):
    run = run_of(before)

    assert (stays_because(run, on, BOUNDS, new_x=after) is None) == (net_days(run, on, BOUNDS) < min(before, after))
