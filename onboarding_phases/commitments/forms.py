"""The forms of commitments."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.commitments.enums import SOURCE_LABELS, CommitmentSource
from onboarding_phases.commitments.services import NewCommitment
from portal.forms import Form, choices_of

LONGEST = 1_000
LONGEST_NAME = 200
DAY = _l("Give the day, such as 2026-11-24.")
AFTERWARDS = [(key.value, word) for key, word in SOURCE_LABELS.items() if key is not CommitmentSource.HANDOFF]


class AddCommitmentForm(Form):
    """A commitment that was made after the handoff."""

    text = TextAreaField(_l("What was promised"), validators=[DataRequired(), Length(max=LONGEST)])
    source = RadioField(
        _l("Where it was said"),
        choices=choices_of(AFTERWARDS),
        default=CommitmentSource.MEETING.value,
        validators=[InputRequired()],
    )
    said_by = StringField(_l("Who said it"), validators=[DataRequired(), Length(max=LONGEST_NAME)])
    said_to = StringField(_l("To whom"), validators=[DataRequired(), Length(max=LONGEST_NAME)])
    said_on = DateField(_l("Said on"), validators=[DataRequired(DAY)])
    due_on = DateField(_l("To be kept by"), validators=[DataRequired(DAY)])

    @property
    def words(self) -> NewCommitment:
        """What was typed."""
        return NewCommitment(
            text=self.text.data or "",
            source=CommitmentSource(self.source.data),
            said_by=self.said_by.data or "",
            said_to=self.said_to.data or "",
            said_on=self.said_on.data,
            due_on=self.due_on.data,
        )


class AddAsVendorForm(AddCommitmentForm):
    """The vendor says who is to read it; wider than the vendor alone is a second step."""

    level = SelectField(_l("Who reads it"), choices=[], validators=[InputRequired()])


class ActForm(Form):
    """Something done with a commitment; `version` is that of when the page was opened."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class KeepForm(ActForm):
    """It was kept."""

    proof = TextAreaField(_l("What shows it"), validators=[DataRequired(), Length(max=LONGEST)])
    on = DateField(_l("Kept on"), validators=[DataRequired(DAY)])
    told_on = DateField(_l("Customer told on"), validators=[Optional()])


class RenegotiateForm(ActForm):
    """What the customer agreed to instead."""

    text = TextAreaField(_l("What is promised now"), validators=[DataRequired(), Length(max=LONGEST)])
    due_on = DateField(_l("To be kept by"), validators=[DataRequired(DAY)])
    told_on = DateField(_l("Agreed with the customer on"), validators=[DataRequired(DAY)])


class RefuseForm(ActForm):
    """It will not be kept."""

    reason = TextAreaField(_l("Why"), validators=[DataRequired(), Length(max=LONGEST)])
    told_on = DateField(_l("Customer told on"), validators=[Optional()])


class ConsentForm(ActForm):
    """The owner stands by it."""


class PlanForm(ActForm):
    """By when, and to whom."""

    due_on = DateField(_l("To be kept by"), validators=[DataRequired(DAY)])
    said_to = StringField(_l("To whom"), validators=[Optional(), Length(max=LONGEST_NAME)])


class TellForm(ActForm):
    """The customer was told."""

    on = DateField(_l("Customer told on"), validators=[DataRequired(DAY)])


class ShareForm(ActForm):
    """The second step: more readers, by name."""

    level = RadioField(_l("Who reads it"), choices=[], validators=[InputRequired()])
