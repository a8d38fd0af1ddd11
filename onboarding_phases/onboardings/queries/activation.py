"""How far an onboarding is from activation, as vendor and firm both read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onboarding_phases.onboardings.models import Onboarding
from portal import clock
from portal.i18n import localized


@dataclass(frozen=True)
class ShownCondition:
    """A condition of the activation rule and what usage shows; `value` is None where nothing recent is known."""

    label: str
    at_least: float
    value: float | None

    @property
    def is_met(self) -> bool:
        return self.value is not None and self.value >= self.at_least


@dataclass(frozen=True)
class Activation:
    """The conditions as of the last day of usage; `as_of` is None where there is none yet.

    `is_outdated`: usage is so old that none of its values counts today.
    """

    activated_on: date | None
    as_of: date | None
    conditions: list[ShownCondition]
    age_days: int = 0
    is_outdated: bool = False

    @property
    def open_count(self) -> int:
        return sum(1 for condition in self.conditions if not condition.is_met)


def activation_of(onboarding: Onboarding) -> Activation:
    progress = onboarding.activation_progress or {}
    values = {item["metric"]: item["value"] for item in progress.get("conditions", [])}
    shown = [
        ShownCondition(localized(item.get("label")) or item["metric"], item["at_least"], values.get(item["metric"]))
        for item in onboarding.playbook.activation_rule
    ]
    as_of = date.fromisoformat(progress["as_of"]) if "as_of" in progress else None
    age = (clock.today() - as_of).days if as_of else 0
    counted = progress.get("carry_days")
    return Activation(onboarding.activated_on, as_of, shown, age, counted is not None and age > counted)
