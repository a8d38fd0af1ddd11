"""The numbers of rehearsals as the product ships them; each can be changed in the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "rehearsals"
REHEARSALS = Default(
    key=NUMBERS,
    title=_l("Rehearsals of the allocation"),
    fields=(
        DefaultField("small_most", _l("A small firm has at most"), 5, 1, 1_000, unit=_l("slots")),
        DefaultField("medium_most", _l("A medium firm has at most"), 12, 1, 1_000, unit=_l("slots")),
        # Two plans for each run, and a worker's lease of ten minutes.
        DefaultField("seconds", _l("Time limit of each plan that is computed"), 60, 1, 200, unit=_l("seconds")),
    ),
)
