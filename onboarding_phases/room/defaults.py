"""The numbers that this room brings to the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "room"
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Customer room"),
    fields=(
        DefaultField("link_days", _l("A link to a room is good for"), 120, 7, 365, unit=_l("days")),
        DefaultField("code_minutes", _l("A code by mail is good for"), 10, 5, 10, unit=_l("minutes")),
        DefaultField("code_guesses", _l("Wrong codes before a new one is needed"), 5, 3, 5),
        DefaultField("session_hours", _l("A visit to a room lasts at most"), 24, 1, 168, unit=_l("hours")),
        DefaultField("guests", _l("People of a customer invited at a time"), 10, 1, 20),
        DefaultField("letter_hour", _l("Letters of what is new go out from"), 8, 6, 12, unit=_l("o'clock")),
        DefaultField("letter_days", _l("The link in such a letter is good for"), 14, 1, 60, unit=_l("days")),
        DefaultField("due_soon_days", _l("A task is due soon"), 3, 1, 10, unit=_l("business days before its day")),
    ),
)
