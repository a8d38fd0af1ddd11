"""Runs: input frozen first, solved outside any transaction, then approved or put aside."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.events import (
    AllocationApproved,
    AllocationDiscarded,
    AllocationRequested,
    AllocationSolved,
)
from onboarding_phases.allocation.matching.checks import violations
from onboarding_phases.allocation.matching.plans import match
from onboarding_phases.allocation.matching.writing import explain_file
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.queries import (
    candidates,
    firms_for,
    next_number,
    run_by_code,
    waiting_customers,
)
from onboarding_phases.allocation.values import freeze, policy_of, thaw
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import send_offer
from partners.models import Partner
from partners.rules import first_of_month
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers, version_in_force
from portal.errors import RuleViolation
from portal.events import publish
from portal.jobs.services import enqueue, opens_own_units
from portal.people import Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work


def request_run(*, month: date, actor: Principal) -> AllocationRun:
    """Freeze the input of a month's allocation and have it solved after this transaction.

    Raises:
        RuleViolation: nobody waits for a partner in that month.
    """
    waiting = waiting_customers(month)
    if not waiting:
        raise RuleViolation(_("No customer who starts in this month waits for a partner."), field="month")
    in_force = numbers("allocation")
    firms = firms_for(month, on=clock.today(), min_certificates=int(in_force["min_certificates"]))
    run = AllocationRun(
        month=first_of_month(month),
        number=next_number(month),
        state=RunState.SOLVING,
        policy=dict(in_force),
        policy_version=version_in_force("allocation"),
        frozen=freeze(firms, candidates(waiting)),
        result={},
        created_at=clock.now(),
        created_by=actor.id,
    )
    db.session.add(run)
    db.session.flush()
    publish(
        AllocationRequested(
            actor_id=actor.id, run=run.code, month=run.month, customers=len(waiting), partners=len(firms)
        )
    )
    enqueue("allocation.solve", run=run.code)
    return run


@opens_own_units
def solve(*, run: str) -> None:
    """Solve a run: read it, compute without a transaction, write the plan. Bears repeating."""
    with unit_of_work(EVERY_TENANT, write=False):
        found = run_by_code(run)
        state, frozen, policy = found.state, found.frozen, policy_of(found.policy)
    if state != RunState.SOLVING:
        return
    plan = match(*thaw(frozen), policy)
    result = json.loads(explain_file(plan))
    with unit_of_work(EVERY_TENANT):
        found = run_by_code(run)
        if found.state == RunState.SOLVING:
            found.state, found.result = RunState.DRAFT, result
            publish(
                AllocationSolved(
                    actor_id=None,
                    run=run,
                    placed=len(plan.placed),
                    unplaced=len(plan.unplaced),
                    optimal=plan.objective.optimal,
                )
            )


def approve_run(run: AllocationRun, *, actor: Principal, without: Collection[str] = ()) -> list[Offer]:
    """Test the hard rules again on today's facts, then send an offer for every placed customer, or none at all.

    `without` names customers, by the vendor's own code, who are left out.

    Raises:
        RuleViolation: the run is no draft, or a placement does not hold any more; names it.
    """
    if run.state != RunState.DRAFT:
        raise RuleViolation(_("Only a draft can be approved."))
    placed = {
        code: entry["partner"]
        for code, entry in run.result["customers"].items()
        if entry["partner"] and code not in without
    }
    if not placed:
        raise RuleViolation(_("This plan places nobody, so there is nothing to send."))
    customers = {row.code: row for row in db.session.scalars(select(Customer).where(Customer.code.in_(placed)))}
    partners = {row.code: row for row in db.session.scalars(select(Partner))}
    _test_again(run, placed, customers)
    # Always in the order of firms: two managers who approve at once then wait for each other, and never in a circle.
    offers = [
        send_offer(customer=customers[code], partner=partners[partner], actor=actor, run_code=run.code)
        for code, partner in sorted(placed.items(), key=lambda pair: (pair[1], pair[0]))
    ]
    run.state, run.approved_at, run.approved_by = RunState.APPROVED, clock.now(), actor.id
    publish(AllocationApproved(actor_id=actor.id, run=run.code, offers=len(offers)))
    return offers


def discard_run(run: AllocationRun, *, actor: Principal) -> None:
    """Put a plan aside.

    Raises:
        RuleViolation: its offers are sent already.
    """
    if run.state == RunState.APPROVED:
        raise RuleViolation(_("The offers of this plan are sent already."))
    run.state = RunState.DISCARDED
    publish(AllocationDiscarded(actor_id=actor.id, run=run.code))


def _test_again(run: AllocationRun, placed: dict[str, str], customers: dict[str, Customer]) -> None:
    today = firms_for(run.month, on=clock.today(), min_certificates=int(run.policy["min_certificates"]))
    # A score keeps the outcome that was known on the day of the run; what was measured since stops nothing.
    known = {firm.code: firm.outcome for firm in thaw(run.frozen)[0]}
    firms = [replace(firm, outcome=known.get(firm.code, firm.outcome)) for firm in today]
    broken = violations(firms, candidates(customers.values()), placed, policy_of(run.policy))
    if broken:
        first = broken[0]
        raise RuleViolation(
            _(
                "The plan no longer holds: %(partner)s breaks the rule %(rule)s. Run the allocation again.",
                partner=first.partner,
                rule=first.rule,
            )
        )
