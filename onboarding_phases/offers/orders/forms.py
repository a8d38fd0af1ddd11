"""What people fill in around written orders."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal.forms import Form

NEEDED = _l("Every written order says this, so it cannot stay empty.")


class IssuerForm(Form):
    """Who orders, where the service is rendered, and how it is paid."""

    name = StringField(_l("Name of the ordering company"), validators=[DataRequired(NEEDED), Length(max=200)])
    address = StringField(_l("Registered address"), validators=[DataRequired(NEEDED), Length(max=300)])
    place = TextAreaField(_l("Place and way of delivery"), validators=[DataRequired(NEEDED), Length(max=500)])
    payment_method = StringField(_l("Way of payment"), validators=[DataRequired(NEEDED), Length(max=200)])
