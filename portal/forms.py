"""What forms of every room share: fields, and what they say of input that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import LazyString, gettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DecimalField, Field, FloatField, IntegerField, SelectFieldBase, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from portal.database import db
from portal.errors import RuleViolation

OWN_SENTENCES: Mapping[str, LazyString] = {
    "This field is required.": _l("This is needed."),
    "Invalid input.": _l("This is not in the form that is asked for."),
    "Invalid email address.": _l("Enter a mail address, such as name@firm.example."),
    "Field must be equal to %(other_name)s.": _l("This differs from “%(other_name)s”."),
    "Field must be at least %(min)d character long.": _l("Enter at least %(min)d characters."),
    "Field must be at least %(min)d characters long.": _l("Enter at least %(min)d characters."),
    "Field cannot be longer than %(max)d character.": _l("Enter at most %(max)d characters."),
    "Field cannot be longer than %(max)d characters.": _l("Enter at most %(max)d characters."),
    "Field must be exactly %(max)d character long.": _l("Enter exactly %(max)d characters."),
    "Field must be exactly %(max)d characters long.": _l("Enter exactly %(max)d characters."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Enter %(min)d to %(max)d characters."),
    "Number must be at least %(min)s.": _l("Enter a number of at least %(min)s."),
    "Number must be at most %(max)s.": _l("Enter a number of at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Enter a number from %(min)s to %(max)s."),
    "Invalid value, must be one of: %(values)s.": _l("Enter one of: %(values)s."),
    "Not a valid choice.": _l("Choose one of the list."),
    "Invalid Choice: could not coerce.": _l("Choose one of the list."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Choose from the list."),
    "'%(value)s' is not a valid choice for this field.": _l("“%(value)s” is not in the list."),
    "'%(value)s' are not valid choices for this field.": _l("“%(value)s” are not in the list."),
    "Not a valid datetime value.": _l("Enter a day and a time, such as 2026-12-01 13:30."),
    "Not a valid date value.": _l("Enter a day, such as 2026-12-01."),
    "Not a valid time value.": _l("Enter a time, such as 13:30."),
    "Not a valid integer value.": _l("Enter a whole number, such as 12."),
    "Not a valid decimal value.": _l("Enter a number, such as 0.5."),
    "Not a valid float value.": _l("Enter a number, such as 0.5."),
}
"""What a field says, by what the form library says: its own words name a fault and not what would be right."""


class Sentences:
    """The words of the fields, in the reader's language, as the form library asks for them."""

    def gettext(self, text: str) -> str:
        own = OWN_SENTENCES.get(text)
        return gettext(text) if own is None else str(own)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return self.gettext(singular if count == 1 else plural)


class Form(FlaskForm):
    """A form whose fields speak as the portal does."""

    class Meta(FlaskForm.Meta):
        """Where the library looks for words."""

        sentences: ClassVar[Sentences] = Sentences()

        def get_translations(self, form: Any) -> Sentences:
            return self.sentences

    def process(self, *args: Any, **kwargs: Any) -> None:
        """As the library does; what no number of the database could be is none, before a validator compares it."""
        super().process(*args, **kwargs)
        for field in self:
            if isinstance(field, IntegerField) and abs(field.data or 0) > MOST_NUMBER:
                _refuse(field, "Not a valid integer value.")
            elif isinstance(field, DecimalField | FloatField) and not _is_finite(field.data):
                _refuse(field, "Not a valid decimal value.")

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """As the library does; a field in which nothing stands is then called by its name."""
        right: bool = super().validate(*args, **kwargs)
        missing = str(OWN_SENTENCES["This field is required."])
        for field in self:
            if missing in field.errors:
                field.errors = [_missing(field) if error == missing else error for error in field.errors]
        return right


LONGEST_NAME = 40
MOST_NUMBER = 2**63 - 1


def _is_finite(number: Decimal | float | None) -> bool:
    """Whether a number can be compared: a NaN that signals raises, and none of them is an amount."""
    return number is None or Decimal(number).is_finite()


def _refuse(field: Field, sentence: str) -> None:
    field.data = None
    field.process_errors.append(str(OWN_SENTENCES[sentence]))


def _missing(field: Field) -> str:
    """That nothing stands in a field; a label that is a sentence of its own is not put into another."""
    name = str(field.label.text)
    if not name or len(name) > LONGEST_NAME or name.endswith(("?", "？", ".", "。")):
        return str(OWN_SENTENCES["This field is required."])
    if isinstance(field, SelectFieldBase):
        return str(_("Choose “%(name)s”.", name=name))
    return str(_("Enter “%(name)s”.", name=name))


def choices_of(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Values and their words, as a select field takes them."""
    return [SelectChoice(str(value), label) for value, label in pairs]


def choose_several(label: Any, pairs: Iterable[tuple[str, Any]], **values: Any) -> SelectMultipleField:
    """A group of checkboxes."""
    boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, choices=choices_of(pairs), **boxes, **values)


def show_refusal(form: FlaskForm, refusal: RuleViolation) -> None:
    """Put what a service refused beside the field that it is about, or above the form."""
    if refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, str(refusal)]
    else:
        form.form_errors.append(str(refusal))


@dataclass
class Attempt:
    """Whether what a form asked for was done; `status` is that of the answer where it was not."""

    done: bool = False
    status: int = 200


@contextmanager
def attempt(form: FlaskForm) -> Iterator[Attempt]:
    """Do what a form asks for; a broken rule undoes it and becomes an error of its field, or of the form."""
    tried = Attempt()
    try:
        with db.session.begin_nested():
            yield tried
        tried.done = True
    except RuleViolation as refused:
        show_refusal(form, refused)
        tried.status = refused.status
