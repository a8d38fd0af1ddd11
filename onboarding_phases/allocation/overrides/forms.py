"""What people fill in to act against the solver."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length

from onboarding_phases.allocation.enums import OverrideKind
from portal.forms import Form


class OverrideForm(Form):
    """Pin, ban or move, and why."""

    customer = HiddenField(validators=[DataRequired(), Length(max=40)])
    firm = HiddenField(validators=[DataRequired(), Length(max=40)])
    kind = HiddenField(validators=[AnyOf([str(kind) for kind in OverrideKind])])
    reason = TextAreaField(
        _l("Reason"),
        validators=[
            DataRequired(message=_l("There is no reason yet. It is kept and set beside what comes of it.")),
            Length(max=1000),
        ],
    )


class LiftForm(Form):
    """Lift a pin or a ban."""
