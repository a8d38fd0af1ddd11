"""The comment of a firm on the figures of a period."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.surveys.figures.services import LONGEST_REPLY
from portal.forms import Form


class ReplyForm(Form):
    """The comment; `version` is that of the period when the page was opened."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    text = TextAreaField(_l("Comment of the firm"), [Optional(), Length(max=LONGEST_REPLY)])
