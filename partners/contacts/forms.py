"""The forms about a firm's contact."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.accounts.rules import LONGEST_ADDRESS
from portal.forms import Form, choices_of
from portal.i18n import LOCALE_NAMES


class InviteContactForm(Form):
    """Whom to write to at the firm, and in which language."""

    name = StringField(_l("Full name"), [InputRequired(), Length(max=100)])
    email = EmailField(_l("Mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    locale = SelectField(_l("Language"), choices=choices_of(LOCALE_NAMES.items()))


class InviteContactAgainForm(Form):
    """Nothing but the token that shows whose wish it is."""
