"""The forms of the editor. Each carries `version`: that of the draft when the page was opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FloatField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from onboarding_phases.playbooks.enums import STEP_KIND_LABELS, TASK_SIDE_LABELS, StepKind, TaskSide
from onboarding_phases.playbooks.rules import EFFORTS, PHASE_TEXTS, POSITIONS, Fault, day_field
from onboarding_phases.playbooks.values import Condition, PhaseText, PlaybookText, TaskText
from portal.forms import Form, choices_of, choose_several
from portal.i18n import LOCALE_NAMES, localized
from portal.settings import LOCALES

LONGEST = 500
LONGEST_TITLE = 200
LONGEST_NAME = 60
LATEST_DAY = 730
MOST_CONDITIONS = 8
PHASE_TEXT_LABELS = {
    "name": _l("Name"),
    "outcome": _l("Outcome"),
    "evidence": _l("What shows it"),
    "acceptance": _l("Accepted when"),
}


class DraftForm(Form):
    """A step of a draft."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def show_faults(self, faults: Iterable[Fault]) -> bool:
        """Put what is wrong beside its fields; says whether anything is."""
        found = list(faults)
        for fault in found:
            field: Field = self._fields[fault.field]
            field.errors = [*field.errors, fault.text]
        return bool(found)

    def localized(self, name: str) -> dict[str, str]:
        """A text in every language, from its fields."""
        return {locale: (self[f"{name}_{locale}"].data or "").strip() for locale in LOCALES}


class NameForm(DraftForm):
    """What a product is called, in each language."""

    def name(self) -> dict[str, str]:
        return self.localized("name")


def name_form(text: PlaybookText, version: int) -> NameForm:
    """The form of a product's name."""
    entered = {f"name_{locale}": text.name.get(locale, "") for locale in LOCALES}
    form: NameForm = type("NameForm", (NameForm,), _name_fields())(version=version, **entered)
    return form


class NewProductForm(Form):
    """A product that has no playbook yet: its word, its name, and `product:version` of what to begin from."""

    product = StringField(_l("Word of the product"), [InputRequired(), Length(max=60)])
    base = SelectField(_l("Begin from"), [InputRequired()])

    def name(self) -> dict[str, str]:
        return {locale: self[f"name_{locale}"].data for locale in LOCALES}

    def base_version(self) -> tuple[str, int]:
        product, _colon, version = self.base.data.rpartition(":")
        return product, int(version)


def new_product_form(bases: Iterable[tuple[str, Any]]) -> NewProductForm:
    """The form with which a product's first playbook begins; `bases` are choices with their words."""
    form: NewProductForm = type("NewProductForm", (NewProductForm,), _name_fields())()
    form.base.choices = choices_of(bases)
    return form


def _name_fields() -> dict[str, StringField]:
    kept = [InputRequired(), Length(max=LONGEST_NAME)]
    return {f"name_{locale}": StringField(_in_language(_l("Name"), locale), kept) for locale in LOCALES}


class PublishForm(DraftForm):
    """Make a draft the next version."""

    reason = TextAreaField(_l("Why"), [DataRequired(), Length(max=LONGEST)])


class MoveTaskForm(DraftForm):
    """Put a task one place further up or down."""

    steps = IntegerField(validators=[InputRequired(), NumberRange(-1, 1)])


class ScheduleForm(DraftForm):
    """X and the due days of the six phases; those of single segments may stay empty."""

    x_days = IntegerField(_l("X: active within"), [InputRequired(), NumberRange(6, LATEST_DAY)])

    def days(self) -> list[int]:
        return [self[day_field(position)].data for position in POSITIONS]

    def own_days(self) -> list[dict[int, int]]:
        fields = [{effort: self[day_field(position, effort)].data for effort in EFFORTS} for position in POSITIONS]
        return [{effort: day for effort, day in own.items() if day is not None} for own in fields]


def schedule_form(text: PlaybookText, version: int) -> ScheduleForm:
    """The form of X and due days, with a field for each phase and segment."""
    fields: dict[str, Any] = {}
    entered: dict[str, int] = {"x_days": text.x_days, "version": version}
    for position, phase in enumerate(text.phases, 1):
        label = _l("Day of phase %(number)s", number=position)
        fields[day_field(position)] = IntegerField(label, [InputRequired(), NumberRange(1, LATEST_DAY)])
        entered[day_field(position)] = phase.due_day
        for effort in EFFORTS:
            label = _l("Day of phase %(number)s, effort %(effort)s", number=position, effort=effort)
            own = day_field(position, effort)
            fields[own] = IntegerField(label, [Optional(), NumberRange(1, LATEST_DAY)])
            if effort in phase.due_days:
                entered[own] = phase.due_days[effort]
    form: ScheduleForm = type("ScheduleForm", (ScheduleForm,), fields)(**entered)
    return form


