"""The forms of due days that move."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.extensions.defaults import LONGEST
from portal.forms import Form

LONGEST_TEXT = 500


class LookForm(Form):
    """Which phase is due how many days later; sent in the address."""

    class Meta:
        """It changes nothing."""

        csrf = False

    phase = SelectField(_l("Phase"), coerce=int, validators=[InputRequired()])
    days = IntegerField(_l("Later by"), validators=[InputRequired(), NumberRange(min=1, max=LONGEST)])


class MoveDueDaysForm(Form):
    """Move what the preview showed, or ask for it; `seen` stands for what it said."""

    phase = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=1, max=6)])
    days = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(min=1, max=LONGEST)])
    seen = StringField(widget=HiddenInput(), validators=[InputRequired(), Length(max=64)])
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST_TEXT)])


class WithdrawExtensionForm(Form):
    """Take a request back; `seen` names the one that was seen."""

    seen = HiddenField(validators=[InputRequired(), Length(max=40)])


class DecideExtensionForm(Form):
    """Approve a request or refuse it; `seen` names the one that was seen."""

    seen = HiddenField(validators=[InputRequired(), Length(max=40)])
    decision = HiddenField(validators=[AnyOf(["approve", "refuse"])])
    answer = TextAreaField(_l("Reason for refusing"), validators=[Optional(), Length(max=LONGEST_TEXT)], default="")
