"""The portal's own work as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class GivenUp:
    """The jobs of one kind that failed for good; `error` is the last one's, as the program said it."""

    kind: str
    count: int
    first_at: datetime
    last_at: datetime
    attempts: int
    error: str


@dataclass(frozen=True)
class Behind:
    """How many jobs should have been done by now, and since when the first of them waits."""

    count: int
    since: datetime
