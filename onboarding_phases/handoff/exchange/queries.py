"""Handoffs as the rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import has_request_context, request

from onboarding_phases.handoff.exchange.rules import as_cell
from onboarding_phases.handoff.queries import handoff_filter, listed_handoffs
from onboarding_phases.handoff.rules import EMPTY
from onboarding_phases.handoff.template.sales_to_cs import FIELDS
from portal import clock
from portal.database import db


def handoff_rows() -> Iterator[list[Any]]:
    """The handoffs that the reader may see and, in a request, that its filters leave, by the customer's code."""
    filters = handoff_filter(request.args if has_request_context() else {})
    for handoff in db.session.scalars(listed_handoffs(filters, order="code")):
        answers = handoff.answers
        signed = handoff.signed_at.astimezone(clock.zone()) if handoff.signed_at else None
        cells = [as_cell(answers.get(key, EMPTY)) for key in FIELDS]
        yield [handoff.customer.code, signed and signed.strftime("%Y-%m-%d %H:%M"), *cells]
