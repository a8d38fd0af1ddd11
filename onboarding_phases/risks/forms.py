"""The forms of risks and plays."""

from __future__ import annotations

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.playbooks.enums import TASK_SIDE_LABELS, TaskSide
from onboarding_phases.risks.enums import LEVEL_LABELS
from onboarding_phases.risks.models import PlayTemplate
from portal.forms import Form, choices_of
from portal.i18n import LOCALE_NAMES
from portal.settings import LOCALES

LONGEST = 2000
LONGEST_TITLE = 120
SIDES = (TaskSide.VENDOR, TaskSide.PARTNER)


def _title(locale: str) -> LazyString:
    return _l("Title (%(language)s)", language=LOCALE_NAMES[locale])


def _text(locale: str) -> LazyString:
    return _l("What helps (%(language)s)", language=LOCALE_NAMES[locale])


class SetRiskForm(Form):
    """Set the level of a risk for a time; `seen` names the level that was set when the page was opened."""

    level = RadioField(
        _l("Level"),
        choices=choices_of((level.value, label) for level, label in LEVEL_LABELS.items()),
        validators=[InputRequired()],
    )
    reason = TextAreaField(_l("Reason"), validators=[DataRequired(), Length(max=LONGEST)])
    owner = SelectField(_l("Owner"), validators=[InputRequired()])
    until_on = DateField(_l("Last day"), validators=[InputRequired()])
    seen = HiddenField(default="")


class FreeRiskForm(Form):
    """Let the data say the level again; `seen` names the level that was set when the page was opened."""

    seen = HiddenField(default="")


class FinishPlayForm(Form):
    """Say that a play is done; `version` is that of the play when the page was opened."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class TemplateForm(Form):
    """What is proposed against a cause; texts are fields by language."""

    title_ja = StringField(_title("ja"), [DataRequired(), Length(max=LONGEST_TITLE)])
    title_en = StringField(_title("en"), [DataRequired(), Length(max=LONGEST_TITLE)])
    text_ja = TextAreaField(_text("ja"), [DataRequired(), Length(max=LONGEST)])
    text_en = TextAreaField(_text("en"), [DataRequired(), Length(max=LONGEST)])
    side = RadioField(
        _l("Who does it"),
        choices=choices_of((side.value, TASK_SIDE_LABELS[side]) for side in SIDES),
        validators=[InputRequired()],
    )
    due_days = IntegerField(_l("Due within (business days)"), validators=[InputRequired(), NumberRange(1, 30)])
    metric = StringField(_l("Metric of usage"), validators=[Optional(), Length(max=80)], default="")
    is_active = BooleanField(_l("Propose it when the risk appears"))
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def words(self, name: str) -> dict[str, str]:
        """A text in its languages, as entered."""
        return {locale: (self[f"{name}_{locale}"].data or "").strip() for locale in LOCALES}


def entered(template: PlayTemplate) -> dict[str, Any]:
    """What the fields of a template hold when its page is opened."""
    words = {"title": template.title, "text": template.text}
    texts = {f"{name}_{locale}": text.get(locale, "") for name, text in words.items() for locale in LOCALES}
    return {
        **texts,
        "side": template.side.value,
        "due_days": template.due_days,
        "metric": template.metric or "",
        "is_active": template.is_active,
        "version": template.version,
    }
