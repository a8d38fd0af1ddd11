"""The forms of the handoff to support; fields are those of its template."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.closing.support.enums import FIELDS
from onboarding_phases.closing.support.models import SupportHandoff
from onboarding_phases.handoff.enums import FieldState
from onboarding_phases.handoff.rules import EMPTY, LONGEST_LONG_TEXT, LONGEST_REASON, Answer
from portal.forms import Form

REASON = "reason_"


class StepForm(Form):
    """A step of the handoff as its reader saw it; 0 where there was none."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class WriteForm(StepForm):
    """All answers; its fields are added by `write_form`."""

    def answers(self) -> dict[str, Answer]:
        """What was entered, by field key: a text, or the reason why there is none."""
        return {key: self._answer(key) for key in FIELDS}

    def _answer(self, key: str) -> Answer:
        value, reason = (self[key].data or "").strip(), (self[REASON + key].data or "").strip()
        if value or not reason:
            return Answer(FieldState.FILLED, value)
        return Answer(FieldState.NOT_APPLICABLE, "", reason)


class ReturnForm(StepForm):
    """What is missing, field by field."""

    def remarks(self) -> dict[str, str]:
        """What was said, by field key."""
        return {key: self[key].data or "" for key in FIELDS}


def write_form(handoff: SupportHandoff | None) -> WriteForm:
    """The form with what is written."""
    answers = handoff.answers if handoff else {}
    entries: dict[str, Any] = {}
    data: dict[str, Any] = {"version": handoff.version if handoff else 0}
    for key, item in FIELDS.items():
        kept = answers.get(key, EMPTY)
        long = [Optional(), Length(max=LONGEST_LONG_TEXT)]
        entries[key] = TextAreaField(item.label, long, description=item.help)
        entries[REASON + key] = StringField(_l("or why it does not apply"), [Optional(), Length(max=LONGEST_REASON)])
        data |= {key: kept.value, REASON + key: kept.reason}
    form: WriteForm = type("FilledWriteForm", (WriteForm,), entries)(data=data)
    return form


def return_form(handoff: SupportHandoff) -> ReturnForm:
    """A remark for each field."""
    entries = {
        key: StringField(item.label, [Optional(), Length(max=LONGEST_REASON)]) for key, item in FIELDS.items()
    }
    form: ReturnForm = type("FilledReturnForm", (ReturnForm,), entries)(data={"version": handoff.version})
    return form
