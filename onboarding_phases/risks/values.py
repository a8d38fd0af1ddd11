"""What is kept of an onboarding's outlook, as pages read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Outlook:
    """When an onboarding is likely to end, and how old usage is, as computed on a day.

    `held` is the share of earlier predictions of its kind for which the range held, None where there were none.
    Without `median_on` there were too few cases. `is_open` says whether the firm may read it.
    """

    on: date
    position: int
    usage_on: date | None
    usage_is_fresh: bool
    early_on: date | None = None
    median_on: date | None = None
    late_on: date | None = None
    due_on: date | None = None
    held: float | None = None
    is_open: bool = False


def outlook_of(kept: Mapping[str, Any] | None) -> Outlook | None:
    """The outlook as it is kept with an onboarding; None before the first night."""
    if not kept:
        return None
    foreseen = kept["foreseen"] or {}
    return Outlook(
        date.fromisoformat(kept["on"]),
        kept["position"],
        _day(kept["usage_on"]),
        kept["usage_is_fresh"],
        early_on=_day(foreseen.get("early_on")),
        median_on=_day(foreseen.get("median_on")),
        late_on=_day(foreseen.get("late_on")),
        due_on=_day(foreseen.get("due_on")),
        held=foreseen.get("held"),
        is_open=foreseen.get("is_open", False),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
