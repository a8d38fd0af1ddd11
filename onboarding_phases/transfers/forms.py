"""What is filled in to change the firm of a customer."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from onboarding_phases.transfers.enums import CAUSE_LABELS, PART_LABELS, Part
from portal.forms import Form

NEEDED = _l("The next firm needs this. Write a word, even if it is that there is nothing.")


def _part(part: Part) -> TextAreaField:
    return TextAreaField(PART_LABELS[part], validators=[DataRequired(NEEDED), Length(max=4000)])


class ChangeFirmForm(Form):
    """Which firm is next, from when, for whose cause, and what it has to know."""

    partner = SelectField(_l("Next firm"), validators=[InputRequired()], validate_choice=True)
    start_on = DateField(_l("Start at the next firm"), validators=[InputRequired()])
    cause = RadioField(
        _l("Cause of the change"),
        choices=[SelectChoice(cause.value, label) for cause, label in CAUSE_LABELS.items()],
        validators=[InputRequired()],
    )
    reason = TextAreaField(
        _l("Reason of the change"),
        validators=[DataRequired(_l("There is no reason yet. The firm that it leaves reads it.")), Length(max=1000)],
    )
    set_up = _part(Part.SET_UP)
    open = _part(Part.OPEN)
    agreed = _part(Part.AGREED)
    not_to_ask = _part(Part.NOT_TO_ASK)

    @property
    def brief(self) -> dict[Part, str]:
        """What the next firm is told."""
        return {part: self[part.value].data or "" for part in Part}
