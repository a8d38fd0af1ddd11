"""What a move changes. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from onboarding_phases.moves.values import PhaseMove, TaskMove, Text
from onboarding_phases.onboardings import clock
from onboarding_phases.onboardings.rules import WITH_THE_FIRM
from onboarding_phases.onboardings.standing import Bounds, Run
from onboarding_phases.playbooks.values import PlaybookText
from onboarding_phases.tasks.rules import LaidOut, Turnover


def moving_positions(run: Run) -> list[int]:
    """The phases that take another version over: those that lie with the firm. What is done never moves."""
    return [step.position for step in run.steps if step.state in WITH_THE_FIRM]


def phase_moves(
    run: Run, names: Sequence[Text], text: PlaybookText, *, effort: int, on: date, bounds: Bounds
) -> Iterator[PhaseMove]:
    """The due day of each phase before and after, by the clock of a day."""
    moving = moving_positions(run)
    for step, name in zip(run.steps, names, strict=True):
        stays = step.position not in moving
        after = step.due_day if stays else text.phases[step.position - 1].due_day_for(effort)
        yield PhaseMove(
            position=step.position,
            name=name if stays else text.phases[step.position - 1].name,
            stays=stays,
            before_day=step.due_day,
            after_day=after,
            before_on=clock.due_on(run.start_on, step.due_day, run.holds, on, limits=bounds.limits),
            after_on=clock.due_on(run.start_on, after, run.holds, on, limits=bounds.limits),
        )


def task_moves(
    found: Turnover[LaidOut],
) -> tuple[tuple[TaskMove, ...], tuple[TaskMove, ...], tuple[TaskMove, ...]]:
    """The tasks that appear, that go and that are other, as a preview shows them."""
    appears = tuple(TaskMove(position, task.title) for position, _place, task in found.appears)
    goes = tuple(TaskMove(task.position, task.text) for task in found.goes)
    return appears, goes, tuple(TaskMove(position, wanted.title) for _task, position, wanted in found.changes)
