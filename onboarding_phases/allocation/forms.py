"""What people fill in around allocations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Regexp

from portal.forms import Form


class RequestRunForm(Form):
    """For which month to match."""

    month = StringField(
        _l("Month of the start"),
        validators=[
            DataRequired(),
            Regexp(r"^2[0-9]{3}-(0[1-9]|1[0-2])\Z", message=_l("Write the month as 2026-12.")),
        ],
    )


class ApproveRunForm(Form):
    """Send the plan's offers."""


class DiscardRunForm(Form):
    """Put the plan aside."""
