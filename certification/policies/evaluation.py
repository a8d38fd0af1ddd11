"""From points to a tier, and from one tier to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

from certification.policies.points import Scorecard, Values, score
from certification.policies.policy import Bounds, Movement, Policy, Requirement, Tier

LOWEST_LEVEL = 1


class Outcome(IntEnum):
    """What became of a requirement; an empty value meets none, but is no failure either."""

    FAILED = 0
    EMPTY = 1
    HELD = 2


@dataclass(frozen=True)
class Check:
    """One requirement against what was found."""

    requirement: Requirement
    found: Decimal | None
    outcome: Outcome


@dataclass(frozen=True)
class Decision:
    """The tier of one firm.

    `below_count` is None for a policy without movement; `held_by` names the gate that held a promotion.
    """

    tier: int
    below_count: int | None = None
    held_by: str | None = None


@dataclass(frozen=True)
class Evaluation:
    """One firm's points and what they lead to."""

    card: Scorecard
    decision: Decision


@dataclass(frozen=True)
class Findings:
    """All that a policy can ask of one firm: the points and the measured values."""

    policy: Policy
    card: Scorecard
    values: Values

    def of(self, name: str) -> Decimal | None:
        """The points of an axis, a track or a metric, else the value of a column."""
        return self.card.points(name) if name in self.policy.point_keys else self.values[name]

    def checks(self, tier: Tier, *, to_keep: bool = False) -> list[Check]:
        """Each requirement of a tier; `to_keep` leaves out what only a rise needs and applies the margin."""
        asked = [requirement for requirement in tier.requires if requirement.keep or not to_keep]
        return [self._check(requirement, to_keep=to_keep) for requirement in asked]

    def outcome(self, level: int, *, to_keep: bool = False) -> Outcome:
        """The best that any alternative of a level comes to; level 1 asks for nothing."""
        alternatives = self.policy.alternatives(level)
        return max((_worst(self.checks(tier, to_keep=to_keep)) for tier in alternatives), default=Outcome.HELD)

    def highest(self, most: int) -> int:
        """The highest level up to `most` whose own requirements hold, else 1."""
        levels = range(most, LOWEST_LEVEL, -1)
        return next((level for level in levels if self.outcome(level) is Outcome.HELD), LOWEST_LEVEL)

    def closed_gate(self) -> str | None:
        """The first gate whose value is outside or empty."""
        for gate in self.policy.gates:
            if _outcome(gate.bounds, self.of(gate.of)) is not Outcome.HELD:
                return gate.of
        return None

    def _check(self, requirement: Requirement, *, to_keep: bool) -> Check:
        found = self.of(requirement.of)
        movement = self.policy.movement
        lowered = Fraction(0)
        if to_keep and movement and requirement.of in self.policy.lowered_keys:
            lowered = movement.margin
        return Check(requirement, found, _outcome(requirement.bounds, found, lowered))


def evaluate(
    policy: Policy, values: Values, *, previous_tier: int | None = None, below_count: int | None = None
) -> Evaluation:
    """Evaluate one firm.

    Args:
        policy: the rules.
        values: a value, or None for "not enough cases", for each of `policy.columns`.
        previous_tier: the tier so far; None counts as 1, above the top level as the top.
        below_count: how many evaluations in a row lay below the line so far; None counts as 0.

    Raises:
        KeyError: a value that the policy asks for is not there.
    """
    card = score(policy, values)
    findings = Findings(policy, card, values)
    if policy.movement is None:
        return Evaluation(card, Decision(findings.highest(policy.top_level)))
    previous = min(previous_tier or LOWEST_LEVEL, policy.top_level)
    return Evaluation(card, _moved(findings, policy.movement, previous, below_count or 0))


def _moved(findings: Findings, movement: Movement, previous: int, below_count: int) -> Decision:
    reachable = min(previous + movement.max_steps_up, findings.policy.top_level)
    tier = findings.highest(reachable)
    if tier > previous:
        gate = findings.closed_gate()
        return Decision(tier, 0) if gate is None else Decision(previous, 0, gate)
    below_count = _below_count(findings.outcome(previous, to_keep=True), below_count)
    if below_count >= movement.falls_after and previous > LOWEST_LEVEL:
        return Decision(previous - 1, 0)
    return Decision(previous, below_count)


def _below_count(outcome: Outcome, so_far: int) -> int:
    if outcome is Outcome.FAILED:
        return so_far + 1
    return so_far if outcome is Outcome.EMPTY else 0


def _outcome(bounds: Bounds, found: Decimal | None, lowered: Fraction = Fraction(0)) -> Outcome:
    if found is None:
        return Outcome.EMPTY
    return Outcome.HELD if bounds.hold(Fraction(found), lowered=lowered) else Outcome.FAILED


def _worst(checks: Iterable[Check]) -> Outcome:
    return min((check.outcome for check in checks), default=Outcome.HELD)
