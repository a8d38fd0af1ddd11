"""The forms of a room, in the languages that customers read."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired, Length
from wtforms.widgets import HiddenInput

from portal.forms import Form
from portal.settings import GUEST_LOCALES

LONGEST_CODE = 40


class SendCodeForm(Form):
    """Nothing but the token that shows whose wish it is."""


class EnterCodeForm(Form):
    """The short code that came by mail."""

    code = StringField(
        _l("Code"),
        [
            InputRequired(_l("Enter the six digits from the mail.")),
            Length(max=LONGEST_CODE, message=_l("Enter the six digits from the mail.")),
        ],
    )


class ChooseRoomLanguageForm(Form):
    """The language in which the room is to speak; `step` is the page of the door to go back to."""

    locale = StringField(_l("Language"), [AnyOf(GUEST_LOCALES)])
    step = StringField(validators=[AnyOf(("", "code"))], default="")


class LeaveRoomForm(Form):
    """Nothing but the token that shows whose wish it is."""


class TickOffForm(Form):
    """A task of the customer's is done; `version` is that of the task when the page was opened."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class SwitchLettersForm(Form):
    """Whether letters of what is new are wished."""

    wanted = StringField(validators=[AnyOf(("yes", "no"))])
