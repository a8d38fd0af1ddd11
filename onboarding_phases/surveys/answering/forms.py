"""The form of a survey, made of what its version asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from onboarding_phases.surveys.answering.services import LONGEST_TEXT
from onboarding_phases.surveys.rules import SCALES, scored, written
from onboarding_phases.surveys.values import Question, Reply
from portal.forms import Form, choices_of
from portal.i18n import localized


class AnswerForm(Form):
    """What a survey asks, and whether the firm may read the words; nothing is chosen beforehand."""

    may_share = BooleanField(_l("The firm may read what I wrote, without my name"))

    def fields_of(self, questions: Iterable[Question]) -> list[tuple[Question, Field]]:
        """The questions with their fields, in the order in which they are asked."""
        return [(question, self[field_of(question)]) for question in questions]

    def reply(self, questions: tuple[Question, ...]) -> Reply:
        """The answer that the form holds."""
        return Reply(
            {one.key: int(self[field_of(one)].data) for one in scored(questions)},
            {one.key: self[field_of(one)].data or "" for one in written(questions)},
            bool(self.may_share.data),
        )


def field_of(question: Question) -> str:
    """The name of a question's field; keys cannot take the name of another field."""
    return f"q_{question.key}"


def answer_form(questions: Iterable[Question], **given: Any) -> AnswerForm:
    """The form of a survey."""
    fields: dict[str, Any] = {}
    for question in questions:
        label = localized(question.text)
        if question.kind in SCALES:
            low, high = SCALES[question.kind]
            numbers = choices_of((str(value), str(value)) for value in range(low, high + 1))
            checks = [InputRequired(_l("Choose one of the numbers."))]
            fields[field_of(question)] = RadioField(label, choices=numbers, validators=checks)
        else:
            most = Length(max=LONGEST_TEXT, message=_l("Write at most %(count)s characters.", count=LONGEST_TEXT))
            fields[field_of(question)] = TextAreaField(label, [Optional(), most])
    form: AnswerForm = type("AnswerForm", (AnswerForm,), fields)(**given)
    return form
