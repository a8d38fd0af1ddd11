"""What the pages of training ask for."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired, Optional

from portal.forms import Form


class EnrolConsultantForm(Form):
    """Whom to enrol in what, and by when it should be done."""

    consultant = SelectField(_l("Consultant"), validators=[InputRequired()])
    course = SelectField(_l("Course"), validators=[InputRequired()])
    due_on = DateField(_l("Due day"), validators=[Optional()])
