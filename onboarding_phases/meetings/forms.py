"""The forms of meetings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.meetings.services import Words
from onboarding_phases.onboardings.enums import STAGE_LABELS
from onboarding_phases.playbooks.enums import TASK_SIDE_LABELS, TaskSide
from portal.forms import Form, choices_of

LONGEST = 500
LONGEST_MINUTES = 20_000
LONGEST_TASK = 200
PHASES = [(str(position), label) for position, label in STAGE_LABELS.items()]


class MeetingForm(Form):
    """What is written of a meeting."""

    held_on = DateField(_l("Day"), validators=[DataRequired(_l("Give the day, such as 2026-11-24."))])
    people = TextAreaField(_l("Who takes part"), validators=[DataRequired(), Length(max=LONGEST)])
    agenda = TextAreaField(_l("Agenda"), validators=[DataRequired(), Length(max=LONGEST_MINUTES)])
    minutes = TextAreaField(_l("Minutes"), validators=[Optional(), Length(max=LONGEST_MINUTES)])

    @property
    def words(self) -> Words:
        """What was typed."""
        return Words(self.held_on.data, self.people.data, self.agenda.data, self.minutes.data or "")


class EnterMeetingForm(MeetingForm):
    """A new meeting, and who is to read it."""

    level = SelectField(_l("Who reads it"), choices=[], validators=[InputRequired()])


class ChangeMeetingForm(MeetingForm):
    """A meeting as it stands; `version` is that of when the page was opened."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ShareMeetingForm(Form):
    """The second step: more readers, by name."""

    level = RadioField(_l("Who reads it"), choices=[], validators=[InputRequired()])


class AgreeActionForm(Form):
    """What was agreed, as a task."""

    text = TextAreaField(_l("What is to be done"), validators=[DataRequired(), Length(max=LONGEST_TASK)])
    side = RadioField(
        _l("Whose task"),
        choices=choices_of((side.value, label) for side, label in TASK_SIDE_LABELS.items()),
        default=TaskSide.PARTNER.value,
        validators=[InputRequired()],
    )
    position = SelectField(_l("Phase"), coerce=int, choices=choices_of(PHASES), validators=[InputRequired()])
    due_on = DateField(_l("Due"), validators=[Optional()])
