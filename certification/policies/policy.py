"""What a certification policy is made of. Numbers are exact: fractions, never binary floats."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

Names = Mapping[str, str]
"""A text in several languages, by locale."""


class Combine(StrEnum):
    """How the points of an axis come about."""

    WEIGHTED_MEAN = "weighted_mean"
    SUM = "sum"
    MIN = "min"
    BEST_TRACK = "best_track"


@dataclass(frozen=True)
class Linear:
    """A straight line between two ends, flat outside of them; it may fall."""

    start: tuple[Fraction, Fraction]
    end: tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Steps:
    """Points of the last step reached; none reached gives 0."""

    steps: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True)
class Metric:
    """A measured value that becomes points on one axis, or on one track of it."""

    key: str
    axis: str
    track: str | None
    weight: Fraction
    points: Linear | Steps
    names: Names = field(default_factory=dict)


@dataclass(frozen=True)
class Axis:
    """One of the lines along which firms are measured.

    `floors` says, for a track, which points other tracks must have for it to count.
    """

    key: str
    combine: Combine
    tracks: tuple[str, ...] = ()
    floors: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    track_names: Mapping[str, Names] = field(default_factory=dict)


@dataclass(frozen=True)
class Bounds:
    """Where a value has to lie: `low` and `high` belong to it, `above` does not."""

    low: Fraction | None = None
    high: Fraction | None = None
    above: Fraction | None = None

    def hold(self, value: Fraction, *, lowered: Fraction = Fraction(0)) -> bool:
        """Whether the value lies inside, the minima taken lower by that much."""
        return (
            (self.low is None or value >= self.low - lowered)
            and (self.above is None or value > self.above - lowered)
            and (self.high is None or value <= self.high)
        )


@dataclass(frozen=True)
class Requirement:
    """What a tier asks of an axis, a track, a metric (their points) or a column of the file (its value)."""

    of: str
    bounds: Bounds
    keep: bool = True


@dataclass(frozen=True)
class Tier:
    """One way to a level. Several of one level are alternatives."""

    level: int
    requires: tuple[Requirement, ...]
    names: Names = field(default_factory=dict)


@dataclass(frozen=True)
class Gate:
    """What holds a promotion and never causes a fall."""

    of: str
    bounds: Bounds
    names: Names = field(default_factory=dict)


@dataclass(frozen=True)
class Movement:
    """How far a firm rises at once, and after how many evaluations below the line minus `margin` it falls."""

    max_steps_up: int = 1
    falls_after: int = 2
    margin: Fraction = Fraction(5)


@dataclass(frozen=True)
class Policy:
    """A programme's rules, complete and free of contradictions as `parsing` leaves them."""

    name: str
    window_months: int
    axes: tuple[Axis, ...]
    metrics: tuple[Metric, ...]
    tiers: tuple[Tier, ...]
    gates: tuple[Gate, ...] = ()
    movement: Movement | None = None

    @property
    def top_level(self) -> int:
        return max(tier.level for tier in self.tiers)

    def alternatives(self, level: int) -> list[Tier]:
        """The tiers of a level; one that holds is enough. Level 1 has none and asks for nothing."""
        return [tier for tier in self.tiers if tier.level == level]

    @cached_property
    def lowered_keys(self) -> frozenset[str]:
        """Axes and tracks: whose minima the margin of a fall lowers."""
        return frozenset(key for axis in self.axes for key in (axis.key, *axis.tracks))

    @cached_property
    def point_keys(self) -> frozenset[str]:
        """Axes, tracks and metrics: what has points."""
        return self.lowered_keys | {metric.key for metric in self.metrics}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The values that an evaluation needs, in the order in which the policy names them."""
        asked = [*(requirement.of for tier in self.tiers for requirement in tier.requires)]
        asked += [gate.of for gate in self.gates]
        others = [of for of in asked if of not in self.point_keys]
        return tuple(dict.fromkeys([*(metric.key for metric in self.metrics), *others]))
