"""Forms of the page of webhooks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired

from portal.forms import Form, choices_of
from portal.webhooks.queries import kinds_by_name


class MakeSecretForm(Form):
    """For which kind of report a secret is made."""

    kind = SelectField(_l("Kind of report"), [InputRequired()])

    def offer(self) -> None:
        self.kind.choices = choices_of((kind.name, kind.title) for kind in kinds_by_name().values())


class EndSecretForm(Form):
    """Nothing but the token that shows whose wish it is."""
