"""What this room brings to the pages of an onboarding and of a phase, and to start pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select

from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.rules import CLOSED
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.permissions import CHANGE_TASKS, RESOLVE_BLOCKER, VIEW_TASKS
from onboarding_phases.tasks.queries import (
    TaskRow,
    blockers_of,
    blockers_waiting_for,
    open_acceptance_tasks,
    rows_of,
    tasks_of,
)
from onboarding_phases.tasks.rules import may_close
from portal import clock
from portal.access import person
from portal.feature import Panel
from portal.needs import Need, NeedQuery, NeedRow

COST_OF_A_LATE_BLOCKER = 58.0
COST_OF_A_BLOCKER = 42.0


def tasks_panel(onboarding: Onboarding) -> Mapping[str, Any] | None:
    """The tasks of an onboarding phase by phase, and what stands in their way."""
    tasks = tasks_of(onboarding.id)
    blockers = blockers_of(onboarding.id)
    if not tasks and not blockers and onboarding.state is not OnboardingState.RUNNING:
        return None
    open_tasks = [task for task in tasks if task.state is TaskState.OPEN]
    return {
        "onboarding": onboarding,
        "phases": _by_phase(rows_of(tasks), onboarding),
        "total": len(tasks),
        "done": len(tasks) - len(open_tasks),
        "blockers": [blocker for blocker in blockers if blocker.resolved_at is None],
        "resolved": [blocker for blocker in blockers if blocker.resolved_at is not None],
        "may_change": _may_change(onboarding),
        "closes": lambda side: may_close(TaskSide(side), by_vendor=person().is_vendor),
        "today": clock.today(),
    }


def _by_phase(rows: list[TaskRow], onboarding: Onboarding) -> list[dict[str, Any]]:
    """A section for each phase that has tasks; the one at which the onboarding stands is open."""
    sections = []
    for phase in onboarding.phases:
        own = [row for row in rows if row.task.position == phase.position]
        left = sum(1 for row in own if row.task.state is TaskState.OPEN)
        is_open = phase.position == onboarding.current_position
        if own:
            sections.append({"phase": phase, "rows": own, "left": left, "is_open": is_open})
    return sections


def _may_change(onboarding: Onboarding) -> bool:
    return onboarding.state is OnboardingState.RUNNING and CHANGE_TASKS.allows(person())


def acceptance_panel(phase: Phase) -> Mapping[str, Any] | None:
    """What acceptance of a phase asks for and is still open; nothing once the phase is closed."""
    if phase.state in CLOSED:
        return None
    left = open_acceptance_tasks(phase.onboarding_id, phase.position)
    return {"left": left, "phase": phase} if left else None


def blockers_to_answer() -> Select[Any]:
    """Blockers that wait for the reader's side."""
    return blockers_waiting_for(TaskSide.VENDOR if person().is_vendor else TaskSide.PARTNER)


def _blocker(row: NeedRow) -> Need:
    is_late = row.on is not None and row.on < clock.today()
    return Need(
        text=_("Resolve the blocker of %(customer)s: %(text)s", customer=row.name, text=_short(row.text or "")),
        href=url_for("onboardings.show", code=row.code, _anchor="h-blockers"),
        due_on=row.on,
        cost=COST_OF_A_LATE_BLOCKER if is_late else COST_OF_A_BLOCKER,
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


PANELS = [
    Panel("onboarding", "tasks/panel.html", VIEW_TASKS, tasks_panel, order=10, wide=True),
    Panel("phase", "tasks/acceptance.html", VIEW_TASKS, acceptance_panel, order=10),
]
NEEDS = [NeedQuery(RESOLVE_BLOCKER, blockers_to_answer, _blocker)]
