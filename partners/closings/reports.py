"""Closing days as a part of the firm's page, and of a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from partners.closings.queries import closings_between
from partners.models import Partner
from portal.access import person


def closings_panel(partner: Partner) -> Mapping[str, Any]:
    """When the firm is closed next, which its page has read with it; whoever plans with it sees it there."""
    return {"partner": partner, "closings": partner.closings}


def closings_on(span: Any) -> Mapping[str, Any] | None:
    """The closing days in a calendar's days: a firm's own; the vendor's where it has narrowed to one firm."""
    if person().is_vendor and not span.partner_code:
        return None
    found = closings_between(span.partner_code or None, span.first, span.last)
    marks = [(day, _("Firm closed")) for one in found for day in _days(one.first_on, one.last_on)]
    return {"entries": [], "marks": [mark for mark in marks if span.first <= mark[0] <= span.last]}


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
