"""What a calendar of onboardings shows, handed between this room and those above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True)
class DayEntry:
    """One thing on one day: `kind` names its look; it leads to the page that it is about."""

    on: date
    kind: str
    customer: str
    href: str
    text: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class DaySpan:
    """The days that a calendar shows, and the ids of the onboardings that its reader narrowed it to."""

    first: date
    last: date
    onboarding_ids: Callable[[], Select[Any]]
    most: int
    partner_code: str = ""
