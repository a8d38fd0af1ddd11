"""Onboardings that lie back, with as much of their history as the KPIs read."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.enums import HoldCause, OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Hold, Onboarding, Phase
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.playbooks.services import load_default_playbooks
from partners.models import Partner
from portal import clock
from portal.people import PORTAL
from tests.factories.partners import make_partner
from tests.world import unit

_count = itertools.count(1)
HoldSpan = tuple[HoldCause, date, date]


def make_histories(partner: Partner, histories: Iterable[dict[str, Any]]) -> None:
    """Store several onboardings of one firm in one unit."""
    with unit() as session:
        load_default_playbooks(PORTAL)
        playbooks = {book.product: book for book in session.scalars(select(Playbook))}
        for history in histories:
            customer = _customer(history)
            session.add(customer)
            session.flush()
            session.add(_onboarding(partner, customer, playbooks, **history))


def make_history(partner: Partner, start_on: date, **values: Any) -> None:
    make_histories(partner, [{"start_on": start_on, **values}])


def _customer(history: dict[str, Any]) -> Customer:
    number = next(_count)
    return Customer(
        code=f"C{number:06}",
        name=history.get("customer_name", f"株式会社みほん{number}"),
        industry="G",
        employees=20,
        prefecture="東京都",
        language="ja",
        product=history.get("product", "accounting"),
        contract_start=history["start_on"],
        onboarding_start=history["start_on"],
        annual_value=1_000_000,
        effort=history.get("effort", 1),
        needs={},
        preferred_partners=[],
        excluded_partners=[],
        created_at=clock.now(),
    )


def _onboarding(
    partner: Partner,
    customer: Customer,
    playbooks: dict[str, Playbook],
    *,
    start_on: date,
    activated_on: date | None = None,
    withdrawn_on: date | None = None,
    completed_on: date | None = None,
    excluded_reason: Any = None,
    holds: Sequence[HoldSpan] = (),
    submitted: Sequence[int | None] = (),
    returns: int = 0,
    **_: Any,
) -> Onboarding:
    """`submitted` are the gross days on which phases 1, 2, … were submitted and accepted; None was skipped."""
    playbook = playbooks[customer.product]
    state = OnboardingState.RUNNING
    if completed_on:
        state = OnboardingState.COMPLETED
    elif withdrawn_on:
        state = OnboardingState.WITHDRAWN
    return Onboarding(
        partner_id=partner.id,
        customer_id=customer.id,
        customer_name=customer.name,
        product=customer.product,
        industry="G",
        prefecture="東京都",
        effort=customer.effort,
        playbook=playbook,
        x_days=playbook.x_days,
        state=state,
        start_on=start_on,
        activated_on=activated_on,
        withdrawn_on=withdrawn_on,
        completed_on=completed_on,
        excluded_reason=excluded_reason,
        created_at=clock.now(),
        phases=[
            _phase(partner, item, start_on, submitted[n] if n < len(submitted) else -1, returns)
            for n, item in enumerate(playbook.phases)
        ],
        holds=[
            Hold(
                partner_id=partner.id,
                cause=cause,
                reason="資料待ち",
                started_on=first,
                expected_end_on=last,
                ended_on=last,
                created_at=clock.now(),
            )
            for cause, first, last in holds
        ],
    )


def _phase(partner: Partner, item: Any, start_on: date, day: int | None, returns: int) -> Phase:
    done = day is not None and day >= 0
    on = start_on + timedelta(days=day) if done else None
    state = PhaseState.COMPLETED if done else PhaseState.SKIPPED if day is None else PhaseState.NOT_STARTED
    return Phase(
        partner_id=partner.id,
        position=item.position,
        due_day=item.due_day,
        template=item,
        state=state,
        started_on=start_on if done else None,
        submitted_on=on,
        completed_on=on + timedelta(days=1) if on else None,
        returns=returns if done else 0,
    )


def make_programme(firms: int = 6, cases: int = 10) -> list[Partner]:
    """Firms whose onboardings began from January to October 2026; the n-th firm activates all but n of them."""
    partners = [make_partner(name=f"第{n}会計事務所") for n in range(1, firms + 1)]
    for missed, partner in enumerate(partners, 1):
        starts = [date(2026, 1, 5) + timedelta(days=27 * n) for n in range(cases)]
        make_histories(
            partner,
            [
                {
                    "start_on": start,
                    "activated_on": start + timedelta(days=70 + n) if n >= missed else None,
                    "submitted": [5, 20, 38 + 4 * missed, 58, 72, 85] if n >= missed else [5, 20],
                    "completed_on": start + timedelta(days=88) if n >= missed else None,
                }
                for n, start in enumerate(starts)
                if start + timedelta(days=90) <= date(2026, 11, 23)
            ],
        )
    return partners
