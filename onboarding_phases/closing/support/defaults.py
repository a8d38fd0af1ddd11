"""The numbers of the handoff to support."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "closing"
DEFAULT = Default(
    NUMBERS,
    _l("End of the onboarding"),
    (
        DefaultField(
            "support_days", _l("Support accepts or returns a handoff within"), 2, 1, 30, unit=_l("business days")
        ),
    ),
)
