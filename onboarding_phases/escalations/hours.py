"""The clock of an escalation: business hours, counted on business days in the vendor's time zone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.business_calendar import BusinessCalendar

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BusinessHours:
    """From when to when people work on a business day, in whole hours of the vendor's time zone."""

    opens: int
    closes: int
    zone: ZoneInfo
    calendar: BusinessCalendar

    def due_at(self, begun_at: datetime, hours: float) -> datetime:
        """The instant at which so many business hours have passed; at closing time, that of the same day."""
        left = timedelta(hours=hours)
        for opens_at, closes_at in self._spans(begun_at):
            if left <= closes_at - opens_at:
                return opens_at + left
            left -= closes_at - opens_at
        raise AssertionError("days do not end")

    def between(self, after: datetime, until: datetime) -> timedelta:
        """The business hours between two instants; negative when `until` is the earlier one."""
        if until < after:
            return -self.between(until, after)
        passed = timedelta()
        for opens_at, closes_at in self._spans(after):
            if opens_at >= until:
                break
            passed += min(closes_at, until) - opens_at
        return passed

    def _spans(self, begun_at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Beginning and end of working time, in UTC, day by day, from an instant on."""
        begun_at = begun_at.astimezone(UTC)
        day = begun_at.astimezone(self.zone).date()
        while True:
            if self.calendar.is_business_day(day):
                opens_at, closes_at = self._at(day, self.opens), self._at(day, self.closes)
                if begun_at < closes_at:
                    yield max(begun_at, opens_at), closes_at
            day += ONE_DAY

    def _at(self, day: date, hour: int) -> datetime:
        wall = datetime.combine(day, time()) + timedelta(hours=hour)
        return wall.replace(tzinfo=self.zone).astimezone(UTC)
