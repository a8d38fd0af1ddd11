"""Changing customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from flask_babel import gettext as _

from onboarding_phases.customers.events import CustomerChanged, CustomerRegistered, OwnersAssigned
from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.queries import customer_by_code
from onboarding_phases.customers.rules import CODE, CustomerFacts
from partners.queries import partners_by_code
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.exchange.services import Change, apply_each, columns_named
from portal.exchange.values import Outcome
from portal.people import Principal
from portal.tables.schema import Parsed


def register_customer(*, code: str, facts: CustomerFacts, actor: Principal) -> Customer:
    """Enter a customer under the vendor's own number.

    Raises:
        RuleViolation: the number is taken or malformed, or a fact cannot be true.
    """
    if not CODE.fullmatch(code):
        raise RuleViolation(_("A code begins with a capital letter; digits, - and _ may follow."), field="code")
    if customer_by_code(code) is not None:
        raise RuleViolation(_("The code %(code)s is taken by another customer.", code=code), field="code")
    _check(facts)
    customer = Customer(code=code, created_at=clock.now(), **facts.columns())
    db.session.add(customer)
    db.session.flush()
    publish(CustomerRegistered(actor_id=actor.id, customer_id=customer.id, code=code, name=facts.name))
    return customer


def change_customer(
    customer: Customer, facts: CustomerFacts, *, actor: Principal, version: int | None = None
) -> bool:
    """Bring what is known of a customer to these facts; tells whether anything was different.

    `version` is the one that the editor saw; leave it out where nobody read the customer before.

    Raises:
        Stale: somebody else changed the customer since then.
        RuleViolation: a fact cannot be true.
    """
    if version is not None and version != customer.version:
        raise Stale(_("Somebody else changed this customer in the meantime. Reload and look again."))
    wanted, before = facts.columns(), customer.facts.columns()
    changes = {name: [before[name], value] for name, value in wanted.items() if before[name] != value}
    if not changes:
        return False
    _check(facts)
    for name in changes:
        setattr(customer, name, wanted[name])
    db.session.flush()
    publish(CustomerChanged(actor_id=actor.id, customer_id=customer.id, changes=changes))
    return True


def _check(facts: CustomerFacts) -> None:
    facts.check()
    for field in ("preferred_partners", "excluded_partners"):
        named = getattr(facts, field)
        known = partners_by_code(named) if named else {}
        for code in named:
            if code not in known:
                raise RuleViolation(_("There is no partner %(code)s.", code=code), field=field)


def assign_owners(
    customer: Customer, *, sales_owner_id: int | None, cs_owner_id: int | None, actor: Principal
) -> bool:
    """Say who of sales and of CS owns a customer; tells whether anything was different."""
    if (customer.sales_owner_id, customer.cs_owner_id) == (sales_owner_id, cs_owner_id):
        return False
    customer.sales_owner_id, customer.cs_owner_id = sales_owner_id, cs_owner_id
    db.session.flush()
    publish(
        OwnersAssigned(
            actor_id=actor.id,
            customer_id=customer.id,
            sales_owner_id=sales_owner_id,
            cs_owner_id=cs_owner_id,
        )
    )
    return True


def import_customers(parsed: Parsed, actor: Principal) -> Outcome:
    """Enter the customers that are new, and bring the others to what the file says; owners stay as they are.

    Raises:
        InputProblems: every row that breaks a rule.
    """
    return apply_each(parsed, lambda record: _import_customer(record, actor))


def _import_customer(record: Mapping[str, Any], actor: Principal) -> Change:
    facts = CustomerFacts(
        **{item.name: record[item.name] for item in fields(CustomerFacts) if item.name != "plan"},
        plan=record["plan"] or None,
    )
    known = customer_by_code(record["customer_code"])
    with columns_named({"code": "customer_code"}):
        if known is None:
            register_customer(code=record["customer_code"], facts=facts, actor=actor)
            return "created"
        return "changed" if change_customer(known, facts, actor=actor) else "unchanged"
