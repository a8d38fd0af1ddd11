"""The form by which work is tried again."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from portal.forms import Form


class TryAgainForm(Form):
    """The kind of job whose failures are handed to the worker once more."""

    kind = HiddenField(validators=[InputRequired(), Length(max=100)])
