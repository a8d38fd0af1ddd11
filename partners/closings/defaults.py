"""The bounds of closing days, which the vendor sets."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "closings"
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Closing days of firms"),
    fields=(
        DefaultField("days_each", _l("One closing lasts at most"), 31, 1, 60, unit=_l("days")),
        DefaultField("days_in_year", _l("All closings of a year last at most"), 60, 1, 120, unit=_l("days")),
    ),
)
