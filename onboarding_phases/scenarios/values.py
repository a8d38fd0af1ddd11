"""What a scenario changes, as it is kept and as it is applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Wave:
    """So many more customers like those who wait and fit the description; an empty one fits everybody."""

    customers: int
    product: str = ""
    prefecture: str = ""
    effort: int = 0


@dataclass(frozen=True)
class Changes:
    """What is different: slots more or fewer at firms, firms that are gone, weights, and a wave of customers."""

    slots: Mapping[str, int] = field(default_factory=dict)
    exits: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    wave: Wave | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Changes:
        wave = kept.get("wave")
        return cls(kept["slots"], tuple(kept["exits"]), kept["weights"], Wave(**wave) if wave else None)

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "exits": list(self.exits)}

    @property
    def is_empty(self) -> bool:
        return not (self.slots or self.exits or self.weights or self.wave)
