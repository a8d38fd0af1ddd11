"""What an override would change, as a page shows it before it is confirmed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mover:
    """A customer whose firm changes; None stands for no firm."""

    customer: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Loss:
    """What one plan has less than another; negative where it has more."""

    weight: int
    points: float
    movers: tuple[Mover, ...]
    proven: bool
    """Both plans are proven; otherwise the loss is what it would be now, and may turn out otherwise."""
