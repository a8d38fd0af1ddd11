"""What this room says on a firm's start page: the slots of the next months, and the months that are not stated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from partners.capacity.forms import capacity_form
from partners.models import Capacity
from partners.queries import firm_with_slots, slots_of
from portal.access import person
from portal.feature import Need
from portal.i18n import current_locale
from portal.ui.formatting import format_month

COST_OF_SILENCE = 25.0
"""Slots that nobody states are not offered; that costs less than an offer that lapses."""


def slots_card() -> Mapping[str, Any] | None:
    """The own slots by month, to be stated in place."""
    partner_id = person().partner_id
    partner = firm_with_slots(partner_id) if partner_id else None
    if partner is None:
        return None
    capacities = slots_of(partner.id)
    stated = [slots for slots in capacities.values() if slots]
    return {
        "partner": partner,
        "capacities": capacities,
        "form": capacity_form(capacities),
        "silent": _silent(capacities),
        "free": sum(slots.free for slots in stated),
        "stated": sum(slots.stated for slots in stated),
    }


def months_to_state() -> list[Need]:
    """The months for which the firm has stated no slots, as one thing to do."""
    partner_id = person().partner_id
    silent = _silent(slots_of(partner_id)) if partner_id else []
    if not silent:
        return []
    month = format_month(silent[0], current_locale())
    text = _l("State your slots: %(month)s is open", month=month)
    if len(silent) > 1:
        text = _l("State your slots: %(count)s months from %(month)s are open", count=len(silent), month=month)
    return [Need(text, url_for("capacity.own"), None, COST_OF_SILENCE)]


def _silent(capacities: Mapping[date, Capacity | None]) -> list[date]:
    return [month for month, slots in capacities.items() if slots is None]
