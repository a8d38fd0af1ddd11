"""The form of a setting, made of its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, Field, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.defaults.values import Default, DefaultField, Number
from portal.forms import Form

PREFIX = "number_"
NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?", re.ASCII)


class EditSettingForm(Form):
    """From when on, and why; the numbers stand before it. `seen` is the version that was before the eyes."""

    effective_on = DateField(_l("In force from"), [InputRequired()])
    reason = TextAreaField(_l("Why"), [InputRequired(), Length(max=500)])
    seen = IntegerField(validators=[InputRequired()])

    def numbers(self) -> dict[str, Number]:
        """The numbers by the keys of their fields."""
        return {
            name.removeprefix(PREFIX): field.data for name, field in self._fields.items() if name.startswith(PREFIX)
        }

    def number_fields(self) -> list[Field]:
        """The fields that hold numbers, in the order of the setting."""
        return [field for name, field in self._fields.items() if name.startswith(PREFIX)]

    def field_of(self, key: str | None) -> Field | None:
        """The field that a refusal is about."""
        return self._fields.get(f"{PREFIX}{key}") or self._fields.get(key or "")


def form_of(default: Default) -> type[EditSettingForm]:
    """A form with one field for each number of a setting."""
    fields = {PREFIX + field.key: number_field(field) for field in default.fields}
    return type("EditSettingForm", (EditSettingForm,), fields)


def proposed(default: Default, told: Mapping[str, str]) -> dict[str, Number]:
    """The numbers that an address proposes for a setting; what is no number within its bounds is left out."""
    found: dict[str, Number] = {}
    for field in default.fields:
        text = told.get(field.key, "")
        if NUMBER.fullmatch(text) and field.minimum <= Decimal(text) <= field.maximum:
            found[field.key] = int(text) if field.step % 1 == 0 and text.isdigit() else float(text)
    return found


def entered(values: Mapping[str, Number]) -> dict[str, Number | Decimal]:
    """The numbers in force as the form takes them."""
    return {PREFIX + key: value if isinstance(value, int) else Decimal(str(value)) for key, value in values.items()}


def number_field(field: DefaultField) -> object:
    """A field for one number, with its bounds and steps."""
    bounds = [InputRequired(), NumberRange(field.minimum, field.maximum)]
    keywords = {"step": str(field.step), "min": str(field.minimum), "max": str(field.maximum)}
    hint = _l("%(minimum)s to %(maximum)s", minimum=field.minimum, maximum=field.maximum)
    kind = IntegerField if field.step % 1 == 0 else DecimalField
    places = {} if kind is IntegerField else {"places": None}
    return kind(field.label, bounds, description=hint, render_kw=keywords, **places)
