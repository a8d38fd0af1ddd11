"""The numbers that this room brings to the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "onboardings"
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Onboarding: clock, reviews and risk"),
    fields=(
        DefaultField("review_days", _l("Days to review a submission"), 2, 1, 20, unit=_l("business days")),
        DefaultField("back_dating_days", _l("A date may lie back at most"), 2, 0, 20, unit=_l("business days")),
        DefaultField("hold_days_each", _l("One hold stops the clock at most"), 30, 1, 365, unit=_l("days")),
        DefaultField("hold_days_in_all", _l("All holds stop the clock at most"), 45, 1, 365, unit=_l("days")),
        DefaultField("late_days_high", _l("High risk from so many days late"), 7, 1, 90, unit=_l("days")),
        DefaultField("near_days_medium", _l("Medium risk without activation, before X"), 15, 0, 90, unit=_l("days")),
        DefaultField("near_days_high", _l("High risk without activation, before X"), 7, 0, 90, unit=_l("days")),
        DefaultField("returns_medium", _l("Medium risk from so many returns"), 2, 1, 20),
        DefaultField("blocked_days_high", _l("High risk when blocked for"), 5, 1, 90, unit=_l("days")),
        DefaultField("access_days", _l("A firm reads an ended onboarding for"), 30, 0, 365, unit=_l("days")),
    ),
)
