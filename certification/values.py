"""What pages say of an evaluation: its scorecard, and what the next tier still asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from certification.policies.evaluation import Check, Findings, Outcome
from certification.policies.points import PLACES, Scorecard, track_counts
from certification.policies.policy import Axis, Bounds, Combine, Gate, Metric, Policy
from certification.rules import findings_of, nearest, next_level
from portal.rounding import half_up

Frozen = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Line:
    """One metric on the scorecard. `share` is its part of the mean, `adds` what it adds to the axis or track.

    Both are None where the metric has no value, and where the axis is no weighted mean.
    """

    metric: Metric
    value: Decimal | None
    numerator: int | None
    denominator: int | None
    points: Decimal | None
    share: Fraction | None
    adds: Decimal | None


@dataclass(frozen=True)
class Part:
    """Lines that make one figure: an axis, or a track of it. `counts` says that its points are the axis's."""

    key: str
    points: Decimal | None
    counts: bool
    lines: Sequence[Line]


@dataclass(frozen=True)
class AxisCard:
    """One axis with its parts: itself, or its tracks."""

    axis: Axis
    points: Decimal | None
    parts: Sequence[Part]


@dataclass(frozen=True)
class Need:
    """One thing that a tier asks for, and how far the firm is from it; `gap` is None where there is no value."""

    of: str
    bounds: Bounds
    found: Decimal | None
    held: bool
    is_points: bool
    is_gate: bool = False

    @property
    def least(self) -> Fraction | None:
        return self.bounds.low if self.bounds.low is not None else self.bounds.above

    @property
    def gap(self) -> Decimal | None:
        """How much is missing to what is asked for: points up to the next tenth, cases up to the next one."""
        if self.held or self.found is None or self.least is None:
            return None
        places = 1 if self.is_points else 0
        return Decimal(ceil((self.least - Fraction(self.found)) * 10**places)).scaleb(-places)


@dataclass(frozen=True)
class Standing:
    """A firm under a policy: where it stands, and what the next tier asks for."""

    rules: Policy
    findings: Findings
    axes: Sequence[AxisCard]
    tier: int
    next_level: int | None
    needs: Sequence[Need]

    @property
    def open_needs(self) -> Sequence[Need]:
        return [need for need in self.needs if not need.held]


def standing(rules: Policy, metrics: Frozen, *, tier: int) -> Standing:
    """What frozen metrics say of a firm that holds a tier."""
    findings = findings_of(rules, metrics)
    above = next_level(rules, tier)
    axes = [_axis(axis, rules, findings.card, metrics) for axis in rules.axes]
    return Standing(rules, findings, axes, tier, above, needs(findings, above) if above else [])


def needs(findings: Findings, level: int) -> list[Need]:
    """What a tier asks for, with the gates that hold every rise."""
    asked = [_need(check, findings) for check in findings.checks(nearest(findings, level))]
    return asked + [_gate(gate, findings) for gate in findings.policy.gates]


def _need(check: Check, findings: Findings) -> Need:
    asked = check.requirement
    is_points = asked.of in findings.policy.point_keys
    return Need(asked.of, asked.bounds, check.found, check.outcome is Outcome.HELD, is_points)


def _gate(gate: Gate, findings: Findings) -> Need:
    found = findings.of(gate.of)
    held = found is not None and gate.bounds.hold(Fraction(found))
    return Need(gate.of, gate.bounds, found, held, gate.of in findings.policy.point_keys, is_gate=True)


def _axis(axis: Axis, rules: Policy, card: Scorecard, metrics: Frozen) -> AxisCard:
    own = [metric for metric in rules.metrics if metric.axis == axis.key]
    if axis.combine is not Combine.BEST_TRACK:
        part = Part(axis.key, card.points(axis.key), True, _lines(own, axis.combine, card, metrics))
        return AxisCard(axis, part.points, [part])
    used = next((track for track in axis.tracks if _decides(axis, track, card)), None)
    parts = [
        Part(
            track,
            card.points(track),
            track == used,
            _lines([metric for metric in own if metric.track == track], Combine.WEIGHTED_MEAN, card, metrics),
        )
        for track in axis.tracks
    ]
    return AxisCard(axis, card.points(axis.key), parts)


def _decides(axis: Axis, track: str, card: Scorecard) -> bool:
    """Whether the points of the axis are those of this track."""
    exact = card.exact[track]
    return exact is not None and exact == card.exact[axis.key] and track_counts(axis, track, card)


def _lines(own: Sequence[Metric], combine: Combine, card: Scorecard, metrics: Frozen) -> list[Line]:
    valued = [metric.weight for metric in own if card.exact[metric.key] is not None]
    total = sum(valued, Fraction(0)) if combine is Combine.WEIGHTED_MEAN else Fraction(0)
    return [_line(metric, total, card, metrics.get(metric.key, {})) for metric in own]


def _line(metric: Metric, total: Fraction, card: Scorecard, kept: Mapping[str, Any]) -> Line:
    exact, value = card.exact[metric.key], kept.get("value")
    share = metric.weight / total if exact is not None and total else None
    return Line(
        metric,
        None if value is None else Decimal(value),
        kept.get("numerator"),
        kept.get("denominator"),
        card.points(metric.key),
        share,
        None if share is None or exact is None else half_up(share * exact, PLACES),
    )
