"""What people fill in around offers."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from onboarding_phases.offers.rules import MOST_YEN
from onboarding_phases.offers.values import Terms
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


class CounterOfferForm(Form):
    """Take the customer on other terms, and say why; the version is the one that was read."""

    version = IntegerField(validators=[InputRequired()])
    slots = IntegerField(_l("Slots"), validators=[InputRequired(), NumberRange(1, 3)])
    start_on = DateField(_l("Start"), validators=[InputRequired()])
    fee = IntegerField(_l("Fee (without tax)"), validators=[InputRequired(), NumberRange(0, MOST_YEN)])
    counter_reason = TextAreaField(
        _l("Reason for the counter-proposal"),
        validators=[
            DataRequired(message=_l("There is no reason yet. The vendor decides by it.")),
            Length(max=1000),
        ],
    )

    @property
    def terms(self) -> Terms:
        """What was proposed."""
        return Terms(self.slots.data or 0, self.start_on.data or date.min, self.fee.data)


class AgreeForm(Form):
    """Agree to what the firm proposes; the version is the one that was read."""

    version = IntegerField(validators=[InputRequired()])


class DeclineCounterForm(Form):
    """Do not agree to what the firm proposes, and say why."""

    version = IntegerField(validators=[InputRequired()])
    counter_reason = TextAreaField(
        _l("Reason for declining the counter-proposal"),
        validators=[DataRequired(message=_l("There is no reason yet. The firm reads it.")), Length(max=1000)],
    )


class ReturnForm(Form):
    """Give an accepted customer back before its start, and say why; the version is the one that was read."""

    version = IntegerField(validators=[InputRequired()])
    reason = TextAreaField(
        _l("Reason for giving it back"),
        validators=[
            DataRequired(message=_l("There is no reason yet. The vendor looks for another firm by it.")),
            Length(max=1000),
        ],
    )


class WithdrawOfferForm(Form):
    """Take an open offer back, and say why."""

    reason = TextAreaField(
        _l("Reason for withdrawing"),
        validators=[DataRequired(message=_l("There is no reason yet. The firm reads it.")), Length(max=1000)],
    )
