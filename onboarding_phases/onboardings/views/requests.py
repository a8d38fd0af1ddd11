"""What the views of this room share: the row that an address names, and rules that become errors of a form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import abort
from flask_wtf import FlaskForm
from sqlalchemy.orm.attributes import set_committed_value

from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.queries.lists import one_onboarding
from portal.database import db
from portal.errors import RuleViolation
from portal.forms import show_refusal


def onboarding_or_404(code: str) -> Onboarding:
    """The onboarding of an address; a foreign and a missing one look the same."""
    found = one_onboarding(code)
    if found is None:
        abort(404)
    return found


def phase_or_404(code: str, position: int) -> Phase:
    found = onboarding_or_404(code)
    phase = next((phase for phase in found.phases if phase.position == position), None)
    if phase is None:
        abort(404)
    # The session holds rows weakly: without this word the onboarding would be read a second time.
    set_committed_value(phase, "onboarding", found)
    return phase


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
