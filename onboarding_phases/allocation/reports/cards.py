"""The cards of a manager's start page: the slots of the months ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.allocation.permissions import RUN_ALLOCATION
from onboarding_phases.allocation.queries import MonthSlots, slots_ahead
from portal.feature import Card
from portal.i18n import current_locale
from portal.ui.charts import MonthLoad, capacity_bars
from portal.ui.formatting import format_month, format_short_month, format_signed


def slots() -> Mapping[str, Any] | None:
    """What firms stated for the months ahead, against what is taken and what waits for a partner."""
    months, locale = slots_ahead(), current_locale()
    if not any(month.stated or month.waiting for month in months):
        return None
    loads = [
        MonthLoad(
            label=format_short_month(month.month, locale),
            accepted=month.accepted,
            reserved=month.reserved,
            free=month.free,
            text=format_signed(month.spare, locale, 0),
            demand=month.demand,
        )
        for month in months
    ]
    title = _finding(months)
    return {
        "title": title,
        "chart": capacity_bars(title, loads),
        "head": [_("Month"), _("Taken"), _("Offered"), _("Free"), _("Waiting"), _("Spare")],
        "rows": [
            [format_month(m.month, locale), m.accepted, m.reserved, m.free, m.waiting, load.text]
            for load, m in zip(loads, months, strict=True)
        ],
        "href": url_for("allocations.index"),
    }


def _finding(months: Sequence[MonthSlots]) -> str:
    short = next((month for month in months if month.spare < 0), None)
    if short is None:
        return str(_("Stated slots are enough for all who wait"))
    text: str = ngettext(
        "%(num)s slot is missing in %(month)s",
        "%(num)s slots are missing in %(month)s",
        -short.spare,
        month=format_month(short.month, current_locale()),
    )
    return text


CARDS = [
    Card("allocation/card_slots.html", RUN_ALLOCATION, slots, order=35, aside=True),
]
