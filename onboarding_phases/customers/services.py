"""Changing customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, insert

from onboarding_phases.customers.events import CustomerChanged, CustomerRegistered, OwnersAssigned
from onboarding_phases.customers.models import Customer, EffortEvidence
from onboarding_phases.customers.queries import customer_by_code, suggested_for
from onboarding_phases.customers.rules import CODE, CustomerFacts
from onboarding_phases.customers.suggesting import Evidence
from onboarding_phases.customers.wording import effort_words
from partners.queries import partners_by_code
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.exchange.services import Change, apply_each, columns_named
from portal.exchange.values import Outcome
from portal.people import Principal
from portal.tables.problems import Problem
from portal.tables.schema import Parsed

MOST_HINTS = 10


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
    publish(
        CustomerRegistered(
            actor_id=actor.id,
            customer_id=customer.id,
            code=code,
            name=facts.name,
            effort=facts.effort,
            suggested_effort=_suggested(facts),
        )
    )
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
    suggested = _suggested(facts) if "effort" in changes else None
    publish(CustomerChanged(actor_id=actor.id, customer_id=customer.id, changes=changes, suggested_effort=suggested))
    return True


def _suggested(facts: CustomerFacts) -> int | None:
    """What the trail keeps beside the effort that a person chose."""
    suggestion = suggested_for(facts)
    return suggestion.effort if suggestion else None


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


def keep_evidence(measured: Mapping[tuple[str, int], Evidence]) -> None:
    """Put what was measured of finished onboardings, by product and size of customer, in place of what was there.

    It is derived from records that have their own trail.
    """
    now = clock.now()
    rows = [
        {"product": product, "size": size, "cases": found.cases, "days": found.days, "measured_at": now}
        for (product, size), found in measured.items()
    ]
    db.session.execute(delete(EffortEvidence))
    if rows:
        db.session.execute(insert(EffortEvidence), rows)


def effort_hints(parsed: Parsed) -> list[Problem]:
    """What effort is suggested for rows of a file whose own is another; the first of them, and how many more."""
    found = []
    for record, number in zip(parsed.records, parsed.numbers, strict=True):
        suggestion = suggested_for(_facts_of(record))
        if suggestion and suggestion.effort != record["effort"]:
            found.append((number, record["effort"], suggestion))
    hints = [
        Problem(
            "",
            number,
            "effort",
            _("It says %(effort)s.", effort=own),
            effort_words(suggestion),
        )
        for number, own, suggestion in found[:MOST_HINTS]
    ]
    if len(found) > MOST_HINTS:
        more = ngettext("%(num)s more row differs too.", "%(num)s more rows differ too.", len(found) - MOST_HINTS)
        hints.append(
            Problem(
                "", None, "effort", more, _("The file counts as it is; correct it where the suggestion is right.")
            )
        )
    return hints


def import_customers(parsed: Parsed, actor: Principal) -> Outcome:
    """Enter the customers that are new, and bring the others to what the file says; owners stay as they are.

    Raises:
        InputProblems: every row that breaks a rule.
    """
    return apply_each(parsed, lambda record: _import_customer(record, actor))


def _import_customer(record: Mapping[str, Any], actor: Principal) -> Change:
    facts = _facts_of(record)
    known = customer_by_code(record["customer_code"])
    with columns_named({"code": "customer_code"}):
        if known is None:
            register_customer(code=record["customer_code"], facts=facts, actor=actor)
            return "created"
        return "changed" if change_customer(known, facts, actor=actor) else "unchanged"


def _facts_of(record: Mapping[str, Any]) -> CustomerFacts:
    return CustomerFacts(
        **{item.name: record[item.name] for item in fields(CustomerFacts) if item.name != "plan"},
        plan=record["plan"] or None,
    )
