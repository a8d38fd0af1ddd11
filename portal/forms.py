"""What forms of every room share."""

from __future__ import annotations

from flask_wtf import FlaskForm

from portal.errors import RuleViolation


def show_refusal(form: FlaskForm, refusal: RuleViolation) -> None:
    """Put what a service refused beside the field that it is about, or above the form."""
    if refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, str(refusal)]
    else:
        form.form_errors.append(str(refusal))
