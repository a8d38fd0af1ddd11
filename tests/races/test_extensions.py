"""A request is answered and withdrawn at the same moment: one of them happens, the other is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select

from onboarding_phases.extensions.models import Extension
from onboarding_phases.extensions.services import decide_extension, withdraw_extension
from onboarding_phases.onboardings.models import Onboarding
from portal.audit.models import AuditEntry
from portal.people import Principal, Role
from portal.units import unit_of_work
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.onboarding_phases.extensions.test_move import move
from tests.races.racing import DONE, Racers
from tests.world import unit

RACERS = 6


def act(task: tuple[str, Principal]) -> None:
    """Answer the request, or take it back."""
    what, actor = task
    with unit_of_work(actor.scope) as session:
        request = session.scalars(select(Extension)).one()
        onboarding = session.scalars(select(Onboarding).where(Onboarding.id == request.onboarding_id)).one()
        if what == "withdraw":
            withdraw_extension(request, onboarding=onboarding, actor=actor)
        else:
            approve = what == "approve"
            decide_extension(request, onboarding=onboarding, approve=approve, answer="no", actor=actor)


@pytest.fixture
def racers(app) -> Iterator[Racers]:
    found = Racers(app, act, RACERS)
    yield found
    found.close()


@pytest.mark.parametrize("answer", ["approve", "refuse"])
def test_of_an_answer_and_a_withdrawal_one_wins_and_the_other_is_told(racers, answer):
    partner = make_partner(tier=1)
    onboarding = make_onboarding(partner, start_on=date(2026, 11, 20))
    firm, chief = principal(make_partner_manager(partner)), principal(make_user(Role.CS_MANAGER))
    move(onboarding, firm)

    results = racers.race([("withdraw", firm), (answer, chief)] * (RACERS // 2))

    assert results[DONE] == 1, results
    assert all(word == DONE or word.startswith("Stale") for word in results), results
    with unit(write=False) as session:
        request = session.scalars(select(Extension)).one()
        events = ["ExtensionDecided", "ExtensionWithdrawn"]
        told = session.execute(
            select(AuditEntry.event, func.count()).where(AuditEntry.event.in_(events)).group_by(AuditEntry.event)
        ).all()
        assert told == [("ExtensionWithdrawn" if request.is_withdrawn else "ExtensionDecided", 1)]
        assert bool(request.moved) == bool(request.is_approved)