class RuleForm(DraftForm):
    """The conditions of activation; rows that are left empty are none."""

    def conditions(self) -> list[tuple[int, Condition]]:
        """The conditions with the rows that they stand in."""
        found = []
        for number in range(MOST_CONDITIONS):
            metric, least = (self[f"{name}_{number}"].data for name in ("metric", "at_least"))
            label = self.localized(f"label_{number}")
            if (metric or "").strip() or least is not None or any(label.values()):
                found.append((number, Condition((metric or "").strip(), _whole(least or 0), label)))
        return found

    def rows(self) -> Iterator[tuple[int, list[Field]]]:
        """The fields row by row: what is filled in, and two more."""
        filled = max((number for number, _condition in self.conditions()), default=-1) + 1
        for number in range(min(filled + 2, MOST_CONDITIONS)):
            names = ["metric", "at_least"]
            labels = [self[f"label_{number}_{locale}"] for locale in LOCALES]
            yield number, [*(self[f"{name}_{number}"] for name in names), *labels]


def rule_form(text: PlaybookText, version: int) -> RuleForm:
    """The form of an activation rule."""
    fields: dict[str, Any] = {}
    for number in range(MOST_CONDITIONS):
        fields[f"metric_{number}"] = StringField(_l("Metric"), [Optional(), Length(max=80)])
        fields[f"at_least_{number}"] = FloatField(_l("At least"), [Optional(), NumberRange(0, 1e12)])
        for locale in LOCALES:
            label = _l("Name (%(language)s)", language=LOCALE_NAMES[locale])
            fields[f"label_{number}_{locale}"] = StringField(label, [Optional(), Length(max=LONGEST_TITLE)])
    entered: dict[str, Any] = {"version": version}
    for number, item in enumerate(text.rule):
        entered |= {f"metric_{number}": item.metric, f"at_least_{number}": item.at_least}
        entered |= {f"label_{number}_{locale}": item.label.get(locale, "") for locale in LOCALES}
    form: RuleForm = type("RuleForm", (RuleForm,), fields)(**entered)
    return form


def phase_form(phase: PhaseText, version: int) -> DraftForm:
    """The form of what a phase says, in each language."""
    fields: dict[str, Any] = {}
    entered: dict[str, Any] = {"version": version}
    for what in PHASE_TEXTS:
        for locale in LOCALES:
            kind = StringField if what == "name" else TextAreaField
            label = _in_language(PHASE_TEXT_LABELS[what], locale)
            fields[f"{what}_{locale}"] = kind(label, [InputRequired(), Length(max=LONGEST)])
            entered[f"{what}_{locale}"] = getattr(phase, what).get(locale, "")
    form: DraftForm = type("PhaseForm", (DraftForm,), fields)(**entered)
    return form


class TaskForm(DraftForm):
    """A task: what it is in each language, whose, what it binds, and what comes before."""

    side = RadioField(_l("Whose task"), choices=choices_of(TASK_SIDE_LABELS.items()), default=TaskSide.PARTNER.value)
    kind = RadioField(_l("Kind"), choices=choices_of(STEP_KIND_LABELS.items()), default=StepKind.REFERENCE.value)
    is_optional = BooleanField(_l("Optional: a firm may leave it out where its tier gives the right to"))
    position = SelectField(_l("Phase"), coerce=int)
    depends_on = choose_several(_l("Comes after"), ())

    def task(self, key: str) -> TaskText:
        """The task that the form describes."""
        return TaskText(
            key,
            TaskSide(self.side.data),
            StepKind(self.kind.data),
            self.localized("title"),
            tuple(self.depends_on.data or ()),
            bool(self.is_optional.data),
        )


def task_form(task: TaskText | None, position: int, text: PlaybookText, version: int) -> TaskForm:
    """The form of a task in the phase `position` of a playbook; it may wait for any other task there."""
    key, numbers = task.key if task else None, text.numbers()
    others = {
        other.key: f"{numbers[other.key]} {localized(other.title)}"
        for _position, _place, other in text.tasks()
        if other.key != key
    }
    fields = {
        f"title_{locale}": StringField(
            _in_language(_l("What is to be done"), locale), [InputRequired(), Length(max=LONGEST_TITLE)]
        )
        for locale in LOCALES
    }
    entered: dict[str, Any] = {"version": version, "position": position}
    if task is not None:
        entered |= {f"title_{locale}": task.title.get(locale, "") for locale in LOCALES}
        entered |= {"side": task.side.value, "kind": task.kind.value, "is_optional": task.is_optional}
        entered["depends_on"] = list(task.depends_on)
    form: TaskForm = type("TaskForm", (TaskForm,), fields)(**entered)
    form.position.choices = choices_of(
        (str(number), f"{number} {localized(phase.name)}") for number, phase in enumerate(text.phases, 1)
    )
    form.depends_on.choices = choices_of(others.items())
    return form


class CompareForm(Form):
    """Which two versions are set side by side; sent in the address."""

    class Meta:
        """It changes nothing."""

        csrf = False

    before = SelectField(_l("From version"), coerce=int, validators=[InputRequired()])
    after = SelectField(_l("To version"), coerce=int, validators=[InputRequired()])


def _in_language(label: Any, locale: str) -> Any:
    return _l("%(label)s (%(language)s)", label=label, language=LOCALE_NAMES[locale])


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number
