"""What can be done with several onboardings at once."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Deed(StrEnum):
    """What is done, to each by the service that does it to one."""

    ACCEPT = "accept"
    OWNER = "owner"
    START = "start"
    SUBMIT = "submit"


DEED_LABELS: dict[Deed, LazyString] = {
    Deed.ACCEPT: _l("Accept submissions"),
    Deed.OWNER: _l("Change the CS owner"),
    Deed.START: _l("Start the next phase"),
    Deed.SUBMIT: _l("Submit the phase in progress"),
}
DEED_ICONS: dict[Deed, str] = {
    Deed.ACCEPT: "check",
    Deed.OWNER: "user",
    Deed.START: "player-play",
    Deed.SUBMIT: "send",
}
