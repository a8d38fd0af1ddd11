"""Approving a plan: its rules tested once more, then its offers sent, all or none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import NoReturn

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.events import (
    AllocationApproved,
)
from onboarding_phases.allocation.matching.checks import Violation, violations
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.queries import candidates, firms_for
from onboarding_phases.allocation.rules import BLOCKED_LABELS
from onboarding_phases.allocation.runs import names_of_pair, rulings_among
from onboarding_phases.allocation.values import policy_of, thaw
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import send_offer
from partners.models import Partner
from partners.services import hold_slots
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal


def approve_run(run: AllocationRun, *, actor: Principal, without: Collection[str] = ()) -> list[Offer]:
    """Test the hard rules again on today's facts, then send an offer for every placed customer, or none at all.

    `without` names customers, by the vendor's own code, who are left out.

    Raises:
        RuleViolation: the run is no draft, or a placement does not hold any more; names it.
    """
    db.session.refresh(run, ["state"], with_for_update=True)
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
    hold_slots((partners[partner].id for partner in placed.values()), run.month)
    offers = [
        send_offer(customer=customers[code], partner=partners[partner], actor=actor, run_code=run.code)
        for code, partner in sorted(placed.items())
    ]
    run.state, run.approved_at, run.approved_by = RunState.APPROVED, clock.now(), actor.id
    publish(AllocationApproved(actor_id=actor.id, run=run.code, offers=len(offers)))
    return offers


def _test_again(run: AllocationRun, placed: dict[str, str], customers: dict[str, Customer]) -> None:
    today = firms_for(run.month, on=clock.today(), min_certificates=int(run.policy["min_certificates"]))
    # A score keeps the outcome that was known on the day of the run; what was measured since stops nothing.
    known = {firm.code: firm.outcome for firm in thaw(run.frozen)[0]}
    firms = [replace(firm, outcome=known.get(firm.code, firm.outcome)) for firm in today]
    rulings = rulings_among(placed, [firm.code for firm in firms])
    bans = {customer: frozenset(codes) for customer, codes in rulings.bans.items()}
    broken = violations(firms, candidates(customers.values()), placed, policy_of(run.policy), bans)
    if broken:
        _refuse_broken(broken[0], placed)
    for customer, firm in sorted(rulings.pins.items()):
        if placed[customer] != firm:
            name, pinned = names_of_pair(customer, firm)
            told = {"customer": name, "partner": pinned}
            raise RuleViolation(
                _(
                    "%(customer)s is pinned to %(partner)s by now, and this plan has another firm. "
                    "Run the allocation again, or lift the pin.",
                    **told,
                )
            )


def _refuse_broken(broken: Violation, placed: dict[str, str]) -> NoReturn:
    """Say which placement holds no longer, in names; a full firm is named by one of its customers."""
    customer = broken.customer or next(code for code, firm in placed.items() if firm == broken.partner)
    name, partner = names_of_pair(customer, broken.partner)
    told = {"customer": name, "partner": partner, "rule": BLOCKED_LABELS[broken.rule]}
    raise RuleViolation(
        _(
            "The plan no longer holds: %(customer)s cannot go to %(partner)s (%(rule)s). Run the allocation again.",
            **told,
        )
    )
