"""What is confirmed before the next candidate is asked."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import DataRequired

from portal.forms import Form


class AskCandidateForm(Form):
    """Send the offer to the firm that was shown."""

    partner = HiddenField(validators=[DataRequired()])
