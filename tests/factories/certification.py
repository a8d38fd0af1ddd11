"""Firms with a track record, and evaluations made of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from certification.models import Evaluation
from certification.services import decide_all_as_proposed, evaluate_all
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Offer
from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase, PhaseChange
from onboarding_phases.onboardings.rules import CustomerFacts
from onboarding_phases.onboardings.services import begin_onboarding
from onboarding_phases.playbooks.services import load_default_playbooks
from partners.models import Capacity, Partner, Qualification
from portal import clock
from portal.database import db
from portal.people import PORTAL
from tests.factories.customers import make_customer
from tests.factories.partners import make_consultant_user, make_partner
from tests.world import unit

THIRD_QUARTER = date(2026, 9, 30)
SECOND_QUARTER = date(2026, 6, 30)
FIRST_QUARTER = date(2026, 3, 31)
_count = itertools.count(1)


def make_record(
    partner: Partner,
    *,
    cases: int = 5,
    start_on: date = date(2026, 5, 1),
    active: int = 5,
    late: int = 0,
    returned: int = 0,
) -> list[str]:
    """So many accounting onboardings with three completed phases each; gives their codes.

    The first `active` were active on day 60; in the first `late` and `returned` ones every phase was submitted
    after its due day, or was returned once.
    """
    with unit():
        load_default_playbooks(PORTAL)
        return [
            _made(
                partner,
                start_on,
                active=number < active,
                late=number < late,
                returned=number < returned,
            )
            for number in range(cases)
        ]


def _made(partner: Partner, start_on: date, *, active: bool, late: bool, returned: bool) -> str:
    number = next(_count)
    customer = Customer(
        code=f"R{number:06}",
        name=f"Record {number}",
        industry="G",
        employees=20,
        prefecture="東京都",
        language="ja",
        product="accounting",
        contract_start=start_on,
        onboarding_start=start_on,
        annual_value=1_000_000,
        effort=1,
        needs={},
        preferred_partners=[],
        excluded_partners=[],
        created_at=clock.now(),
    )
    db.session.add(customer)
    db.session.flush()
    facts: CustomerFacts = {
        "customer_name": customer.name,
        "product": "accounting",
        "industry": "G",
        "prefecture": "東京都",
        "effort": 1,
        "owner_id": None,
    }
    onboarding = begin_onboarding(
        partner_id=partner.id, offer_id=None, customer_id=customer.id, facts=facts, start_on=start_on, actor=PORTAL
    )
    onboarding.activated_on = start_on + timedelta(days=60) if active else None
    for phase in onboarding.phases[:3]:
        _complete(phase, onboarding, late=late, returned=returned)
    db.session.flush()
    return onboarding.code


def _complete(phase: Phase, onboarding: Onboarding, *, late: bool, returned: bool) -> None:
    sent = onboarding.start_on + timedelta(days=phase.due_day + (5 if late else -1))
    steps = [(PhaseState.NOT_STARTED, PhaseState.IN_PROGRESS, onboarding.start_on)]
    if returned:
        steps.append((PhaseState.IN_PROGRESS, PhaseState.SUBMITTED, onboarding.start_on))
        steps.append((PhaseState.SUBMITTED, PhaseState.RETURNED, onboarding.start_on))
    steps += [
        (steps[-1][1], PhaseState.SUBMITTED, sent),
        (PhaseState.SUBMITTED, PhaseState.COMPLETED, sent + timedelta(days=1)),
    ]
    phase.state, phase.started_on, phase.submitted_on = PhaseState.COMPLETED, onboarding.start_on, sent
    phase.completed_on, phase.returns = sent + timedelta(days=1), int(returned)
    phase.changes += [
        PhaseChange(
            partner_id=phase.partner_id,
            from_state=before,
            to_state=after,
            on=on,
            at=clock.now(),
            actor_name="",
            reason="",
            version=1,
        )
        for before, after, on in steps
    ]


def make_certificate(partner: Partner, *, valid_from: date = date(2026, 1, 1)) -> Qualification:
    """A certificate of a new consultant, valid for a year."""
    _user, consultant = make_consultant_user(partner)
    with unit() as session:
        held = Qualification(
            partner_id=partner.id,
            consultant_id=consultant.id,
            subject="accounting_core",
            valid_from=valid_from,
            valid_until=valid_from + timedelta(days=365),
            created_at=clock.now(),
        )
        session.add(held)
    return held


def make_answered_offer(partner: Partner, state: OfferState, *, due_on: date, slots: int = 1) -> Offer:
    """An offer whose answer was due on a day, as it stands by now."""
    customer = make_customer()
    reply_by = datetime.combine(due_on, time(3), UTC)
    with unit() as session:
        offer = Offer(
            partner_id=partner.id,
            customer_id=customer.id,
            state=state,
            slots=slots,
            month=due_on.replace(day=1),
            start_on=due_on,
            sent_at=reply_by - timedelta(days=2),
            reply_by=reply_by,
        )
        session.add(offer)
    return offer


def make_even_slots(partner: Partner, months: range = range(4, 10), stated: int = 4) -> None:
    """The same slots in each of these months of 2026."""
    with unit() as session:
        session.add_all(Capacity(partner_id=partner.id, month=date(2026, n, 1), stated=stated) for n in months)


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """Let what is inside happen at noon of a day."""
    with clock.at(datetime.combine(day, time(3), UTC)):
        yield


def evaluated(period_end: date = THIRD_QUARTER) -> dict[int, Evaluation]:
    """Evaluate everybody, ten days after the period; gives the rows by the firm's id."""
    with on_day(period_end + timedelta(days=10)), unit():
        evaluate_all(period_end=period_end, actor=PORTAL)
    return evaluations(period_end)


def decided(period_end: date = THIRD_QUARTER) -> dict[int, Evaluation]:
    """Evaluate everybody and decide all as proposed, ten days after the period."""
    evaluated(period_end)
    with on_day(period_end + timedelta(days=10)), unit():
        decide_all_as_proposed(period_end=period_end, reason="As measured.", actor=PORTAL)
    return evaluations(period_end)


def evaluations(period_end: date = THIRD_QUARTER) -> dict[int, Evaluation]:
    """The evaluations of a period as they stand, by the firm's id."""
    with unit() as session:
        found = session.scalars(select(Evaluation).where(Evaluation.period_end == period_end))
        return {row.partner_id: row for row in found}


def make_promising_partner(**values: Any) -> Partner:
    """A firm in tier 2 with nine cases, all active and on time, and a certificate: ready for tier 3."""
    partner = make_partner(**values)
    make_record(partner, cases=9, active=9)
    make_certificate(partner)
    return partner


def make_programme(*, active: int = 6) -> Partner:
    """Another firm with twelve cases, half of them active, so that there is something to compare with."""
    partner = make_partner(tier=2)
    make_record(partner, cases=12, active=active)
    return partner
