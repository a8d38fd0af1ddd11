"""The forms of tasks and blockers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from onboarding_phases.onboardings.enums import STAGE_LABELS
from onboarding_phases.playbooks.enums import TASK_SIDE_LABELS, TaskSide
from portal.forms import Form, choices_of

LONGEST = 2000
LONGEST_TASK = 200
PHASES = [(str(position), label) for position, label in STAGE_LABELS.items()]


class FinishTasksForm(Form):
    """Tick tasks off: the codes of those that were chosen."""

    tasks = SelectMultipleField(
        _l("Tasks"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(_l("Choose the tasks that are done."))],
    )


class AddTaskForm(Form):
    """A task that the playbook does not have."""

    text = TextAreaField(_l("What is to be done"), validators=[DataRequired(), Length(max=LONGEST_TASK)])
    position = SelectField(_l("Phase"), coerce=int, choices=choices_of(PHASES), validators=[InputRequired()])
    side = RadioField(
        _l("Whose task"),
        choices=choices_of((side.value, label) for side, label in TASK_SIDE_LABELS.items()),
        default=TaskSide.PARTNER.value,
        validators=[InputRequired()],
    )
    due_on = DateField(_l("Due"), validators=[Optional()])


class ActOnTaskForm(Form):
    """A step of one task; `version` is that of the task when the page was opened."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class LeaveOutTaskForm(ActOnTaskForm):
    """Leave a task out."""

    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST)])


class RaiseBlockerForm(Form):
    """Say what stops a step."""

    text = TextAreaField(_l("What stops the work"), validators=[DataRequired(), Length(max=LONGEST)])
    side = RadioField(
        _l("Who has to act"),
        choices=choices_of((side.value, label) for side, label in TASK_SIDE_LABELS.items()),
        validators=[InputRequired()],
    )
    position = SelectField(
        _l("Phase"),
        coerce=lambda value: int(value) if value else None,
        choices=choices_of([("", _l("The whole onboarding")), *PHASES]),
        validators=[Optional()],
    )


class ResolveBlockerForm(ActOnTaskForm):
    """Say how a blocker was resolved."""

    resolution = TextAreaField(_l("How it was resolved"), validators=[DataRequired(), Length(max=LONGEST)])
