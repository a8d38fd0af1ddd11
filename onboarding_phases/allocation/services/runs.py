"""A run begins: its input is frozen, once, and the solver is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.events import (
    AllocationDiscarded,
    AllocationRequested,
    AllocationStopped,
    AllocationTriedAgain,
)
from onboarding_phases.allocation.matching.checks import violations
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.queries import candidates, firms_for, waiting_customers
from onboarding_phases.allocation.rules import BLOCKED_LABELS
from onboarding_phases.allocation.runs import names_of_pair, next_number, rulings_among, stated_slots
from onboarding_phases.allocation.values import Rulings, freeze, input_hash, policy_of
from partners.rules import first_of_month
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers, version_in_force
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.jobs.services import enqueue
from portal.people import Principal

SOLVE = "allocation.solve"


def request_run(*, month: date, actor: Principal) -> AllocationRun:
    """Freeze the input of a month's allocation and have it solved after this transaction.

    Raises:
        RuleViolation: nobody waits for a partner in that month.
    """
    waiting = waiting_customers(month)
    if not waiting:
        raise RuleViolation(_("No customer who starts in this month waits for a partner."), field="month")
    in_force = numbers("allocation")
    needed = int(in_force["min_certificates"])
    firms = firms_for(month, on=clock.today(), min_certificates=needed, with_cases=True)
    people = candidates(waiting)
    rulings = rulings_among([each.code for each in people], [firm.code for firm in firms])
    refuse_broken_pins(firms, people, policy_of(in_force), rulings)
    return begin_run(
        month=month,
        frozen={**freeze(firms, people), "pins": rulings.pins, "bans": rulings.bans, "slots": stated_slots(month)},
        policy=dict(in_force),
        policy_version=version_in_force("allocation"),
        actor=actor,
    )


def refuse_broken_pins(
    firms: Iterable[Partner], customers: Iterable[Customer], policy: Policy, rulings: Rulings
) -> None:
    """Test pins by code that shares nothing with the solver.

    Raises:
        RuleViolation: one breaks a hard rule; names customer, firm and rule.
    """
    bans = {customer: frozenset(codes) for customer, codes in rulings.bans.items()}
    for broken in violations(firms, customers, rulings.pins, policy, bans):
        pinned = [code for code, firm in rulings.pins.items() if firm == broken.partner]
        people, partner = names_of_pair(broken.customer or pinned[0], broken.partner)
        told = {"customer": people, "partner": partner, "rule": BLOCKED_LABELS[broken.rule]}
        raise RuleViolation(
            _("%(customer)s cannot be pinned to %(partner)s: %(rule)s. Lift the pin, or mend what stops it.", **told)
        )


def run_again(run: AllocationRun, *, actor: Principal) -> AllocationRun:
    """Solve the same input once more, as a new run: where the plan is proven it is the same plan."""
    return begin_run(
        month=run.month,
        frozen=run.frozen,
        policy=run.policy,
        policy_version=run.policy_version,
        based_on=run,
        actor=actor,
    )


def begin_run(
    *,
    month: date,
    frozen: Mapping[str, Any],
    policy: Mapping[str, Any],
    policy_version: int,
    actor: Principal,
    based_on: AllocationRun | None = None,
) -> AllocationRun:
    """Keep an input and have it solved after this transaction."""
    run = AllocationRun(
        month=first_of_month(month),
        number=next_number(month),
        state=RunState.SOLVING,
        policy=dict(policy),
        policy_version=policy_version,
        frozen=dict(frozen),
        input_hash=input_hash(frozen, policy),
        based_on_id=based_on.id if based_on else None,
        result={},
        progress={},
        created_at=clock.now(),
        created_by=actor.id,
    )
    db.session.add(run)
    db.session.flush()
    counts = {"customers": len(frozen["customers"]), "partners": len(frozen["partners"])}
    publish(AllocationRequested(actor_id=actor.id, run=run.code, month=run.month, **counts))
    enqueue(SOLVE, run=run.code)
    return run


def stop_run(run: AllocationRun, *, actor: Principal) -> None:
    """Have the solver end soon; what is best so far becomes the draft, and says that it is not repeatable.

    Raises:
        Stale: it is not being solved any more.
    """
    _locked(run)
    if run.state != RunState.SOLVING:
        raise Stale(_("This plan is not being computed any more."))
    if run.stopped_at is None:
        run.stopped_at, run.stopped_by = clock.now(), actor.id
        publish(AllocationStopped(actor_id=actor.id, run=run.code))


def try_again(run: AllocationRun, *, actor: Principal) -> None:
    """Compute a plan that could not be computed once more, from the same input.

    Raises:
        Stale: it did not fail, or somebody had it tried again.
    """
    _locked(run)
    if run.state != RunState.FAILED:
        raise Stale(_("This plan did not fail, or somebody else had it tried again."))
    run.state, run.failure, run.progress, run.progress_at = RunState.SOLVING, None, {}, None
    run.stopped_at, run.stopped_by = None, None
    publish(AllocationTriedAgain(actor_id=actor.id, run=run.code))
    enqueue(SOLVE, run=run.code)


def discard_run(run: AllocationRun, *, actor: Principal) -> None:
    """Put a plan aside; one that is being computed is given up soon.

    Raises:
        RuleViolation: its offers are sent already.
    """
    _locked(run)
    if run.state == RunState.APPROVED:
        raise RuleViolation(_("The offers of this plan are sent already."))
    if run.state != RunState.DISCARDED:
        run.state = RunState.DISCARDED
        publish(AllocationDiscarded(actor_id=actor.id, run=run.code))


def _locked(run: AllocationRun) -> None:
    """The run as it is now, and nobody else changes it meanwhile."""
    db.session.refresh(run, ["state", "stopped_at", "stopped_by"], with_for_update=True)
