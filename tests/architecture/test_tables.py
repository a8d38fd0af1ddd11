"""Every table says whose it is, and the database knows the same."""

from __future__ import annotations

import re

from sqlalchemy import CheckConstraint, inspect

from portal.database import Model, db
from portal.schema import differences, walled_tables
from portal.tenancy import TenantOwned, VendorOwned
from tests.world import unit


def test_every_table_belongs_to_a_tenant_or_to_the_vendor_or_is_shared_for_a_reason():
    mappers = list(Model.registry.mappers)
    assert len(mappers) > 25
    homeless = [
        mapper.class_.__name__
        for mapper in mappers
        if not issubclass(mapper.class_, TenantOwned | VendorOwned)
        and not getattr(mapper.class_, "shared_because", "")
    ]
    assert homeless == []


def test_the_migrations_make_what_the_models_say(app):
    with unit(write=False) as session:
        assert differences(session.connection()) == []


def plain(text: object) -> str:
    return re.sub(r'[\s"()]', "", str(text)).lower()


def test_the_database_holds_every_check_of_the_models(app):
    with unit(write=False) as session:
        inspector = inspect(session.connection())
        is_sqlite = inspector.dialect.name == "sqlite"
        wanted, held = {}, {}
        for table in db.metadata.sorted_tables:
            checks = [one for one in table.constraints if isinstance(one, CheckConstraint) and one.name]
            wanted |= {str(one.name): plain(one.sqltext) for one in checks if not one._type_bound}
            found = inspector.get_check_constraints(table.name)
            held |= {str(one["name"]): plain(one["sqltext"]) for one in found}

    assert len(wanted) >= 10
    assert set(wanted) - set(held) == set()
    if is_sqlite:  # PostgreSQL writes them down in words of its own
        assert {name: text for name, text in wanted.items() if held[name] != text} == {}


def test_postgresql_walls_in_every_table_that_is_not_shared(app):
    with unit(write=False) as session:
        if session.get_bind().dialect.name != "postgresql":
            return
        rows = session.connection().exec_driver_sql(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        )
        assert sorted(row[0] for row in rows) == [table for table, _ in walled_tables()]


def test_a_child_cannot_be_stored_in_another_tenant_than_its_parent():
    loose = []
    for mapper in Model.registry.mappers:
        if not issubclass(mapper.class_, TenantOwned):
            continue
        for constraint in db.metadata.tables[mapper.local_table.name].foreign_key_constraints:
            target = constraint.referred_table.name
            owned = {m.local_table.name for m in Model.registry.mappers if issubclass(m.class_, TenantOwned)}
            if target in owned - {"partners"} and "partner_id" not in constraint.column_keys:
                loose.append(f"{mapper.class_.__name__} -> {target}")
    assert loose == []
