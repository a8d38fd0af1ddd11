"""Several managers ask for an exclusion to be lifted, or decide it, at the same moment: it happens once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from onboarding_phases.onboardings.enums import ExcludedReason
from onboarding_phases.onboardings.models import Exclusion, Onboarding
from onboarding_phases.onboardings.services import ask_exclusion, ask_lifting, decide_exclusion
from portal.audit.models import AuditEntry
from portal.people import Principal, Role
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner
from tests.factories.people import make_user, principal
from tests.races.racing import DONE, Racers
from tests.world import unit

RACERS = 6


def act(task: tuple[str, Principal]) -> None:
    """Ask for the lifting, or answer who asked."""
    what, actor = task
    with unit_of_work(EVERY_TENANT) as session:
        onboarding = session.scalars(select(Onboarding)).one()
        if what == "ask":
            ask_lifting(onboarding, text="no duplicate", actor=actor)
            return
        asked = session.scalars(select(Exclusion).where(Exclusion.lifts)).one()
        decide_exclusion(asked, onboarding=onboarding, approve=what == "approve", answer="no", actor=actor)


@pytest.fixture
def racers(app) -> Iterator[Racers]:
    found = Racers(app, act, RACERS)
    yield found
    found.close()


def test_it_is_asked_once_and_decided_once_whoever_comes_at_the_same_moment(racers):
    managers = [principal(make_user(Role.CS_MANAGER)) for _ in range(RACERS)]
    onboarding = make_onboarding(make_partner())
    with unit() as session:
        one = session.scalars(select(Onboarding)).one()
        asked = ask_exclusion(one, reason=ExcludedReason.TEST, text="a test", actor=managers[0])
        decide_exclusion(asked, onboarding=one, approve=True, answer="", actor=managers[1])

    asking = racers.race([("ask", manager) for manager in managers])
    with unit(write=False) as session:
        asker = session.scalars(select(Exclusion.asked_by_id).where(Exclusion.lifts)).one()
    others = [manager for manager in managers if manager.id != asker]
    answers = ["approve", "refuse"] * RACERS
    deciding = racers.race([*zip(answers, [*others, others[0]], strict=False)])

    for results in (asking, deciding):
        assert results[DONE] == 1, results
        assert all(word == DONE or word.startswith("Stale") for word in results), results
    with unit(write=False) as session:
        lifted = session.scalars(select(Exclusion.is_approved).where(Exclusion.lifts)).one()
        told = select(func.count()).where(AuditEntry.event == "LiftingDecided")
        assert session.scalar(told) == 1
    assert (reload(onboarding.id).excluded_reason is None) == lifted
