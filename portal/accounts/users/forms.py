"""The forms by which accounts are given and changed."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.accounts.rules import LONGEST_ADDRESS
from portal.forms import Form
from portal.i18n import LOCALE_NAMES
from portal.people import ROLE_LABELS, Role
from portal.tenancy import Tenant


class InviteUserForm(Form):
    """Whom to invite, as what, and in which language. `firm` is empty for the vendor's own people."""

    name = StringField(_l("Full name"), [InputRequired(), Length(max=100)])
    email = EmailField(_l("Mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    role = SelectField(_l("Role"))
    firm = SelectField(_l("Partner"))
    locale = SelectField(_l("Language"), choices=[SelectChoice(*pair) for pair in LOCALE_NAMES.items()])

    def offer(self, roles: Collection[Role], firms: Collection[Tenant]) -> None:
        """Let the reader choose among these; without firms the field is not asked."""
        self.role.choices = _choices(roles)
        if firms:
            self.firm.choices = [
                SelectChoice("", _l("Vendor")),
                *(SelectChoice(str(firm.id), firm.name) for firm in firms),
            ]
        else:
            del self.firm


class ChangeRoleForm(Form):
    """What a person may do from now on."""

    role = SelectField(_l("Role"))

    def offer(self, roles: Collection[Role]) -> None:
        """Let the reader choose among these."""
        self.role.choices = _choices(roles)


class ActOnUserForm(Form):
    """Nothing but the token that shows whose wish it is."""


def _choices(roles: Collection[Role]) -> list[SelectChoice]:
    return [SelectChoice(role.value, ROLE_LABELS[role]) for role in Role if role in roles]
