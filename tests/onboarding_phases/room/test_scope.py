"""The scope of a guest: of a firm with two customers one, in every table that is open to guests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from onboarding_phases.onboardings.enums import HoldCause
from onboarding_phases.onboardings.models import Hold, Onboarding
from onboarding_phases.onboardings.services import place_hold
from onboarding_phases.tasks.models import Task
from portal import clock
from portal.database import Model
from portal.levels import Level
from portal.people import PORTAL, Role
from portal.tenancy import OpenToGuests, Scope, ScopeError
from tests.factories.accounts import make_member
from tests.factories.comments import make_comment
from tests.factories.commitments import make_commitment
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import make_user, principal
from tests.factories.surveys import ask
from tests.world import unit


@pytest.fixture
def cases(app) -> list[Onboarding]:
    """Two customers of one firm, each on hold, with a message, a file, a survey and a commitment."""
    partner = make_partner()
    found = [make_onboarding(partner) for _ in range(2)]
    with unit() as session:
        for onboarding in session.scalars(select(Onboarding)):
            until = clock.today() + timedelta(days=3)
            told = {"reason": "audit", "from_on": clock.today(), "expected_end_on": until}
            place_hold(onboarding, cause=HoldCause.CUSTOMER, actor=PORTAL, **told)
    author = principal(make_member(Role.PARTNER_MANAGER, partner=partner))
    for onboarding in found:
        make_comment(onboarding, author, level=Level.CUSTOMER, files=("plan.pdf",))
        ask(onboarding)
        make_commitment(onboarding, principal(make_user(Role.CS_MANAGER)), level=Level.CUSTOMER)
    return found


def scope_of_guest(onboarding: Onboarding) -> Scope:
    return Scope(onboarding.partner_id, case_id=onboarding.id)


def counts(scope: Scope) -> dict[type[Model], int]:
    kinds = [mapper.class_ for mapper in Model.registry.mappers if issubclass(mapper.class_, OpenToGuests)]
    with unit(scope, write=False) as session:
        return {kind: session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds}


def test_of_two_customers_of_a_firm_a_guest_sees_one(cases):
    whole, mine = counts(Scope(cases[0].partner_id)), counts(scope_of_guest(cases[0]))

    assert len(whole) == 9
    assert all(count >= 2 for count in whole.values())
    assert mine == {kind: count // 2 for kind, count in whole.items()}


def test_what_hangs_on_a_row_is_loaded_inside_the_scope(cases):
    with unit(scope_of_guest(cases[0]), write=False) as session:
        onboarding = session.scalars(select(Onboarding)).one()
        assert (len(onboarding.phases), len(onboarding.holds), len(onboarding.changes)) == (6, 1, 0)


def test_a_guest_writes_no_task_of_another_customer_of_the_firm(cases):
    with unit() as session:
        other = session.scalars(select(Task).where(Task.onboarding_id == cases[1].id)).first()

    with pytest.raises(ScopeError), unit(scope_of_guest(cases[0])) as session:
        kept = session.merge(other, load=False)
        kept.reason = "not mine"
        session.flush()
    with unit(scope_of_guest(cases[0])) as session:
        session.execute(update(Task).values(reason="in one stroke"))
    with unit(write=False) as session:
        told = session.scalars(select(Task.onboarding_id).where(Task.reason.is_not(None)).distinct())
        assert set(told) == {cases[0].id}


def test_a_guest_reads_holds_and_changes_none(cases):
    with pytest.raises(ScopeError), unit(scope_of_guest(cases[0])) as session:
        session.scalars(select(Hold)).one().reason = "another"
        session.flush()
