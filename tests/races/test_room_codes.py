"""Many at the door of a room at once: a code lets in one, and is looked at as often as it may be."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from onboarding_phases.room.models import RoomInvitation, RoomSession
from onboarding_phases.room.queries import usable_invitation
from onboarding_phases.room.services import enter_room, send_code
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.rooms import invite, mailed_code, mailed_token
from tests.races.racing import DONE, Racers
from tests.world import unit

GUESTS = 8


def type_in(task: tuple[str, str]) -> None:
    """Try to come in with a code."""
    token, code = task
    with unit_of_work(EVERY_TENANT):
        invitation = usable_invitation(token)
        assert invitation is not None
        enter_room(invitation, code, address="192.0.2.1", browser="tests")


@pytest.fixture
def guests(app) -> Iterator[Racers]:
    racers = Racers(app, type_in, GUESTS)
    yield racers
    racers.close()


@pytest.fixture
def token(app) -> str:
    invite(make_onboarding(make_partner()))
    found = mailed_token()
    with unit():
        invitation = usable_invitation(found)
        assert invitation is not None
        send_code(invitation, address=None)
    return found


def test_a_code_that_many_type_in_at_once_lets_one_in(guests, token):
    assert guests.race([(token, mailed_code())] * GUESTS) == {DONE: GUESTS}

    with unit(write=False) as session:
        assert session.scalar(select(func.count()).select_from(RoomSession)) == 1


def test_many_wrong_codes_at_once_are_looked_at_five_times(guests, token):
    wrong = f"{(int(mailed_code()) + 1) % 10**6:06}"

    assert guests.race([(token, wrong)] * GUESTS) == {DONE: GUESTS}

    with unit(write=False) as session:
        assert session.scalars(select(RoomInvitation.code_guesses)).one() == 5
        assert session.scalar(select(func.count()).select_from(RoomSession)) == 0
