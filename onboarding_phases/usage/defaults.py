"""The numbers that this room brings to the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "usage"
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Usage and activation"),
    fields=(
        DefaultField("carry_days", _l("A value counts for so many days after its own"), 7, 0, 60, unit=_l("days")),
    ),
)
