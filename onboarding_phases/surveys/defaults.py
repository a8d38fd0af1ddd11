"""The numbers that this room brings to the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "surveys"
BUSINESS_DAYS = _l("business days")
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Surveys"),
    fields=(
        DefaultField("handoff_phase", _l("The first survey is sent once past phase"), 1, 1, 2),
        DefaultField("midway_phase", _l("The survey mid-way is sent once past phase"), 3, 3, 5),
        DefaultField("people", _l("People of a customer who are asked at a time"), 3, 1, 10),
        DefaultField("link_days", _l("A survey can be answered for"), 21, 7, 90, unit=_l("days")),
        DefaultField("reminder_days", _l("A reminder is sent after"), 3, 1, 20, unit=BUSINESS_DAYS),
        DefaultField("reminders", _l("Reminders at most"), 2, 0, 5),
        DefaultField("least", _l("Figures only from so many customers"), 3, 3, 20),
        DefaultField("low_satisfaction", _l("A satisfaction is low at or below"), 2, 1, 4),
        DefaultField("high_effort", _l("An effort is too high at or above"), 6, 2, 7),
        DefaultField("low_recommend", _l("A likelihood to recommend is low at or below"), 4, 0, 9),
        DefaultField("recovery_days", _l("A low score is followed up within"), 1, 1, 10, unit=BUSINESS_DAYS),
    ),
)
