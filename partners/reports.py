"""What this room says on a firm's start page: the slots of the next months, and the months that are not stated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from partners.capacity.forms import capacity_form
from partners.models import Partner
from partners.queries import capacities_of
from partners.rules import MONTHS_AHEAD
from portal import clock
from portal.access import fetch_or_404, person
from portal.feature import Need
from portal.i18n import current_locale
from portal.ui.formatting import format_month

COST_OF_SILENCE = 25.0
"""Slots that nobody states are not offered; that costs less than an offer that lapses."""


def slots_card() -> Mapping[str, Any]:
    """The own slots by month, to be stated in place."""
    partner = fetch_or_404(Partner, id=person().partner_id)
    capacities = capacities_of(partner.id, clock.today(), months=MONTHS_AHEAD + 1)
    stated = [slots for slots in capacities.values() if slots]
    return {
        "partner": partner,
        "capacities": capacities,
        "form": capacity_form(capacities),
        "silent": [month for month, slots in capacities.items() if slots is None],
        "free": sum(slots.free for slots in stated),
        "stated": sum(slots.stated for slots in stated),
    }


def months_to_state() -> list[Need]:
    """The months for which the firm has stated no slots, as one thing to do."""
    partner_id = fetch_or_404(Partner, id=person().partner_id).id
    capacities = capacities_of(partner_id, clock.today(), months=MONTHS_AHEAD + 1)
    silent = [month for month, slots in capacities.items() if slots is None]
    if not silent:
        return []
    months = format_month(silent[0], current_locale())
    text = _l("State your slots: %(month)s is open", month=months)
    if len(silent) > 1:
        text = _l("State your slots: %(count)s months from %(month)s are open", count=len(silent), month=months)
    return [Need(text, url_for("capacity.own"), None, COST_OF_SILENCE)]
