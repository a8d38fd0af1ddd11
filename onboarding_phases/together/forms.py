"""The forms of what is done with several onboardings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.together.enums import Deed
from portal.forms import Form

LONGEST = 2000


class ChooseForm(Form):
    """Which onboardings, and what is to be done with them; sent in the address."""

    class Meta:
        """It changes nothing."""

        csrf = False

    onboardings = SelectMultipleField(_l("Onboardings"), validate_choice=False)
    deed = StringField(_l("What is to be done"), validators=[AnyOf([deed.value for deed in Deed])])


class ActForm(Form):
    """Do what was shown; `seen` stands for what it said."""

    onboardings = SelectMultipleField(_l("Onboardings"), validate_choice=False, validators=[DataRequired()])
    deed = HiddenField(validators=[AnyOf([deed.value for deed in Deed])])
    seen = StringField(widget=HiddenInput(), validators=[InputRequired(), Length(max=64)])
    note = TextAreaField(_l("A word to the reviewer"), validators=[Optional(), Length(max=LONGEST)], default="")
    owner = SelectField(_l("CS owner from now on"), validate_choice=False, default="")
