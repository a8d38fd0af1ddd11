"""The forms of closing days."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.forms import Form


class StateClosingForm(Form):
    """Say from when to when the firm is closed."""

    first_on = DateField(_l("First day"), validators=[InputRequired()])
    last_on = DateField(_l("Last day"), validators=[InputRequired()])
    note = StringField(_l("What it is"), validators=[Optional(), Length(max=80)], default="")


class TakeClosingBackForm(Form):
    """Take closing days back."""
