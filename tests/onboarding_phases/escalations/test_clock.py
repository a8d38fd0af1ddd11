"""A missed clock is told to the CS managers once, and not at all where somebody answered or passed it on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.escalations.enums import EscalationKind
from onboarding_phases.escalations.notices import MESSAGE, MISSED, WAITS, tell_sales
from onboarding_phases.escalations.services import answer, look_at_clock, transfer, write_message
from portal import clock
from portal.accounts.models import User
from portal.inbox.models import Notice
from portal.jobs.services import carry_out_all
from portal.levels import Level
from portal.people import Role
from tests.conftest import NOW
from tests.factories.escalations import act, escalate, look, make_cast
from tests.factories.people import make_user
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("app")
LATER = NOW + timedelta(days=2)


@pytest.fixture
def cast(app):
    return make_cast()


def work(at=LATER) -> None:
    with the_app().app_context(), clock.at(at):
        carry_out_all()


def told(kind: str) -> list[str]:
    """Whom a kind of notice reached, by role."""
    with unit(write=False) as session:
        rows = session.execute(select(User.role).join(Notice, Notice.user_id == User.id).where(Notice.kind == kind))
        return sorted(role.value for (role,) in rows)


def test_a_missed_clock_is_told_to_the_managers_once(cast):
    code = escalate(cast, Role.CONSULTANT)
    work()

    with clock.at(LATER), unit():
        look_at_clock(turn_id=look(code).turns[0].id)
    assert told(MISSED) == ["cs_manager"]
    assert look(code).turns[0].missed_at is not None


def test_it_is_told_not_before_the_hour(cast):
    escalate(cast, Role.CONSULTANT)
    work(NOW + timedelta(hours=8))

    assert told(MISSED) == []


def test_what_was_answered_in_time_is_not_told(cast):
    act(answer, escalate(cast, Role.CONSULTANT), cast.of(Role.CS_MEMBER))
    work()

    assert told(MISSED) == []


def test_every_owner_has_a_clock_of_their_own(cast):
    code = escalate(cast, Role.CONSULTANT)
    act(transfer, code, cast.of(Role.CS_MEMBER), Level.VENDOR, to_role=Role.SUPPORT)
    work()

    assert told(MISSED) == ["cs_manager"]
    assert [turn.missed_at is None for turn in look(code).turns] == [True, False]


def test_of_sales_only_the_customers_own_is_told_and_once(cast):
    make_user(Role.SALES)
    code = escalate(cast, Role.CONSULTANT, kind=EscalationKind.CONTRACT)
    assert told(WAITS) == []

    work(NOW)
    with the_app().app_context():
        tell_sales(turn_id=look(code).turns[0].id)

    with unit(write=False) as session:
        assert session.scalars(select(Notice.user_id).where(Notice.kind == WAITS)).all() == [
            cast.users[Role.SALES].id
        ]


def test_a_message_to_sales_reaches_the_customers_own_and_no_other(cast):
    make_user(Role.SALES)
    code = escalate(cast, Role.CONSULTANT, kind=EscalationKind.CONTRACT)
    work(NOW)

    act(write_message, code, cast.of(Role.PARTNER_MANAGER), Level.BOTH)

    with unit(write=False) as session:
        reached = session.scalars(select(Notice.user_id).where(Notice.kind == MESSAGE)).all()
        assert set(reached) == {cast.users[Role.SALES].id, cast.users[Role.CONSULTANT].id}


def test_owner_and_raiser_are_told(cast):
    code = escalate(cast, Role.CONSULTANT, kind=EscalationKind.PRODUCT)
    act(answer, code, cast.of(Role.SUPPORT))

    assert told(WAITS) == ["support"]
    assert told("escalations.answered") == ["consultant", "partner_manager"]


def test_a_firm_is_told_nothing_of_what_the_vendor_keeps_to_itself(cast):
    code = escalate(cast, Role.SALES, kind=EscalationKind.FIRM)
    act(answer, code, cast.of(Role.CS_MANAGER))
    work()

    with unit(write=False) as session:
        reached = session.scalars(select(User.partner_id).join(Notice, Notice.user_id == User.id)).all()
        assert set(reached) == {None}
    assert told("escalations.answered") == ["sales"]
