"""What forms of every room share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from portal.database import db
from portal.errors import RuleViolation


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
        tried.status = 409
