"""Reading written orders, and by what they are written."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from onboarding_phases.offers.orders.defaults import ORDERS
from onboarding_phases.offers.orders.models import Issuer, Order
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation
from portal.reports.values import Subject


def issuer_in_force() -> Issuer | None:
    """The company that orders, as the newest entry says; a firm's session sees none."""
    return db.session.scalars(select(Issuer).order_by(Issuer.id.desc()).limit(1)).first()


def order_terms() -> dict[str, Any]:
    """Who orders, where, how it is inspected and paid, as a brief keeps it from the day of sending.

    Raises:
        RuleViolation: nobody has entered who orders, so that no order could be written when the firm accepts.
    """
    issuer = issuer_in_force()
    if issuer is None:
        raise RuleViolation(
            _("Enter the ordering company under Offers, Written orders, first: without it no order can be written.")
        )
    in_force = numbers(ORDERS.key)
    return {
        "issuer_name": issuer.name,
        "issuer_address": issuer.address,
        "place": issuer.place,
        "payment_method": issuer.payment_method,
        **{key: int(in_force[key]) for key in ("inspection_days", "payment_days", "tax_percent")},
    }


def next_number(partner_id: int) -> int:
    """The number of a firm's next order."""
    highest = select(func.max(Order.number)).where(Order.partner_id == partner_id)
    return (db.session.scalar(highest) or 0) + 1


def listed_orders() -> Select[Order]:
    """Orders, the newest first."""
    return select(Order).options(joinedload(Order.partner), joinedload(Order.offer)).order_by(Order.id.desc())


def order_of(offer_id: int) -> Order | None:
    """The order that came of an offer."""
    return db.session.scalars(select(Order).where(Order.offer_id == offer_id)).first()


def find_order(code: str) -> Subject | None:
    """An order as what a report is about, if the session sees it."""
    wanted = select(Order).options(joinedload(Order.partner)).where(Order.code == code)
    order = db.session.scalars(wanted).one_or_none()
    return Subject(order.code, order.partner.name, order.partner_id, order) if order is not None else None
