"""The form of the editor: all that a survey says, in every language, and why it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.surveys.enums import KIND_LABELS, QuestionKind
from onboarding_phases.surveys.questions.rules import LONGEST_INTRO, LONGEST_LINE, MOST_QUESTIONS, Fault, key_for
from onboarding_phases.surveys.values import Question, SurveyText
from portal.forms import Form, choices_of
from portal.i18n import GUEST_LOCALE_NAMES
from portal.settings import GUEST_LOCALES

LONGEST_REASON = 300


class QuestionsForm(Form):
    """What a survey asks; `seen` is the version that stood when the page was opened, `look` asks for a preview."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    look = StringField(validators=[AnyOf(("", *GUEST_LOCALES))], default="")
    reason = StringField(_l("Why it changes"), [InputRequired(), Length(max=LONGEST_REASON)])

    def localized(self, name: str) -> dict[str, str]:
        """A text in every language, from its fields."""
        return {locale: (self[f"{name}_{locale}"].data or "").strip() for locale in GUEST_LOCALES}

    def languages(self, name: str) -> list[Field]:
        """The fields of a text, one for each language."""
        return [self[f"{name}_{locale}"] for locale in GUEST_LOCALES]

    def text(self, known: Mapping[str, QuestionKind]) -> SurveyText:
        """What the form says. Questions keep their keys; `known` are all that this survey ever had."""
        questions: list[Question] = []
        for number, kind in self._filled():
            claimed = self[f"key_{number}"].data or ""
            key = key_for(kind, claimed, known, [question.key for question in questions])
            questions.append(Question(key, kind, self.localized(f"text_{number}")))
        return SurveyText(self.localized("title"), self.localized("intro"), tuple(questions))

    def rows(self) -> Iterator[tuple[int, Field, Field, list[Field]]]:
        """The questions with their fields, and one more that may stay empty."""
        filled = max((number for number, _kind in self._filled()), default=-1) + 1
        for number in range(min(filled + 1, MOST_QUESTIONS)):
            yield number, self[f"key_{number}"], self[f"kind_{number}"], self.languages(f"text_{number}")

    def take_up(self, version: int) -> None:
        """Let the next try replace what somebody else published meanwhile, now that it was said."""
        self.seen.raw_data, self.seen.data = None, version

    def show_faults(self, faults: Iterable[Fault]) -> bool:
        """Put what is missing beside its field, by the rows of the form; says whether anything is."""
        found, rows = list(faults), [number for number, _kind in self._filled()] or [0]
        for fault in found:
            name, _dash, rest = fault.field.partition("_")
            if name in ("text", "kind"):
                place, _dash, locale = rest.partition("_")
                field: Field = self["_".join(filter(None, (name, str(rows[int(place)]), locale)))]
            else:
                field = self[fault.field]
            field.errors = [*field.errors, fault.text]
        return bool(found)

    def _filled(self) -> Iterator[tuple[int, QuestionKind]]:
        for number in range(MOST_QUESTIONS):
            if self[f"kind_{number}"].data in set(QuestionKind):
                yield number, QuestionKind(self[f"kind_{number}"].data)


def questions_form(text: SurveyText, version: int) -> QuestionsForm:
    """The form of a survey, filled with what it asks now."""
    fields: dict[str, Any] = {}
    entered: dict[str, Any] = {"seen": version}
    for locale in GUEST_LOCALES:
        label = GUEST_LOCALE_NAMES[locale]
        fields[f"title_{locale}"] = StringField(label, [Optional(), Length(max=LONGEST_LINE)])
        fields[f"intro_{locale}"] = TextAreaField(label, [Optional(), Length(max=LONGEST_INTRO)])
        entered |= {f"title_{locale}": text.title.get(locale, ""), f"intro_{locale}": text.intro.get(locale, "")}
    kinds = choices_of([("", _l("No question")), *KIND_LABELS.items()])
    for number in range(MOST_QUESTIONS):
        fields[f"key_{number}"] = StringField(widget=HiddenInput(), validators=[Optional(), Length(max=40)])
        fields[f"kind_{number}"] = SelectField(_l("Kind of answer"), choices=kinds, validators=[Optional()])
        for locale in GUEST_LOCALES:
            name = f"text_{number}_{locale}"
            fields[name] = StringField(GUEST_LOCALE_NAMES[locale], [Optional(), Length(max=LONGEST_LINE)])
    for number, question in enumerate(text.questions):
        entered |= {f"key_{number}": question.key, f"kind_{number}": question.kind.value}
        entered |= {f"text_{number}_{locale}": question.text.get(locale, "") for locale in GUEST_LOCALES}
    form: QuestionsForm = type("QuestionsForm", (QuestionsForm,), fields)(**entered)
    return form
