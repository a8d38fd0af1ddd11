"""What the pages of an attempt take in."""

from __future__ import annotations

from wtforms import BooleanField, SelectMultipleField, StringField

from portal.forms import Form


class AnswerForm(Form):
    """One answer, as places on the paper or as a typed text; `go` is the button that was pressed."""

    answer = SelectMultipleField(validate_choice=False)
    to_review = BooleanField()
    go = StringField()

    @property
    def sent(self) -> tuple[str, ...]:
        """What was answered, in the sequence in which the page holds it; the rules say whether it may be."""
        return tuple(self.answer.data or ())
