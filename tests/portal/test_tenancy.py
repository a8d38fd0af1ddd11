"""The locks of tenancy, each tried with a stranger's row."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import aliased

from onboarding_phases.customers.models import Customer
from partners.models import Capacity, Partner
from portal.database import db
from portal.tenancy import Scope, ScopeError
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def test_a_firm_sees_its_own_rows_only():
    ours, theirs = make_partner(), make_partner()
    make_capacity(ours)
    make_capacity(theirs)

    with unit(Scope(ours.id), write=False) as session:
        assert [row.partner_id for row in session.scalars(select(Capacity))] == [ours.id]
        assert list(session.scalars(select(Partner.code))) == [ours.code]


def test_an_alias_is_confined_too():
    ours, theirs = make_partner(), make_partner()
    make_capacity(theirs)
    other = aliased(Capacity)

    with unit(Scope(ours.id), write=False) as session:
        assert session.scalars(select(other)).all() == []


def test_the_vendors_own_rows_do_not_exist_for_a_firm():
    ours = make_partner()
    make_customer()

    with unit(Scope(ours.id), write=False) as session:
        assert session.scalars(select(Customer)).all() == []


def test_a_session_without_scope_answers_nothing(app):
    with app.app_context(), pytest.raises(ScopeError):
        db.session.scalars(select(Partner)).all()


def test_a_row_of_another_tenant_is_not_stored():
    ours, theirs = make_partner(), make_partner()

    with pytest.raises(ScopeError), unit(Scope(ours.id)) as session:
        session.add(Capacity(partner_id=theirs.id, month=make_capacity.__defaults__[0], stated=1))


def test_a_reader_cannot_write():
    partner = make_partner()

    with pytest.raises(Exception, match=r"readonly|read-only"), unit(write=False) as session:
        session.add(Capacity(partner_id=partner.id, month=make_capacity.__defaults__[0], stated=1))
        session.flush()
