"""The forms of saved filters."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from portal.forms import Form


class NameFilterForm(Form):
    """Give a saved filter a name."""

    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=60)])


class SaveFilterForm(NameFilterForm):
    """Save the list as it is filtered; `query` is its address."""

    query = HiddenField(validators=[Optional(), Length(max=2000)], default="")
    is_default = BooleanField(_l("Open the list with it"))


class ChooseDefaultForm(Form):
    """Open the list with a saved filter, or no longer."""

    chosen = HiddenField(validators=[AnyOf(["yes", "no"])])


class DeleteFilterForm(Form):
    """Forget a saved filter."""
