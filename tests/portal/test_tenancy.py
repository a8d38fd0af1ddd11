"""The locks of tenancy, each tried with a stranger's row."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import aliased

from onboarding_phases.customers.models import Customer
from partners.models import Capacity, Partner
from portal.database import db
from portal.files.models import FileUsage
from portal.levels import Level
from portal.tenancy import EVERY_TENANT, EVERYTHING, Scope, ScopeError
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


def make_levels(partner_id: int) -> None:
    with unit(EVERYTHING) as session:
        session.add_all(FileUsage(partner_id=partner_id, level=level, used=1) for level in Level)


def levels_in(scope: Scope) -> set[Level]:
    with unit(scope, write=False) as session:
        return set(session.scalars(select(FileUsage.level)))


def test_what_a_side_keeps_to_itself_does_not_exist_for_the_other():
    ours = make_partner()
    make_levels(ours.id)

    assert levels_in(EVERY_TENANT) == {Level.VENDOR, Level.BOTH, Level.CUSTOMER}
    assert levels_in(Scope(ours.id)) == {Level.FIRM, Level.BOTH, Level.CUSTOMER}
    assert levels_in(Scope(make_partner().id)) == set()
    assert levels_in(EVERYTHING) == set(Level)


def test_an_alias_hides_what_the_other_side_keeps_too():
    ours, other = make_partner(), aliased(FileUsage)
    make_levels(ours.id)

    with unit(write=False) as session:
        assert Level.FIRM not in set(session.scalars(select(other.level)))
    with unit(Scope(ours.id), write=False) as session:
        assert Level.VENDOR not in set(session.scalars(select(other.level)))


def test_postgresql_hides_levels_from_plain_sql(world):
    if not world.postgresql:
        pytest.skip("SQLite has no walls of its own")
    ours = make_partner()
    make_levels(ours.id)

    def plain(scope: Scope) -> set[str]:
        with unit(scope, write=False) as session:
            return {row[0] for row in session.connection().exec_driver_sql("SELECT level FROM file_usages")}

    assert plain(EVERY_TENANT) == {"vendor", "both", "customer"}
    assert plain(Scope(ours.id)) == {"firm", "both", "customer"}
    assert plain(Scope(make_partner().id)) == set()
    with pytest.raises(ProgrammingError), unit(Scope(ours.id)) as session:
        told = "INSERT INTO file_usages (partner_id, level, used) VALUES (%s, 'vendor', 1)"
        session.connection().exec_driver_sql(told, (ours.id,))
