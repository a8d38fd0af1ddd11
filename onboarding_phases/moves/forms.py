"""The forms of moves."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from portal.forms import Form


class ChooseForm(Form):
    """Which onboardings are looked at; sent in the address."""

    class Meta:
        """It changes nothing."""

        csrf = False

    onboardings = SelectMultipleField(
        _l("Onboardings"), validate_choice=False, validators=[DataRequired(_l("Choose the onboardings."))]
    )


class MoveForm(Form):
    """Move the onboardings that the preview showed; `seen` stands for what it said."""

    onboardings = SelectMultipleField(_l("Onboardings"), validate_choice=False, validators=[DataRequired()])
    seen = StringField(widget=HiddenInput(), validators=[InputRequired(), Length(max=64)])
    reason = TextAreaField(_l("Why"), [DataRequired(), Length(max=500)])
