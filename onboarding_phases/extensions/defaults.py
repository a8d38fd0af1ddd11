"""The numbers that this room brings to the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "extensions"
LONGEST = 90
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Moving due days"),
    fields=(DefaultField("answer_days", _l("A request is answered within"), 1, 1, 20, unit=_l("business days")),),
)
