"""Handoffs."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.enums import FieldKind, FieldState, HandoffState
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.handoff.rules import Answer
from onboarding_phases.handoff.services import accept_handoff, open_handoff, save_fields, submit_handoff
from onboarding_phases.handoff.template.sales_to_cs import FIELDS
from portal.people import PORTAL
from tests.world import unit


def filled(value: str) -> Answer:
    return Answer(FieldState.FILLED, value)


def full_answers(**others: Answer) -> dict[str, Answer]:
    """Every field filled, apart from `others`."""
    by_kind = {FieldKind.DATE: "2027-04-01", FieldKind.NUMBER: "3"}
    whole = {
        key: filled(next(iter(item.choices), None) or by_kind.get(item.kind, f"About {key}"))
        for key, item in FIELDS.items()
    }
    return {**whole, **others}


def make_handoff(
    customer: Customer, *, fields: Mapping[str, Answer] | None = None, state: HandoffState = HandoffState.DRAFT
) -> Handoff:
    """A handoff with these answers (all filled unless told), brought to a state through the services."""
    with unit() as session:
        mine = session.scalars(select(Customer).where(Customer.id == customer.id)).one()
        handoff = open_handoff(mine, actor=PORTAL)
        save_fields(handoff, fields=full_answers() if fields is None else fields, version=None, actor=PORTAL)
        if state in (HandoffState.SUBMITTED, HandoffState.ACCEPTED):
            submit_handoff(handoff, actor=PORTAL)
        if state is HandoffState.ACCEPTED:
            accept_handoff(handoff, actor=PORTAL)
    return handoff


def handoff_now(handoff: Handoff) -> Handoff:
    """The handoff as the database holds it, with what came back."""
    with unit(write=False) as session:
        found = session.scalars(select(Handoff).where(Handoff.id == handoff.id)).one()
        assert found.returns is not None
        session.expunge_all()  # the end of a reading unit would expire it
    return found
