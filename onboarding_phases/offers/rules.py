"""The pure rules of offers: what a firm is paid, and what a brief says of the phases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from onboarding_phases.offers.defaults import TOP_TIER
from onboarding_phases.offers.values import Fee, OfferedPhase
from portal.rounding import half_up


def fee_of(slots: int, *, tier: int, numbers: Mapping[str, float]) -> Fee:
    """Fee for each slot × slots × the factor of the tier, rounded half up to a yen.

    Tiers above the fifth are paid by its factor.
    """
    per_slot = int(numbers["fee_per_slot"])
    factor = Decimal(str(numbers[f"fee_tier_{min(tier, TOP_TIER)}"]))
    return Fee(int(half_up(per_slot * slots * factor, 0)), per_slot, factor, tier)


def offered_phases(told: Iterable[Mapping[str, Any]], start_on: date) -> list[OfferedPhase]:
    """The phases that a brief tells, each with the day by which it is due."""
    return [
        OfferedPhase(
            position=phase["position"],
            name=phase["name"],
            outcome=phase["outcome"],
            due_day=phase["due_day"],
            due_on=start_on + timedelta(days=phase["due_day"]),
        )
        for phase in told
    ]
