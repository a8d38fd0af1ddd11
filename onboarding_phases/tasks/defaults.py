"""The numbers that this room brings to the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "tasks"
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Tasks and blockers"),
    fields=(DefaultField("answer_days", _l("A blocker is answered within"), 2, 1, 20, unit=_l("business days")),),
)
