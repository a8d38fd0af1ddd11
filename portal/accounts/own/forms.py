"""The forms of the own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import EqualTo, InputRequired, Length

from portal.accounts.rules import LONGEST_PASSWORD
from portal.forms import Form
from portal.i18n import LOCALE_NAMES


class EditProfileForm(Form):
    """Name and language."""

    name = StringField(_l("Full name"), [InputRequired(), Length(max=100)])
    locale = SelectField(_l("Language"), choices=[SelectChoice(*pair) for pair in LOCALE_NAMES.items()])


class ChangePasswordForm(Form):
    """The old password as proof, the new one typed twice."""

    current = PasswordField(_l("Present password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])
    password = PasswordField(_l("New password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])
    repeated = PasswordField(
        _l("New password once more"), [InputRequired(), EqualTo("password", _l("The two passwords differ."))]
    )


class EndSessionForm(Form):
    """Nothing but the token that shows whose wish it is."""
