"""What people fill in to rehearse."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.validators import InputRequired

from onboarding_phases.rehearsals.queries import TRIED, tried_keys
from portal.defaults.forms import PREFIX, entered, number_field
from portal.defaults.queries import defaults_by_key, numbers
from portal.defaults.values import Number
from portal.forms import Form, choices_of

MONTHS = (1, 3, 6, 12)


class RehearsalForm(Form):
    """Other numbers, and how far back; the numbers are added to it."""

    months = SelectField(
        _l("On the runs of the last"),
        [InputRequired()],
        choices=choices_of((str(count), _l("%(num)s months", num=count)) for count in MONTHS),
        default="6",
    )

    @property
    def number_fields(self) -> list[Field]:
        return [field for name, field in self._fields.items() if name.startswith(PREFIX)]

    def draft(self) -> dict[str, Number]:
        """The numbers by the keys of their setting."""
        return {field.name.removeprefix(PREFIX): _plain(field.data) for field in self.number_fields}


def _plain(value: object) -> Number:
    number = float(str(value))
    return int(number) if number == int(number) else number


def rehearsal_form() -> RehearsalForm:
    """A form with the numbers in force."""
    kept = {field.key: field for field in defaults_by_key()[TRIED].fields}
    fields = {PREFIX + key: number_field(kept[key]) for key in tried_keys()}
    in_force = {key: value for key, value in numbers(TRIED).items() if key in fields or PREFIX + key in fields}
    form: RehearsalForm = type("NumbersForm", (RehearsalForm,), fields)(data=entered(in_force))
    return form
