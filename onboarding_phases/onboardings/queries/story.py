"""All that happened to an onboarding, as one story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onboarding_phases.onboardings.models import Onboarding, OnboardingChange, Phase, PhaseChange
from onboarding_phases.onboardings.queries.rows import phase_name
from portal.i18n import localized


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `kind` is a change of the onboarding, or the state that a phase came into."""

    at: datetime
    on: date
    actor: str
    kind: str
    values: dict[str, Any]
    phase: str = ""
    position: int | None = None
    reason: str = ""
    by_portal: bool = False


def story_of(onboarding: Onboarding) -> list[Entry]:
    """Everything, the latest first."""
    told = [_of_phase(phase, change) for phase in onboarding.phases for change in phase.changes]
    labels = {item["metric"]: localized(item.get("label")) for item in onboarding.playbook.activation_rule}
    told += [_of_onboarding(change, labels) for change in onboarding.changes]
    # What happened at one moment is told in its order too: the last of it first.
    return sorted(told, key=lambda entry: entry.at)[::-1]


def _of_phase(phase: Phase, change: PhaseChange) -> Entry:
    return Entry(
        at=change.at,
        on=change.on,
        actor=change.actor_name,
        kind=change.to_state.value,
        values={},
        phase=phase_name(phase),
        position=phase.position,
        reason=change.reason,
        by_portal=change.actor_id is None,
    )


def _of_onboarding(change: OnboardingChange, labels: Mapping[str, str]) -> Entry:
    return Entry(
        at=change.at,
        on=change.on,
        actor=change.actor_name,
        kind=change.kind.value,
        values={
            **{name: _day(value) for name, value in change.values.items()},
            "corrected": [_correction(item, labels) for item in change.values.get("corrected", ())],
        },
        reason=str(change.values.get("reason", "")),
    )


def _correction(item: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, Any]:
    """A corrected value of usage, by the words of the rule."""
    metric = str(item["metric"])
    return {**item, "label": labels.get(metric) or metric, "on": _day(item["on"])}


def _day(value: Any) -> Any:
    """Give a day that was kept as text back as a day."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value
