"""Things to be done on days of the past, each at its own hour, in the order in which they would have happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby

from portal import clock
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

Deed = Callable[[], None]
OPENING = time(9, 0)


class Timeline:
    """Deeds by day. Those of one day are done in one transaction, a minute apart, in the order they were added."""

    def __init__(self) -> None:
        self._deeds: list[tuple[date, int, Deed]] = []

    def add(self, day: date, deed: Deed) -> None:
        """Have something done on a day."""
        self._deeds.append((day, len(self._deeds), deed))

    def happen(self, *, until: date) -> Iterator[date]:
        """Let every day up to and including `until` happen; gives each day when it is over."""
        due = sorted(deed for deed in self._deeds if deed[0] <= until)
        for day, deeds in groupby(due, key=lambda deed: deed[0]):
            opening = datetime.combine(day, OPENING, clock.zone())
            with clock.at(opening), unit_of_work(EVERY_TENANT):
                for minutes, (_day, _number, deed) in enumerate(deeds):
                    with clock.at(opening + timedelta(minutes=minutes % 480)):
                        deed()
            yield day
