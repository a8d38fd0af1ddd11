"""The forms behind a link, and the one that asks for it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from portal.accounts.rules import LONGEST_ADDRESS, LONGEST_PASSWORD
from portal.forms import Form


class RequestPasswordLinkForm(Form):
    """Where the link should go, if there is an account."""

    email = EmailField(_l("Mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])


class ChoosePasswordForm(Form):
    """A new password, typed twice."""

    password = PasswordField(_l("New password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])
    repeated = PasswordField(
        _l("New password once more"), [InputRequired(), EqualTo("password", _l("The two passwords differ."))]
    )
