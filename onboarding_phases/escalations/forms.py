"""The forms of escalations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from onboarding_phases.escalations.enums import KIND_LABELS, SEVERITY_LABELS, Severity
from onboarding_phases.escalations.rules import OWNING_ROLES
from portal.forms import Form, choices_of
from portal.levels import Level
from portal.people import ROLE_LABELS

LONGEST = 4000
LONGEST_SUBJECT = 200
KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
SEVERITIES = [(severity.value, label) for severity, label in SEVERITY_LABELS.items()]
ROLES = [(role.value, ROLE_LABELS[role]) for role in OWNING_ROLES]


class ReadersForm(Form):
    """Whoever writes says who reads it: the narrowest is chosen, and a wider one is confirmed.

    Where only one is possible nothing is asked.
    """

    level = RadioField(_l("Who reads it"), validators=[InputRequired()])
    confirmed = BooleanField(_l("I have checked that the wider circle may read this"))

    def offer(self, levels: Sequence[Level], words: dict[Level, Any]) -> None:
        """The readers to choose from, the narrowest first."""
        self.narrowest = levels[0]
        self.level.choices = choices_of((level.value, words[level]) for level in levels)
        if not self.level.raw_data:
            self.level.data = levels[0].value
        if len(levels) == 1:
            del self.level, self.confirmed

    @property
    def chosen(self) -> Level:
        return Level(self.level.data) if "level" in self else self.narrowest

    def validate_confirmed(self, field: BooleanField) -> None:
        # What is none of the readers is refused beside them.
        if self.level.data not in {*Level}:
            return
        if self.chosen is not self.narrowest and not field.data:
            raise ValidationError(_("Tick this to let the other side read it, or choose the narrower circle."))


class RaiseEscalationForm(ReadersForm):
    """Pass a problem to the role that owns its kind."""

    kind = RadioField(
        lazy_pgettext("escalation", "What it is about"), choices=choices_of(KINDS), validators=[InputRequired()]
    )
    severity = RadioField(
        _l("How pressing it is"),
        choices=choices_of(SEVERITIES),
        default=Severity.NORMAL.value,
        validators=[InputRequired()],
    )
    subject = StringField(
        lazy_pgettext("escalation", "Subject"), validators=[DataRequired(), Length(max=LONGEST_SUBJECT)]
    )
    text = TextAreaField(_l("What happened and what is needed"), validators=[DataRequired(), Length(max=LONGEST)])


class ActForm(ReadersForm):
    """A step of one escalation; `version` is that of the escalation when the page was opened."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class WordsForm(ActForm):
    """A step with a text."""

    text = TextAreaField(_l("Text"), validators=[DataRequired(), Length(max=LONGEST)])


class SaidForm(WordsForm):
    """A step with a text that the customer may have been told too."""

    told_customer = BooleanField(_l("The customer was told the same"))


class TransferForm(WordsForm):
    """Pass it to another role."""

    to_role = SelectField(_l("To"), choices=choices_of(ROLES), validators=[InputRequired()])


class ReviewForm(ActForm):
    """A review without blame."""

    happened = TextAreaField(
        lazy_pgettext("review", "What happened"), validators=[DataRequired(), Length(max=LONGEST)]
    )
    helped = TextAreaField(_l("What helped"), validators=[DataRequired(), Length(max=LONGEST)])
    changes = TextAreaField(_l("What we will change"), validators=[DataRequired(), Length(max=LONGEST)])


class TakeOverForm(Form):
    """Take over the case, knowing what it counts as."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    text = TextAreaField(_l("What the firm reads"), validators=[DataRequired(), Length(max=LONGEST)])
    understood = BooleanField(
        _l("I take over the case and know what it counts as"),
        validators=[DataRequired(_l("Tick this to take over the case."))],
    )


class ChangeRouteForm(Form):
    """Let another role own a kind of problem."""

    role = RadioField(
        _l("Who owns it"),
        choices=choices_of((role.value, ROLE_LABELS[role]) for role in OWNING_ROLES),
        validators=[InputRequired()],
    )
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST)])
