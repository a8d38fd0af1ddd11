"""What time it is: the one place that reads the clock, so that tests and the demo can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_set_to: ContextVar[datetime | None] = ContextVar("bansou_clock", default=None)
_default_zone = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The present day where the vendor works."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The day, where the vendor works, in which an instant falls."""
    return instant.astimezone(zone()).date()


def zone() -> ZoneInfo:
    """The vendor's time zone."""
    return _default_zone


def use_zone(name: str) -> None:
    """Take the vendor's time zone from the settings, for the whole process."""
    global _default_zone  # noqa: PLW0603 - the zone is one setting of the process
    _default_zone = ZoneInfo(name)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let everything inside happen at `instant`."""
    token = _set_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
