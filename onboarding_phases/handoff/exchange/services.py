"""Taking handoffs in from a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.exchange.rules import as_cell
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.handoff.rules import EMPTY, Answer
from onboarding_phases.handoff.services import open_handoff, save_fields, sign_handoff
from onboarding_phases.handoff.template.sales_to_cs import FIELDS
from portal.access import visible
from portal.database import db
from portal.errors import RuleViolation
from portal.exchange.services import Change, apply_each
from portal.exchange.values import Outcome
from portal.people import Principal
from portal.tables.schema import Parsed


def import_handoffs(parsed: Parsed, actor: Principal) -> Outcome:
    """Begin the handoffs that are missing and write what the cells say; an empty cell changes nothing.

    Raises:
        InputProblems: a customer is not known to the actor, or a handoff is not open for writing.
    """
    codes = {str(record["customer_code"]) for record in parsed.records}
    customers = _customers(codes, actor)
    handoffs = _handoffs(customers.values())

    def write(record: Mapping[str, Any]) -> Change:
        customer = customers.get(record["customer_code"])
        if customer is None:
            raise RuleViolation(
                _("There is no customer %(code)s.", code=record["customer_code"]), field="customer_code"
            )
        return _bring_in(record, customer, handoffs.get(customer.id), actor)

    return apply_each(parsed, write)


def _customers(codes: set[str], actor: Principal) -> dict[str, Customer]:
    statement = select(Customer).where(Customer.code.in_(codes))
    mine = visible(Customer, actor)
    found = db.session.scalars(statement if mine is None else statement.where(mine))
    return {customer.code: customer for customer in found}


def _handoffs(customers: Any) -> dict[int, Handoff]:
    ids = [customer.id for customer in customers]
    found = db.session.scalars(select(Handoff).where(Handoff.customer_id.in_(ids)))
    return {handoff.customer_id: handoff for handoff in found}


def _bring_in(record: Mapping[str, Any], customer: Customer, handoff: Handoff | None, actor: Principal) -> Change:
    is_new = handoff is None
    handoff = handoff or open_handoff(customer, actor=actor)
    signed = record["signed_at"] is not None and sign_handoff(handoff, signed_at=record["signed_at"], actor=actor)
    written = _written(record, handoff)
    if written:
        save_fields(handoff, fields=written, version=None, actor=actor)
    if is_new:
        return "created"
    return "changed" if written or signed else "unchanged"


def _written(record: Mapping[str, Any], handoff: Handoff) -> dict[str, Answer]:
    """The cells that say something else than the handoff does."""
    before = handoff.answers
    found = {key: record[key] for key in FIELDS if record[key] is not None}
    return {key: answer for key, answer in found.items() if as_cell(answer) != as_cell(before.get(key, EMPTY))}
