"""The form by which a token is made."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.api.queries import may_be_acted_for, scopes_by_name
from portal.forms import Form, choices_of, choose_several
from portal.people import ROLE_LABELS


class MakeTokenForm(Form):
    """What a token is for, whom it acts for, what it may do and how long."""

    name = StringField(_l("What it is for"), [InputRequired(), Length(max=100)])
    user = SelectField(_l("Acts for"), [InputRequired()])
    scopes = choose_several(_l("May"), (), validators=[DataRequired(_l("Choose at least one scope."))])
    last_on = DateField(_l("Good until the end of"), [InputRequired()])

    def offer(self) -> None:
        """Let the reader choose among the people and scopes that there are."""
        self.user.choices = choices_of(_people())
        self.scopes.choices = choices_of((name, scope.label) for name, scope in scopes_by_name().items())


class EndForm(Form):
    """Nothing but the token that shows whose wish it is."""


def _people() -> Iterable[tuple[str, str]]:
    for person in may_be_acted_for():
        yield str(person.id), f"{person.name} ({ROLE_LABELS[person.role]})"
