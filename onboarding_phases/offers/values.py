"""What an offer asks and gives, handed between files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Fee:
    """What a firm gets for taking a customer, in yen without tax, and what it is made of."""

    yen: int
    per_slot: int
    factor: Decimal
    tier: int

    def written(self) -> dict[str, Any]:
        """What it is made of, as a brief keeps it."""
        return {"per_slot": self.per_slot, "factor": str(self.factor), "tier": self.tier}


@dataclass(frozen=True)
class Terms:
    """What may be negotiated of an offer: slots, the day of the start, and the fee in yen without tax."""

    slots: int
    start_on: date
    fee: int | None


@dataclass(frozen=True)
class KeptSlots:
    """A firm's month: slots accepted, those used by onboardings that have begun, assignments given back late."""

    accepted: int
    used: int
    returned_late: int


@dataclass(frozen=True)
class OfferedPhase:
    """A phase as it was offered: its outcome, and the day by which it is due."""

    position: int
    name: dict[str, str]
    outcome: dict[str, str]
    due_day: int
    due_on: date
