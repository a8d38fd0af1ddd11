"""The forms of the door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from portal.accounts.rules import LONGEST_ADDRESS, LONGEST_PASSWORD
from portal.forms import Form
from portal.settings import LOCALES


class LogInForm(Form):
    """Who somebody says to be, and the proof."""

    email = EmailField(_l("Mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])


class ChooseLanguageForm(Form):
    """The language in which the portal is to speak."""

    locale = StringField(_l("Language"), [AnyOf(LOCALES)])


class LogOutForm(Form):
    """Nothing but the token that shows whose wish it is."""
