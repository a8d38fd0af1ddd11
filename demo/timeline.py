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
    """Deeds by day. Those of one month are done in one transaction, each a minute after the one before it."""

    def __init__(self) -> None:
        self._deeds: list[tuple[date, int, Deed]] = []

    def add(self, day: date, deed: Deed) -> None:
        """Have something done on a day."""
        self._deeds.append((day, len(self._deeds), deed))

    def happen(self, *, until: date) -> Iterator[date]:
        """Let every day up to and including `until` happen; gives the last day of each month that is over."""
        due = sorted(deed for deed in self._deeds if deed[0] <= until)
        for _month, deeds in groupby(due, key=lambda deed: (deed[0].year, deed[0].month)):
            month = list(deeds)
            with unit_of_work(EVERY_TENANT):
                for day, of_day in groupby(month, key=lambda deed: deed[0]):
                    self._do(day, [deed for _day, _number, deed in of_day])
            yield month[-1][0]

    def _do(self, day: date, deeds: list[Deed]) -> None:
        opening = datetime.combine(day, OPENING, clock.zone())
        for minutes, deed in enumerate(deeds):
            with clock.at(opening + timedelta(minutes=minutes % 480)):
                deed()
