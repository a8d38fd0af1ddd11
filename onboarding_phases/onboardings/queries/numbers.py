"""Reading onboardings."""

from __future__ import annotations

from collections.abc import Mapping

from onboarding_phases.onboardings.defaults import NUMBERS
from onboarding_phases.onboardings.standing import Bounds
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.defaults.values import Number


def onboarding_numbers() -> Mapping[str, Number]:
    """The numbers of this room's setting, in force today; read once a day and unit of work."""
    known: dict[object, Mapping[str, Number]] = db.session.info.setdefault(NUMBERS, {})
    today = clock.today()
    if today not in known:
        known[today] = numbers(NUMBERS)
    return known[today]


def bounds_in_force() -> Bounds:
    return Bounds.of(onboarding_numbers())
