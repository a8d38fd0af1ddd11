"""From measured values to points: of metrics, of tracks, of axes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from certification.policies.policy import Axis, Combine, Linear, Metric, Policy, Steps
from portal.rounding import half_up

PLACES = 2

Values = Mapping[str, Decimal | None]
"""What was measured of one firm, by column; None is "not enough cases"."""


@dataclass(frozen=True)
class Scorecard:
    """Points by the key of axis, track and metric, exact; None where there were not enough cases."""

    exact: Mapping[str, Fraction | None]

    def points(self, key: str) -> Decimal | None:
        """The points as they are shown and compared: rounded half up to two places."""
        exact = self.exact[key]
        return None if exact is None else half_up(exact, PLACES)


def metric_points(points: Linear | Steps, value: Fraction) -> Fraction:
    """The points that a value is worth."""
    if isinstance(points, Steps):
        reached = [worth for least, worth in points.steps if value >= least]
        return reached[-1] if reached else Fraction(0)
    (x0, y0), (x1, y1) = points.start, points.end
    inside = min(max(value, min(x0, x1)), max(x0, x1))
    return y0 + (y1 - y0) * (inside - x0) / (x1 - x0)


def score(policy: Policy, values: Values) -> Scorecard:
    """All points of one firm."""
    exact: dict[str, Fraction | None] = {}
    for metric in policy.metrics:
        value = values.get(metric.key)
        exact[metric.key] = None if value is None else metric_points(metric.points, Fraction(value))
    for axis in policy.axes:
        metrics = [metric for metric in policy.metrics if metric.axis == axis.key]
        if axis.combine is Combine.BEST_TRACK:
            exact |= _tracks(axis, metrics, exact)
            exact[axis.key] = _best_track(axis, Scorecard(exact))
        else:
            exact[axis.key] = _combined(axis.combine, _weighted(metrics, exact))
    return Scorecard(exact)


Weighted = Sequence[tuple[Fraction, Fraction]]
"""Weight and points of every metric that has a value."""


def _weighted(metrics: Iterable[Metric], exact: Mapping[str, Fraction | None]) -> Weighted:
    found = ((metric.weight, exact[metric.key]) for metric in metrics)
    return [(weight, points) for weight, points in found if points is not None]


def _combined(combine: Combine, weighted: Weighted) -> Fraction | None:
    if not weighted:
        return None
    if combine is Combine.MIN:
        return min(points for _weight, points in weighted)
    total = sum((weight * points for weight, points in weighted), Fraction(0))
    if combine is Combine.SUM:
        return total
    return total / sum((weight for weight, _points in weighted), Fraction(0))


def _tracks(
    axis: Axis, metrics: Sequence[Metric], exact: Mapping[str, Fraction | None]
) -> dict[str, Fraction | None]:
    return {
        track: _combined(
            Combine.WEIGHTED_MEAN, _weighted((metric for metric in metrics if metric.track == track), exact)
        )
        for track in axis.tracks
    }


def _best_track(axis: Axis, card: Scorecard) -> Fraction | None:
    counting = [card.exact[track] for track in axis.tracks if track_counts(axis, track, card)]
    return max((points for points in counting if points is not None), default=None)


def track_counts(axis: Axis, track: str, card: Scorecard) -> bool:
    """Whether the floors of a track are reached; a track without points is below any floor."""
    for named, least in axis.floors.get(track, {}).items():
        points = card.points(named)
        if points is None or points < least:
            return False
    return True
