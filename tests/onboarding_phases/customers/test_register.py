"""Entering customers, changing what is known of them, and who owns them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.queries import customer_by_code, customer_by_public_code
from onboarding_phases.customers.rules import CustomerFacts
from onboarding_phases.customers.services import assign_owners, change_customer, register_customer
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Role
from portal.tenancy import Scope, ScopeError
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
FACTS = CustomerFacts(
    name="富士見農園",
    industry="A",
    prefecture="長野県",
    product="accounting",
    contract_start=date(2026, 12, 1),
    onboarding_start=date(2026, 12, 10),
    annual_value=1_200_000,
    effort=2,
    needs={"process_design": 3},
)


def register(code="C000001", facts=FACTS):
    with unit():
        return register_customer(code=code, facts=facts, actor=PORTAL)


def audited():
    with unit(write=False) as session:
        return list(session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))


def test_a_customer_gets_a_random_code_beside_the_vendors_number():
    customer = register()

    with unit(write=False):
        assert customer_by_code("C000001").id == customer.id
        assert customer_by_public_code(customer.public_code).id == customer.id
    assert customer.public_code[4] == "-"
    assert audited() == ["CustomerRegistered"]


def test_a_number_belongs_to_one_customer():
    register()

    with pytest.raises(RuleViolation, match="C000001"):
        register()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("industry", "U"),
        ("prefecture", "長野"),
        ("language", "de"),
        ("product", "a;b"),
        ("employees", -1),
        ("annual_value", -1),
        ("effort", 4),
        ("effort", 0),
        ("needs", {"process_design": 101}),
        ("needs", {"x:y": 1}),
        ("required_tier", 0),
        ("priority", -1),
        ("preferred_partners", ["P9999"]),
    ],
)
def test_a_fact_that_cannot_be_true_is_refused_and_named(field, value):
    with pytest.raises(RuleViolation) as refused:
        register(facts=replace(FACTS, **{field: value}))

    assert refused.value.field == field


def test_a_partner_cannot_be_preferred_and_excluded():
    partner = make_partner()

    with pytest.raises(RuleViolation):
        register(facts=replace(FACTS, preferred_partners=[partner.code], excluded_partners=[partner.code]))


def test_the_same_facts_change_nothing():
    customer = register()

    with unit() as session:
        assert not change_customer(session.merge(customer), FACTS, actor=PORTAL)
        assert change_customer(session.merge(customer), replace(FACTS, effort=1), actor=PORTAL)

    assert audited() == ["CustomerRegistered", "CustomerChanged"]


def test_a_change_on_top_of_another_is_refused():
    customer = register()
    with unit() as session:
        change_customer(session.merge(customer), replace(FACTS, effort=1), actor=PORTAL, version=1)

    with unit() as session, pytest.raises(Stale):
        changed = session.scalars(select(Customer)).one()
        change_customer(changed, replace(FACTS, effort=3), actor=PORTAL, version=1)


def test_owners_are_told_of_once():
    customer, seller, member = register(), make_user(Role.SALES), make_user(Role.CS_MEMBER)
    owners = {"sales_owner_id": seller.id, "cs_owner_id": member.id, "actor": PORTAL}

    with unit() as session:
        assert assign_owners(session.merge(customer), **owners)
    with unit() as session:
        assert not assign_owners(session.scalars(select(Customer)).one(), **owners)

    assert audited() == ["CustomerRegistered", "OwnersAssigned"]


def test_a_firm_enters_no_customers():
    partner = make_partner()

    with pytest.raises(ScopeError), unit(Scope(partner.id)):
        register_customer(code="C000001", facts=FACTS, actor=PORTAL)
