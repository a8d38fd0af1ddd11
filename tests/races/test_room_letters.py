"""Many workers look at one onboarding on the same morning: each of its people gets one letter.

A broken twin, seen to turn it red: a letter that does not ask whether its reader got one today.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.room.letters.notices import write_to_case
from onboarding_phases.room.models import RoomLetter
from portal import clock
from portal.levels import Level
from portal.mail.models import Letter
from portal.people import Role
from tests.conftest import NOW
from tests.factories.accounts import make_member
from tests.factories.comments import make_document
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import principal
from tests.factories.rooms import invite
from tests.races.racing import DONE, Racers
from tests.world import unit

WORKERS = 8
MORNING = NOW + timedelta(hours=22)


def write(case: tuple[int, int]) -> None:
    """Look at one onboarding."""
    with clock.at(MORNING):
        write_to_case(partner_id=case[0], onboarding_id=case[1])


@pytest.fixture
def workers(app) -> Iterator[Racers]:
    racers = Racers(app, write, WORKERS)
    yield racers
    racers.close()


def test_of_eight_workers_at_once_one_writes_to_each_person(workers, app):
    partner = make_partner()
    onboarding = make_onboarding(partner)
    for name in ("hana", "jiro"):
        invite(onboarding, name=name, email=f"{name}@customer.example")
    with clock.at(NOW + timedelta(hours=1)):
        author = principal(make_member(Role.PARTNER_MANAGER, partner=partner))
        make_document(onboarding, author, level=Level.CUSTOMER)

    assert workers.race([(partner.id, onboarding.id)] * WORKERS) == {DONE: WORKERS}

    with unit(write=False) as session:
        sent = session.scalars(select(Letter.recipient).where(Letter.subject.startswith("1 new")))
        assert sorted(sent) == ["hana@customer.example", "jiro@customer.example"]
        assert len(session.scalars(select(RoomLetter)).all()) == 2
