"""The work of the solver: outside any transaction, told to the run's row from time to time. Bears repeating."""

from __future__ import annotations

import json
import time
from math import ceil
from typing import Any

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from onboarding_phases.allocation.enums import OverrideKind, RunState
from onboarding_phases.allocation.events import AllocationFailed, AllocationSolved
from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.problems import NOBODY
from onboarding_phases.allocation.matching.values import MICRO
from onboarding_phases.allocation.matching.watching import EVERY, Progress, Watch
from onboarding_phases.allocation.matching.writing import explain_file
from onboarding_phases.allocation.models import AllocationOverride, AllocationRun
from onboarding_phases.allocation.runs import run_by_code, total_of
from onboarding_phases.allocation.services.runs import SOLVE
from onboarding_phases.allocation.values import Task
from onboarding_phases.customers.models import Customer
from partners.models import Partner
from portal import clock
from portal.database import db
from portal.events import publish
from portal.jobs.events import JobGivenUp
from portal.jobs.models import Job
from portal.jobs.services import opens_own_units
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

LONGEST_REASON = 300
ROUNDED = 1e-6
log = structlog.get_logger()


class _GivenUp(Exception):
    """The run was put aside while it was solved."""


@opens_own_units
def solve(*, run: str) -> None:
    """Solve a run: read it, compute without a transaction, write the plan.

    What the engine raises would be raised again, so the run fails at once and says so; what the database raises is
    tried again by the queue.
    """
    task = _task(run)
    if task is None:
        return
    began = time.monotonic()
    watch = Watch(lambda progress: _tell(run, began, progress), every=EVERY)
    try:
        plan = task.solved(watch)
        watch.look_now(phase="explaining")
        result = json.loads(explain_file(plan))
    except (_GivenUp, SQLAlchemyError) as stopped:
        if isinstance(stopped, SQLAlchemyError):
            raise
        return
    except Exception as reason:
        log.exception("allocation failed", run=run)
        with unit_of_work(EVERY_TENANT):
            _fail(run, f"{type(reason).__name__}: {reason}".partition("\n")[0])
        return
    _keep(run, plan, result, time.monotonic() - began)


def fail_given_up(event: JobGivenUp) -> None:
    """A run that the queue gave up has failed."""
    if event.kind != SOLVE:
        return
    args, error = db.session.execute(select(Job.args, Job.error).where(Job.id == event.job_id)).one()
    _fail(args["run"], error or "")


def _task(run: str) -> Task | None:
    with unit_of_work(EVERY_TENANT, write=False):
        found = run_by_code(run)
        return Task.of(found.frozen, found.policy) if found.state == RunState.SOLVING else None


def _tell(run: str, began: float, progress: Progress) -> bool:
    """Write how far the search is; whether somebody wants it to end.

    Raises:
        _GivenUp: the run was put aside.
    """
    with unit_of_work(EVERY_TENANT) as session:
        mine = (AllocationRun.code == run) & (AllocationRun.state == RunState.SOLVING)
        told = {"progress": _plain(progress, time.monotonic() - began), "progress_at": clock.now()}
        session.execute(update(AllocationRun).where(mine).values(told))
        found = session.execute(select(AllocationRun.stopped_at).where(mine)).one_or_none()
    if found is None:
        raise _GivenUp
    return found.stopped_at is not None and progress.phase != "explaining"


def _plain(progress: Progress, seconds: float) -> dict[str, Any]:
    """Progress as JSON holds it; values in points beside the exact bound in millionths."""
    return {
        "phase": progress.phase,
        "weight": progress.weight,
        "weight_bound": progress.weight_bound,
        "value": progress.value / MICRO,
        "value_bound": None if progress.value_bound is None else progress.value_bound / MICRO,
        "gap": progress.gap,
        "seconds": round(seconds, 1),
    }


def _keep(code: str, plan: Plan, result: dict[str, Any], seconds: float) -> None:
    found = plan.solution
    last = Progress("explaining", found.weight, found.value, found.weight_bound, found.value_bound)
    with unit_of_work(EVERY_TENANT):
        run = _locked(code)
        if run.state != RunState.SOLVING:
            return
        run.state, run.result, run.solved_at = RunState.DRAFT, result, clock.now()
        run.progress, run.progress_at = {**_plain(last, seconds), **_reserve(plan)}, clock.now()
        _weigh(run)
        counts = {"placed": len(plan.placed), "unplaced": len(plan.unplaced)}
        publish(AllocationSolved(actor_id=None, run=run.code, **counts, optimal=found.optimal))


def _reserve(plan: Plan) -> dict[str, Any]:
    """What was kept for firms with few cases, where the policy keeps something."""
    if not plan.policy.reserve or not len(plan.problem.fresh):
        return {}
    placed = plan.solution.chosen[plan.solution.chosen != NOBODY]
    wanted = ceil(plan.policy.reserve * int(plan.problem.slots[placed].sum()) - ROUNDED)
    return {"reserve": {"wanted": wanted, "reached": plan.problem.fresh_slots(placed)}}


def _weigh(run: AllocationRun) -> None:
    """What the override that led to this plan costs: what the plan has less than the draft."""
    found = db.session.scalars(select(AllocationOverride).where(AllocationOverride.made_run_id == run.id))
    override = found.one_or_none()
    if override is None:
        return
    before = db.session.scalars(select(AllocationRun).where(AllocationRun.id == override.run_id)).one()
    override.weight_lost = _aim(before, "placed_weight") - _aim(run, "placed_weight")
    override.points_lost = round(total_of(before) - total_of(run), 6)
    if override.kind == OverrideKind.BAN:
        customer = db.session.scalar(select(Customer.code).where(Customer.id == override.customer_id))
        chosen = run.result["customers"][customer]
        if chosen["partner"]:
            firm = select(Partner.id).where(Partner.code == chosen["partner"])
            override.chosen_id = db.session.scalar(firm)
            override.chosen_outcome = chosen["components"]["outcome"]["value"]


def _aim(run: AllocationRun, name: str) -> int:
    return int(run.result["objective"][name])


def _fail(code: str, reason: str) -> None:
    run = _locked(code)
    if run.state == RunState.SOLVING:
        run.state, run.failure = RunState.FAILED, reason[:LONGEST_REASON]
        publish(AllocationFailed(actor_id=None, run=run.code, reason=run.failure))


def _locked(code: str) -> AllocationRun:
    return db.session.scalars(select(AllocationRun).where(AllocationRun.code == code).with_for_update()).one()
