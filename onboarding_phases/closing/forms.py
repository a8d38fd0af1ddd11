"""The forms of the end of an onboarding."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.forms import Form

LONGEST = 4_000
LONGEST_REASON = 500


class ReviewForm(Form):
    """Something written at the end; `version` is the review's when the page was opened, 0 where there was none."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


class LessonsForm(ReviewForm):
    """What a side learned."""

    text = TextAreaField(_l("What we learned"), validators=[DataRequired(), Length(max=LONGEST)])


class CompleteForm(ReviewForm):
    """The end, as the vendor says it."""

    reached = TextAreaField(_l("What was reached"), validators=[DataRequired(), Length(max=LONGEST)])
    lessons = TextAreaField(_l("What we learned"), validators=[Optional(), Length(max=LONGEST)])
    override_reason = TextAreaField(
        _l("Reason for completing it all the same"), validators=[Optional(), Length(max=LONGEST_REASON)]
    )
