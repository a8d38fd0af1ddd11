"""The forms of asking."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from onboarding_phases.surveys.enums import MOMENT_LABELS
from onboarding_phases.surveys.services import LONGEST_NAME
from portal.accounts.rules import LONGEST_ADDRESS
from portal.forms import Form, choices_of
from portal.i18n import GUEST_LOCALE_NAMES


class SendSurveyForm(Form):
    """Whom of the customer to ask what, and in which language."""

    moment = SelectField(_l("Survey"), choices=choices_of(MOMENT_LABELS.items()), validators=[InputRequired()])
    name = StringField(_l("Full name"), [InputRequired(), Length(max=LONGEST_NAME)])
    email = EmailField(_l("Mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    locale = SelectField(
        _l("Language"), choices=choices_of(GUEST_LOCALE_NAMES.items()), validators=[InputRequired()]
    )


class WithdrawSurveyForm(Form):
    """Nothing but the token that shows whose wish it is."""
