"""The forms of invitations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.accounts.rules import LONGEST_ADDRESS
from portal.forms import Form, choices_of
from portal.i18n import GUEST_LOCALE_NAMES


class InviteGuestForm(Form):
    """Whom of the customer to write to, and in which language."""

    name = StringField(_l("Full name"), [InputRequired(), Length(max=100)])
    email = EmailField(_l("Mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    locale = SelectField(
        _l("Language"), choices=choices_of(GUEST_LOCALE_NAMES.items()), validators=[InputRequired()]
    )


class ActOnInvitationForm(Form):
    """Nothing but the token that shows whose wish it is."""
