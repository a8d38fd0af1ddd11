"""The numbers of the capacity plan as the product ships them; each can be changed in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField, Number

NUMBERS = "forecast"
FORECAST = Default(
    key=NUMBERS,
    title=_l("Capacity plan"),
    fields=(
        DefaultField("trend_months", _l("The trend looks at the last"), 12, 1, 12, unit=_l("months")),
        DefaultField("trend_least", _l("No trend from fewer months with a year before than"), 3, 1, 12),
        DefaultField("tests_least", _l("No error of an estimate from fewer tests than"), 6, 1, 12),
        DefaultField("slots_per_person", _l("Slots that one in-house person carries a month"), 4, 1, 50),
        DefaultField("strength_level", _l("A firm counts for a strength from level"), 3, 1, 5),
    ),
)


@dataclass(frozen=True)
class Gauge:
    """The numbers by which the months ahead are estimated."""

    trend_months: int
    trend_least: int
    tests_least: int
    slots_per_person: int
    strength_level: int

    @classmethod
    def of(cls, numbers: Mapping[str, Number]) -> Gauge:
        """Take them from the setting of this room."""
        return cls(**{field.key: int(numbers[field.key]) for field in FORECAST.fields})
