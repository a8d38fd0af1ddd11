"""What people fill in around offers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.forms import Form


class AcceptOfferForm(Form):
    """Take the customer; the version is the one that was read."""

    version = IntegerField(validators=[InputRequired()])


class DeclineOfferForm(Form):
    """Do not take the customer, and say why."""

    version = IntegerField(validators=[InputRequired()])
    reason = TextAreaField(
        _l("Reason for declining"),
        validators=[
            DataRequired(message=_l("There is no reason yet. It helps to choose the next candidate.")),
            Length(max=1000),
        ],
    )


class WithdrawOfferForm(Form):
    """Take an open offer back, and say why."""

    reason = TextAreaField(
        _l("Reason for withdrawing"),
        validators=[DataRequired(message=_l("There is no reason yet. The firm reads it.")), Length(max=1000)],
    )
