"""The clock of an onboarding: net and gross days, holds, due days. Values in, values out.

Days are calendar days in the vendor's time zone and the start date is day 0. A hold that starts on one day
and ends on another stops the clock for the days between them: from the 10th to the 13th is three days.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class HoldCause(StrEnum):
    """Who has to act before the work can go on."""

    CUSTOMER = "customer"
    VENDOR = "vendor"
    PARTNER = "partner"

    @property
    def stops_the_net_clock(self) -> bool:
        """A partner's own hold never helps its net days."""
        return self is not HoldCause.PARTNER


@dataclass(frozen=True)
class Hold:
    """A span of days in which the clock stands still.

    `ended_on` is None while the hold lasts. `limit` is the most days that this one hold may count: 0 for one
    that the vendor has yet to confirm, 5 by a right of the firm's tier; None where only the common limits
    apply.
    """

    cause: HoldCause
    started_on: date
    ended_on: date | None = None
    limit: int | None = None


@dataclass(frozen=True)
class HoldLimits:
    """The most days that one hold, and all holds of customer and vendor together, may stop the clock."""

    each: int = 30
    in_all: int = 45


DEFAULT_LIMITS = HoldLimits()


def gross_days(start: date, on: date) -> int:
    """Days since the start, holds included."""
    return (on - start).days


def counted_hold_days(start: date, holds: Iterable[Hold], on: date, *, limits: HoldLimits = DEFAULT_LIMITS) -> int:
    """Days up to `on` in which the net clock stood still for customer or vendor."""
    days = sum(days for hold, days in _spans(start, holds, on, limits) if hold.cause.stops_the_net_clock)
    return min(days, limits.in_all)


def net_days(start: date, holds: Iterable[Hold], on: date, *, limits: HoldLimits = DEFAULT_LIMITS) -> int:
    """Days since the start without the counted holds of customer and vendor."""
    return gross_days(start, on) - counted_hold_days(start, holds, on, limits=limits)


def hold_days_by_cause(
    start: date, holds: Iterable[Hold], on: date, *, limits: HoldLimits = DEFAULT_LIMITS
) -> dict[HoldCause, int]:
    """Counted days up to `on` by cause, as the table `onboardings` exports them.

    What the limit over all holds cuts off is taken from the latest days, so that customer and vendor days
    add up to `counted_hold_days`.
    """
    days = dict.fromkeys(HoldCause, 0)
    left = limits.in_all
    for hold, length in _spans(start, holds, on, limits):
        if hold.cause.stops_the_net_clock:
            length = min(length, left)
            left -= length
        days[hold.cause] += length
    return days


def due_on(
    start: date, due_day: int, holds: Iterable[Hold], on: date, *, limits: HoldLimits = DEFAULT_LIMITS
) -> date:
    """The day by which a phase is due, as it stands on `on`: start + due day + counted hold days so far."""
    return start + timedelta(days=due_day + counted_hold_days(start, holds, on, limits=limits))


def is_on_time(
    start: date,
    due_day: int,
    holds: Iterable[Hold],
    submitted_on: date,
    *,
    limits: HoldLimits = DEFAULT_LIMITS,
) -> bool:
    """Whether a submission of that day keeps the due day, net.

    Ask it of the submission that was later accepted: the days that the vendor takes to review it are not the
    firm's lateness.
    """
    return net_days(start, holds, submitted_on, limits=limits) <= due_day


def _spans(start: date, holds: Iterable[Hold], on: date, limits: HoldLimits) -> Iterator[tuple[Hold, int]]:
    """Give each hold with the days that it takes up to `on`; a day counts for the hold that came first."""
    free_from = start
    for hold in sorted(holds, key=lambda hold: hold.started_on):
        first = max(hold.started_on, free_from)
        last = min(hold.ended_on or on, on)
        longest = limits.each if hold.limit is None else min(limits.each, hold.limit)
        days = max(0, min((last - first).days, longest))
        free_from = max(free_from, first + timedelta(days=days))
        yield hold, days
