"""What a calendar of onboardings shows, and risks as rooms above see them and people set them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select

from onboarding_phases.onboardings.enums import RiskLevel, RiskReason


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


@dataclass(frozen=True)
class Sign:
    """A risk that a room above saw in data of a day (`as_of`): it holds from a day on, as long as the data bear it.

    One that is about a phase (`position`) is over when the onboarding stands at another.
    """

    level: RiskLevel
    reason: RiskReason
    from_on: date
    as_of: date
    days: int
    until_on: date | None = None
    position: int | None = None


@dataclass(frozen=True)
class Override:
    """A level that a person set for a time, with a reason and an owner."""

    level: RiskLevel
    from_on: date
    until_on: date
    reason: str
    owner: str

    def holds(self, on: date) -> bool:
        return self.from_on <= on <= self.until_on


@dataclass(frozen=True)
class Risk:
    """How likely an onboarding comes late, and why; `days` (or returns) put the reason in a figure.

    `as_of` is the day of the data that it rests on, None where there are none. With an `override` the level is a
    person's, and the reason still what was found.
    """

    level: RiskLevel
    reason: RiskReason
    days: int
    as_of: date | None = None
    override: Override | None = None


def signs_of(kept: Mapping[str, Any] | None) -> tuple[Sign, ...]:
    """The signs as they are kept with an onboarding."""
    return tuple(
        Sign(
            RiskLevel(item["level"]),
            RiskReason(item["reason"]),
            date.fromisoformat(item["from_on"]),
            date.fromisoformat(item["as_of"]),
            item["days"],
            date.fromisoformat(item["until_on"]) if item["until_on"] else None,
            item["position"],
        )
        for item in (kept or {}).get("signs", [])
    )


def override_of(kept: Mapping[str, Any] | None) -> Override | None:
    """The override as it is kept with an onboarding."""
    if not kept:
        return None
    days = (date.fromisoformat(kept["from_on"]), date.fromisoformat(kept["until_on"]))
    return Override(RiskLevel(kept["level"]), *days, kept["reason"], kept["owner"])


def kept_of(
    progress: Mapping[str, Any] | None, outlook: Mapping[str, Any] | None, override: Mapping[str, Any] | None
) -> tuple[date | None, tuple[Sign, ...], Override | None]:
    """The day of usage, the signs and the override, as they are kept with an onboarding."""
    usage_on = (progress or {}).get("as_of")
    return date.fromisoformat(usage_on) if usage_on else None, signs_of(outlook), override_of(override)
