"""The form that closes a recovery item."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from onboarding_phases.surveys.recoveries.services import LONGEST_DONE
from portal.forms import Form


class CloseRecoveryForm(Form):
    """What was done; `version` is that of the item when the page was opened."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    done = TextAreaField(_l("What was done"), [InputRequired(), Length(max=LONGEST_DONE)])
