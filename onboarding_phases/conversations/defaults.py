"""The numbers that this room brings to the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "conversations"
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Comments"),
    fields=(
        DefaultField(
            "withdraw_minutes", _l("A shared one may be taken back within"), 15, 0, 1_440, unit=_l("minutes")
        ),
    ),
)
