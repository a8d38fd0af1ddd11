"""Asking for a rehearsal, and computing it run by run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from onboarding_phases.allocation.matching.values import COMPONENTS
from onboarding_phases.allocation.values import Task, policy_of
from onboarding_phases.rehearsals.defaults import NUMBERS
from onboarding_phases.rehearsals.events import RehearsalDone, RehearsalRequested
from onboarding_phases.rehearsals.models import Rehearsal
from onboarding_phases.rehearsals.queries import TRIED, frozen_input, past_runs, rehearsal_by_code, tried_keys
from onboarding_phases.rehearsals.rules import compare
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers, version_in_force
from portal.defaults.values import Number
from portal.errors import RuleViolation
from portal.events import publish
from portal.jobs.services import enqueue, opens_own_units
from portal.people import Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

SOLVE = "rehearsals.solve"
LONGEST_REASON = 300
log = structlog.get_logger()


def request_rehearsal(*, draft: Mapping[str, Number], months: int, actor: Principal) -> Rehearsal:
    """Have other numbers of the allocation tried on the runs of the last months.

    Raises:
        RuleViolation: the numbers are those in force, all weights are 0, or there is no run to try them on.
    """
    base = dict(numbers(TRIED))
    tried = {**base, **{key: draft[key] for key in tried_keys()}}
    changed = [key for key in tried if tried[key] != base[key]]
    if not changed:
        raise RuleViolation(_l("These are the numbers in force. Change one of them to rehearse it."))
    if not any(tried[name] for name in COMPONENTS):
        raise RuleViolation(_l("At least one weight must be above 0."), field=COMPONENTS[0])
    runs = past_runs(clock.today(), months)
    if not runs:
        raise RuleViolation(_l("No run was made in these months. Look further back."), field="months")
    rehearsal = Rehearsal(
        base=base,
        base_version=version_in_force(TRIED),
        draft=tried,
        runs=[run.code for run in runs],
        results={},
        seconds=int(numbers(NUMBERS)["seconds"]),
        created_at=clock.now(),
        created_by=actor.id,
    )
    db.session.add(rehearsal)
    db.session.flush()
    told = {"before": {key: base[key] for key in changed}, "after": {key: tried[key] for key in changed}}
    publish(RehearsalRequested(actor_id=actor.id, rehearsal=rehearsal.code, runs=len(runs), **told))
    enqueue(SOLVE, rehearsal=rehearsal.code)
    return rehearsal


@opens_own_units
def solve_next(*, rehearsal: str) -> None:
    """Compute the next run of a rehearsal, keep it, and have the one after it computed. Bears repeating.

    One run at a time: a worker holds a job for ten minutes, and each result is kept as soon as it is there.
    """
    with unit_of_work(EVERY_TENANT, write=False):
        found = rehearsal_by_code(rehearsal)
        code = found.next_run
        task = None if code is None else (frozen_input(code), found.base, found.draft, found.seconds)
    if code is not None and task is not None:
        _keep(rehearsal, code, _solved(code, *task))


def _solved(run: str, frozen: Any, base: Any, draft: Any, seconds: int) -> dict[str, Any]:
    """What came of a run; a run that the engine cannot solve says so and holds up no other.

    What was moved by hand is left to the solver.
    """
    try:
        task = Task.of(frozen, base)
        return compare(
            task.partners,
            task.customers,
            task.policy,
            policy_of(draft),
            seconds=seconds,
            pins=task.pins,
            bans=task.bans,
        ).plain()
    except SQLAlchemyError:
        raise
    except Exception as reason:
        log.exception("rehearsal failed", run=run)
        text = f"{type(reason).__name__}: {reason}".partition("\n")[0]
        return {"failure": text[:LONGEST_REASON]}


def _keep(rehearsal: str, run: str, result: dict[str, Any]) -> None:
    with unit_of_work(EVERY_TENANT):
        found = rehearsal_by_code(rehearsal, lock=True)
        if run in found.results:
            return  # another worker was quicker, and has seen to the next
        found.results = {**found.results, run: result}
        if found.next_run is not None:
            enqueue(SOLVE, rehearsal=rehearsal)
            return
        found.finished_at = clock.now()
        moved = sum(one.get("moved", 0) for one in found.results.values())
        publish(RehearsalDone(actor_id=None, rehearsal=rehearsal, runs=len(found.runs), moved=moved))
