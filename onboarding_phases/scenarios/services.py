"""Keeping a scenario, computing it, renaming and forgetting it. None of it sends anything to a firm."""

from __future__ import annotations

import json
from typing import Any

import structlog
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.watching import Progress, Watch
from onboarding_phases.allocation.matching.writing import explain_file
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.values import Task
from onboarding_phases.scenarios.enums import WhatIfState
from onboarding_phases.scenarios.events import (
    WhatIfAsked,
    WhatIfDeleted,
    WhatIfFailed,
    WhatIfRenamed,
    WhatIfSolved,
)
from onboarding_phases.scenarios.models import WhatIf
from onboarding_phases.scenarios.queries import still_asked
from onboarding_phases.scenarios.rules import changed, fits
from onboarding_phases.scenarios.values import Changes
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.jobs.events import JobGivenUp
from portal.jobs.models import Job
from portal.jobs.services import enqueue, opens_own_units
from portal.people import Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

SOLVE = "scenarios.solve"
LONGEST_REASON = 300
log = structlog.get_logger()


def ask_what_if(run: AllocationRun, *, name: str, changes: Changes, actor: Principal) -> WhatIf:
    """Keep a scenario of a solved run and have it solved after this transaction.

    Raises:
        RuleViolation: the run has no plan, nothing is changed, a firm is unknown to the run, all weights would be 0,
            or nobody waits who is like the wave.
    """
    if not run.result:
        raise RuleViolation(_("This run has no plan to be set beside a scenario."))
    if changes.is_empty:
        raise RuleViolation(_("Nothing is changed yet. Change at least one thing."))
    _refuse_unfit(run, changes)
    kept = WhatIf(
        name=name,
        run_id=run.id,
        changes=changes.plain(),
        state=WhatIfState.SOLVING,
        result={},
        created_at=clock.now(),
        created_by=actor.id,
    )
    db.session.add(kept)
    db.session.flush()
    publish(WhatIfAsked(actor_id=actor.id, scenario=kept.code, name=name, run=run.code))
    enqueue(SOLVE, scenario=kept.code)
    return kept


def rename_what_if(scenario: WhatIf, *, name: str, actor: Principal) -> None:
    """Give a scenario another name."""
    scenario.name = name
    publish(WhatIfRenamed(actor_id=actor.id, scenario=scenario.code, name=name))


def delete_what_if(scenario: WhatIf, *, actor: Principal) -> None:
    """Forget a scenario; one that is being computed is given up soon."""
    db.session.delete(scenario)
    publish(WhatIfDeleted(actor_id=actor.id, scenario=scenario.code, name=scenario.name))


def try_again(scenario: WhatIf, *, actor: Principal) -> None:
    """Compute a scenario that failed once more.

    Raises:
        Stale: it did not fail, or somebody had it tried again.
    """
    db.session.refresh(scenario, ["state"], with_for_update=True)
    if scenario.state != WhatIfState.FAILED:
        raise Stale(_("This scenario did not fail, or somebody else had it tried again."))
    scenario.state, scenario.failure = WhatIfState.SOLVING, None
    told = {"scenario": scenario.code, "name": scenario.name, "run": scenario.run.code}
    publish(WhatIfAsked(actor_id=actor.id, **told))
    enqueue(SOLVE, scenario=scenario.code)


@opens_own_units
def solve_what_if(*, scenario: str) -> None:
    """Solve a scenario: read it, compute without a transaction, write the plan. Bears repeating."""
    task = _task(scenario)
    if task is None:
        return
    watch = Watch(lambda _progress: _is_given_up(scenario, _progress))
    try:
        plan = task.solved(watch)
        if not _is_asked(scenario):
            return
        result = json.loads(explain_file(plan))
    except SQLAlchemyError:
        raise
    except Exception as reason:
        log.exception("what-if failed", scenario=scenario)
        with unit_of_work(EVERY_TENANT):
            _fail(scenario, f"{type(reason).__name__}: {reason}".partition("\n")[0])
        return
    _keep(scenario, plan, result)


def fail_given_up(event: JobGivenUp) -> None:
    """A scenario that the queue gave up has failed."""
    if event.kind == SOLVE:
        args, error = db.session.execute(select(Job.args, Job.error).where(Job.id == event.job_id)).one()
        _fail(args["scenario"], error or "")


def _refuse_unfit(run: AllocationRun, changes: Changes) -> None:
    known = {row["code"] for row in run.frozen["partners"]}
    if not {*changes.slots, *changes.exits} <= known:
        raise RuleViolation(_("The run does not know one of these firms."))
    weights = Task.of(run.frozen, {**run.policy, **changes.weights}).policy.weights
    if not any(weights.values()):
        raise RuleViolation(_("All weights would be 0. At least one must be above 0."))
    if changes.wave and not any(fits(row, changes.wave) for row in run.frozen["customers"]):
        raise RuleViolation(
            _("Nobody in this run is like the customers of the wave, so there is nobody to copy."), field="wave"
        )


def _task(code: str) -> Task | None:
    with unit_of_work(EVERY_TENANT, write=False):
        found = db.session.scalars(select(WhatIf).where(WhatIf.code == code)).one_or_none()
        if found is None or found.state != WhatIfState.SOLVING:
            return None
        return Task.of(*changed(found.run.frozen, found.run.policy, Changes.of(found.changes)))


def _is_asked(code: str) -> bool:
    with unit_of_work(EVERY_TENANT, write=False):
        return still_asked(code)


def _is_given_up(code: str, _progress: Progress) -> bool:
    return not _is_asked(code)


def _keep(code: str, plan: Plan, result: dict[str, Any]) -> None:
    with unit_of_work(EVERY_TENANT):
        found = _locked(code)
        if found is None or found.state != WhatIfState.SOLVING:
            return
        found.state, found.result, found.solved_at = WhatIfState.SOLVED, result, clock.now()
        optimal = plan.objective.optimal
        publish(WhatIfSolved(actor_id=None, scenario=code, placed=len(plan.placed), optimal=optimal))


def _fail(code: str, reason: str) -> None:
    found = _locked(code)
    if found is not None and found.state == WhatIfState.SOLVING:
        found.state, found.failure = WhatIfState.FAILED, reason[:LONGEST_REASON]
        publish(WhatIfFailed(actor_id=None, scenario=code, reason=found.failure))


def _locked(code: str) -> WhatIf | None:
    return db.session.scalars(select(WhatIf).where(WhatIf.code == code).with_for_update()).one_or_none()
