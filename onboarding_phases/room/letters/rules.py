"""When letters go out, and when a task is due soon. Needs no database."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.business_calendar import BusinessCalendar

CALENDAR = BusinessCalendar()
# What is written down in one transaction may be seen a moment later than it says: letters leave that moment out.
SETTLED = timedelta(minutes=1)


def next_morning(now: datetime, *, hour: int, zone: ZoneInfo) -> datetime:
    """The next instant at which letters go out: today's, if that is a business day and it is still to come."""
    here = now.astimezone(zone)
    today = datetime.combine(here.date(), time(hour), zone)
    if CALENDAR.is_business_day(here.date()) and here < today:
        return today
    return datetime.combine(CALENDAR.add(here.date(), 1), time(hour), zone)


def soon_from(due_on: date, *, days: int, zone: ZoneInfo) -> datetime:
    """The instant from which a task is due soon: the beginning of the business day so many before its day."""
    return datetime.combine(CALENDAR.add(due_on, -days), time(0), zone)
