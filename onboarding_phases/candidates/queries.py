"""Reading who comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, String, cast, exists, or_, select
from sqlalchemy.orm import aliased

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.matching.values import Partner as Firm
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.queries import candidates, measured_results, partners_for
from onboarding_phases.allocation.runs import rulings_among
from onboarding_phases.allocation.values import policy_of, thaw
from onboarding_phases.candidates.rules import rank
from onboarding_phases.candidates.values import Proposal
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.enums import REFUSED, TURNED_DOWN
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.queries import offers_of
from partners.models import Partner
from partners.rules import first_of_month
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.needs import need_columns

MOST_NAMED = 5
MOST_NEEDS = 50
SOLVED = (RunState.DRAFT, RunState.APPROVED)


def needs_candidate(offers: Sequence[Offer]) -> bool:
    """Whether the newest of a customer's offers came to nothing, so that somebody else is to be asked."""
    return bool(offers) and offers[0].state in REFUSED


def proposal_for(customer: Customer, offers: Sequence[Offer] | None = None) -> Proposal | None:
    """The next candidate by today's facts; None where the customer waits for nobody's next answer.

    A firm's results are those that were known on the day of the newest run: see decision 70.
    """
    made = offers_of(customer.id) if offers is None else offers
    if customer.is_settled or not needs_candidate(made) or customer.onboarding_start < clock.today():
        return None
    run_code = next((offer.run_code for offer in made if offer.run_code), None)
    own, newest = _runs(run_code)
    in_force = numbers("allocation")
    firms = partners_for(
        first_of_month(customer.onboarding_start),
        on=clock.today(),
        min_certificates=int(in_force["min_certificates"]),
        results=measured_results(clock.today()) if newest is None else {},
    )
    partners = {partner.code: partner for partner, _firm in firms}
    rulings = rulings_among([customer.code], partners)
    plan, pin = _alternates(own, customer.code), rulings.pins.get(customer.code)
    chosen, passed = rank(
        candidates([customer], {customer.id: _declined(made)})[0],
        _as_known([firm for _partner, firm in firms], newest),
        policy_of(in_force),
        list(dict.fromkeys([*([pin] if pin else []), *plan])),
        rulings.bans.get(customer.code, ()),
    )
    return Proposal(
        partner=partners[chosen.code] if chosen else None,
        chosen=chosen,
        is_pinned=chosen is not None and chosen.code == pin,
        plan_place=plan.index(chosen.code) + 1 if chosen and chosen.code in plan else None,
        passed=[(partners[one.code], one) for one in passed[:MOST_NAMED]],
        more=max(len(passed) - MOST_NAMED, 0),
        run_code=run_code if chosen and chosen.code in plan else None,
        results_of=clock.day_of(newest.created_at) if newest else clock.today(),
    )


def firms_as_known(month: date) -> list[tuple[Partner, Firm]]:
    """Every firm as it stands today for a month, with the results that were known on the day of the newest run."""
    _own, newest = _runs(None)
    firms = partners_for(
        month,
        on=clock.today(),
        min_certificates=int(numbers("allocation")["min_certificates"]),
        results=measured_results(clock.today()) if newest is None else {},
    )
    known = _as_known([firm for _partner, firm in firms], newest)
    return list(zip((partner for partner, _firm in firms), known, strict=True))


def _declined(offers: Sequence[Offer]) -> frozenset[str]:
    return frozenset(offer.partner.code for offer in offers if offer.state in TURNED_DOWN)


def _runs(code: str | None) -> tuple[AllocationRun | None, AllocationRun | None]:
    """The run that proposed a customer's firm, and the newest that was solved."""
    latest = (
        select(AllocationRun.id).where(AllocationRun.state.in_(SOLVED)).order_by(AllocationRun.id.desc()).limit(1)
    )
    wanted = or_(AllocationRun.id == latest.scalar_subquery(), AllocationRun.code == (code or ""))
    found = list(db.session.scalars(select(AllocationRun).where(wanted).order_by(AllocationRun.id)))
    own = next((run for run in found if run.code == code), None)
    newest = next((run for run in reversed(found) if run.state in SOLVED), None)
    return own, newest


def _as_known(firms: Sequence[Firm], run: AllocationRun | None) -> list[Firm]:
    """The firms of today with the results that were known on the day of a run."""
    known = {firm.code: firm for firm in thaw(run.frozen)[0]} if run else {}
    told = [(firm, known.get(firm.code, firm)) for firm in firms]
    return [replace(firm, outcome=seen.outcome, outcome_cases=seen.outcome_cases) for firm, seen in told]


def _alternates(run: AllocationRun | None, customer_code: str) -> list[str]:
    """The alternates of a customer in its plan, the firm that the plan chose before them."""
    entry = (run.result.get("customers", {}) if run else {}).get(customer_code)
    if entry is None:
        return []
    found = [entry["partner"], *(one["partner"] for one in entry["alternates"])]
    return [code for code in found if code]


def customers_to_place() -> Select[Any]:
    """The customers whose newest offer came to nothing, the first start first, for start pages."""
    later = aliased(Offer)
    columns = need_columns(
        code=Customer.public_code, name=Customer.name, on=Customer.onboarding_start, text=cast(Offer.state, String)
    )
    return (
        select(*columns)
        .select_from(Offer)
        .join(Customer, Customer.id == Offer.customer_id)
        .where(
            Offer.state.in_(REFUSED),
            ~exists().where(later.customer_id == Offer.customer_id, later.id > Offer.id),
            ~Customer.is_settled,
            Customer.onboarding_start >= clock.today(),
        )
        .order_by(Customer.onboarding_start, Customer.id)
        .limit(MOST_NEEDS)
    )
