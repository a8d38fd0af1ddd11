"""The form by which a firm states its slots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from partners.models import Capacity
from portal.forms import Form
from portal.i18n import current_locale
from portal.ui.formatting import format_month

PREFIX = "slots_"
MOST_SLOTS = 10_000


class StateCapacityForm(Form):
    """Slots by month; a month that stays empty is not stated. One field is added for each month."""

    def field_of(self, month: date) -> Any:
        return self[f"{PREFIX}{month:%Y-%m}"]

    def stated(self) -> dict[date, int]:
        """The slots that were filled in."""
        months = {field.name.removeprefix(PREFIX): field.data for field in self if field.name.startswith(PREFIX)}
        return {date.fromisoformat(f"{month}-01"): slots for month, slots in months.items() if slots is not None}


def capacity_form(capacities: Mapping[date, Capacity | None]) -> StateCapacityForm:
    """A form with a field for each month, filled with what is stated."""
    fields, data = {}, {}
    for month, capacity in capacities.items():
        name = f"{PREFIX}{month:%Y-%m}"
        label = _l("Slots in %(month)s", month=format_month(month, current_locale()))
        fields[name] = IntegerField(label, [Optional(), NumberRange(0, MOST_SLOTS)])
        data[name] = capacity.stated if capacity else None
    form: StateCapacityForm = type("MonthlyCapacityForm", (StateCapacityForm,), fields)(data=data)
    return form
