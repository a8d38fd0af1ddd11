"""The numbers that this room brings to the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "escalations"
HOURS = _l("business hours")
CLOCK = _l("o'clock")
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Escalations"),
    fields=(
        DefaultField("opens", _l("A business day begins at"), 9, 0, 12, unit=CLOCK),
        DefaultField("closes", _l("A business day ends at"), 18, 13, 24, unit=CLOCK),
        DefaultField("hours_urgent", _l("Urgent: an answer within"), 2, 1, 90, unit=HOURS),
        DefaultField("hours_high", _l("High: an answer within"), 4, 1, 90, unit=HOURS),
        DefaultField("hours_normal", _l("Normal: an answer within"), 9, 1, 180, unit=HOURS),
        DefaultField("hours_low", _l("Low: an answer within"), 18, 1, 360, unit=HOURS),
    ),
)
