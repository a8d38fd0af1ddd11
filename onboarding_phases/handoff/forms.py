"""What the pages of handoffs ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.handoff.enums import FieldKind, FieldLevel, FieldState
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.handoff.rules import EMPTY, LONGEST_REASON, Answer, checked
from onboarding_phases.handoff.template.fields import Category, Field
from onboarding_phases.handoff.template.sales_to_cs import FIELDS
from portal import clock
from portal.errors import RuleViolation
from portal.forms import Form

STATE, REASON = "state_", "reason_"
STATES = [
    SelectChoice(FieldState.FILLED.value, _l("What is written above")),
    SelectChoice(FieldState.NOT_APPLICABLE.value, _l("Does not apply to this customer")),
    SelectChoice(FieldState.UNKNOWN.value, _l("Not known yet: ask the customer")),
]


class HandoffForm(Form):
    """A change of a handoff as its reader saw it."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())


class SectionForm(HandoffForm):
    """The answers of one category; its fields are added by `section_form`."""

    category: Category

    def answers(self) -> dict[str, Answer]:
        """What was entered, by field key."""
        return {item.key: self._answer(item.key) for item in self.category.fields}

    def _answer(self, key: str) -> Answer:
        state = FieldState(self[STATE + key].data)
        return Answer(state, self[key].data or "", self[REASON + key].data or "")

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Every entry that cannot be says so beside itself, not only the first."""
        if not super().validate(extra_validators):
            return False
        for key, answer in self.answers().items():
            try:
                checked(FIELDS[key], answer)
            except RuleViolation as refusal:
                broken = self[REASON + key] if answer.state is FieldState.NOT_APPLICABLE else self[key]
                broken.errors = [str(refusal)]
        return not self.errors


def section_form(category: Category, handoff: Handoff) -> SectionForm:
    """The form of one category, filled with what is written."""
    entries: dict[str, Any] = {"category": category}
    data: dict[str, Any] = {"version": handoff.version}
    answers = handoff.answers
    for item in category.fields:
        answer = answers.get(item.key, EMPTY)
        entries[item.key] = _entry(item)
        entries[STATE + item.key] = SelectField(_l("This field"), choices=STATES)
        entries[REASON + item.key] = StringField(_l("Reason, or whom to ask"))
        state = FieldState.FILLED if answer.state is FieldState.EMPTY else answer.state
        data |= {item.key: answer.value, STATE + item.key: state.value, REASON + item.key: answer.reason}
    form: SectionForm = type("FilledSectionForm", (SectionForm,), entries)(data=data)
    return form


def _entry(item: Field) -> Any:
    shown = {"label": item.label, "description": item.help}
    if item.kind is FieldKind.CHOICE:
        return SelectField(**shown, choices=_choices(item))
    if item.kind is FieldKind.LONG_TEXT:
        return TextAreaField(**shown, render_kw={"rows": 3})
    if item.kind is FieldKind.DATE:
        return StringField(**shown, render_kw={"type": "date"})
    if item.kind is FieldKind.NUMBER:
        return StringField(**shown, render_kw={"inputmode": "numeric"})
    return StringField(**shown)


def _choices(item: Field) -> list[SelectChoice]:
    return [SelectChoice("", "–"), *(SelectChoice(key, label) for key, label in item.choices.items())]


class ReturnHandoffForm(HandoffForm):
    """What is missing, field by field; its fields are added by `return_form`."""

    def remarks(self) -> dict[str, str]:
        """What was said, by field key."""
        return {key: self[key].data or "" for key in FIELDS}


def return_form(handoff: Handoff) -> ReturnHandoffForm:
    """A remark for each field; those that are required and empty say so already."""
    remark = [Length(max=LONGEST_REASON)]
    entries = {key: StringField(item.label, remark) for key, item in FIELDS.items()}
    answers = handoff.answers
    lacking = {
        key: _l("This is not answered yet.")
        for key, item in FIELDS.items()
        if item.level is FieldLevel.REQUIRED and not answers.get(key, EMPTY).counts
    }
    data = {key: str(text) for key, text in lacking.items()} | {"version": handoff.version}
    form: ReturnHandoffForm = type("FilledReturnForm", (ReturnHandoffForm,), entries)(data=data)
    return form


class AcceptHandoffForm(HandoffForm):
    """Taking over; a handoff that is short of the target needs a reason."""

    override_reason = TextAreaField(_l("Reason for accepting it as it is"), [Length(max=LONGEST_REASON)])


class SignHandoffForm(Form):
    """When the contract was signed."""

    signed_at = DateTimeLocalField(
        _l("Contract signed at"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
    )

    def instant(self) -> datetime | None:
        """The moment that was entered, in the vendor's time zone."""
        entered: datetime | None = self.signed_at.data
        return entered.replace(tzinfo=clock.zone()) if entered else None


def sign_form(handoff: Handoff) -> SignHandoffForm:
    """The form with the moment that is known."""
    known = handoff.signed_at.astimezone(clock.zone()).replace(tzinfo=None) if handoff.signed_at else None
    return SignHandoffForm(data={"signed_at": known})


class OpenHandoffForm(Form):
    """Whose handoff to begin."""

    customer = StringField(_l("Customer"), [InputRequired(), Length(max=20)])
