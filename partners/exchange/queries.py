"""The rows of the partners file and of the capacity file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import has_request_context, request
from sqlalchemy import select

from partners.models import Capacity, Partner
from partners.queries import capacities_in, listed_partners, partner_filter, tiers_in_force
from partners.rules import months_from
from partners.tables import REMOTE
from portal import clock
from portal.database import db
from portal.tables.writing import joined, paired


def partner_rows() -> Iterator[list[Any]]:
    """Every firm that the filters of the request leave, with its slots of the next month."""
    today = clock.today()
    filters = partner_filter(request.args if has_request_context() else {})
    statement = listed_partners(filters, order="code", descending=False, today=today)
    partners = db.session.scalars(statement).all()
    tiers, coming = tiers_in_force(today), months_from(today, 2)[1]
    slots = capacities_in([partner.id for partner in partners], [coming])
    for partner in partners:
        stated = slots.get((partner.id, coming))
        yield _row(partner, tiers.get(partner.id, 1), stated.stated if stated else 0)


def _row(partner: Partner, tier: int, capacity: int) -> list[Any]:
    return [
        partner.code,
        partner.name,
        partner.kind,
        partner.corporate_number,
        partner.invoice_number,
        joined([*partner.prefectures, *([REMOTE] if partner.is_remote else [])]),
        joined(partner.languages),
        joined(partner.products),
        paired(partner.industries),
        paired(partner.strengths),
        tier,
        capacity,
        partner.min_volume,
        partner.status,
        partner.contract_until,
        partner.stated_outcome,
    ]


def capacity_rows() -> Iterator[list[Any]]:
    """What every firm has stated, by firm and month."""
    statement = (
        select(Partner.code, Capacity.month, Capacity.stated)
        .join(Capacity, Capacity.partner_id == Partner.id)
        .order_by(Partner.code, Capacity.month)
    )
    for code, month, stated in db.session.execute(statement):
        yield [code, f"{month:%Y-%m}", stated]
