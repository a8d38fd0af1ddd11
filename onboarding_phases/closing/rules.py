"""What keeps an onboarding from its end, and what of it a manager may pass with a reason. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onboarding_phases.closing.enums import PointKind

NEVER_PASSED = frozenset({PointKind.PHASES, PointKind.COMMITMENTS})
"""A phase is skipped by its own right, and a commitment is renegotiated or refused: neither is passed here."""


@dataclass(frozen=True)
class Point:
    """One thing that was looked at, and how much of it is open."""

    kind: PointKind
    open: int

    @property
    def may_be_passed(self) -> bool:
        return self.kind not in NEVER_PASSED


@dataclass(frozen=True)
class Standing:
    """Everything that is looked at before an onboarding ends."""

    points: tuple[Point, ...]

    @property
    def open(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.open)

    @property
    def is_clear(self) -> bool:
        return not self.open

    @property
    def can_be_passed(self) -> bool:
        """Whether a manager's reason is enough for what is open."""
        return all(point.may_be_passed for point in self.open)


def standing_of(counts: Iterable[tuple[PointKind, int]]) -> Standing:
    """How things stand, in the order in which they are looked at."""
    found = dict(counts)
    return Standing(tuple(Point(kind, found.get(kind, 0)) for kind in PointKind))
