"""The numbers that files bring to the settings."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "files"
MEGABYTE = 1024 * 1024
DEFAULT = Default(
    key=NUMBERS,
    title=_l("Files"),
    fields=(
        DefaultField("file_megabytes", _l("One file is at most"), 10, 1, 50, unit=_l("MB")),
        DefaultField("firm_megabytes", _l("A firm keeps at most"), 2_000, 10, 1_000_000, unit=_l("MB")),
        DefaultField("vendor_megabytes", _l("We keep for a firm at most"), 2_000, 10, 1_000_000, unit=_l("MB")),
        DefaultField("orphan_hours", _l("What belongs to nothing is removed after"), 24, 1, 720, unit=_l("hours")),
    ),
)
