"""The locks of tenancy, each tried with a stranger's row."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError
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


def test_postgresql_walls_off_what_no_lock_of_ours_stands_before():
    """Statements that pass by the ORM meet the second wall: rows of the own firm alone, and none of the vendor's."""
    ours, theirs = make_partner(), make_partner()
    make_capacity(ours)
    make_capacity(theirs)
    make_customer()

    with unit(Scope(ours.id), write=False) as session:
        if session.get_bind().dialect.name != "postgresql":
            return
        bare = session.connection().exec_driver_sql
        assert [row[0] for row in bare("SELECT partner_id FROM capacities")] == [ours.id]
        assert [row[0] for row in bare("SELECT id FROM partners")] == [ours.id]
        assert list(bare("SELECT id FROM customers")) == []


def test_postgresql_refuses_a_row_of_another_tenant_that_passes_by_the_orm():
    ours, theirs = make_partner(), make_partner()

    with unit(write=False) as session:
        if session.get_bind().dialect.name != "postgresql":
            return
    with pytest.raises(ProgrammingError, match="row-level security"), unit(Scope(ours.id)) as session:
        session.connection().exec_driver_sql(
            "INSERT INTO capacities (partner_id, month, stated, reserved, accepted) VALUES (%s, %s, 1, 0, 0)",
            (theirs.id, make_capacity.__defaults__[0]),
        )
