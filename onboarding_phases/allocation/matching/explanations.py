"""Why a customer is where it is: the parts of its score, the alternates and why not they, and what stops it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from onboarding_phases.allocation.matching.fields import ELIGIBLE, Failures, Scores
from onboarding_phases.allocation.matching.firms import Matrix
from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.repairs import Repair, cheapest_repair
from onboarding_phases.allocation.matching.values import COMPONENTS, MICRO, RULES, Customer, Policy

ALTERNATES = 2
ROWS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a score."""

    name: str
    value: float
    """0 to 1."""
    weight: float
    """As the policy gives it."""
    points: float
    """Its share of the score; all shares add up to it, to the last of six decimals."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The partner breaks a hard rule."""

    rule: str


@dataclass(frozen=True, slots=True)
class Full:
    """The partner has too few free slots; these customers have them."""

    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """There is room, and going there would lose so many points, nobody else moving."""

    points: float


WhyNot: TypeAlias = Blocked | Full | Price


@dataclass(frozen=True, slots=True)
class Alternate:
    """A partner that the customer did not get."""

    partner: str
    score: float
    why_not: WhyNot


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What stops a customer, and the cheapest way to place it."""

    rule: str
    repair: Repair | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that a run has to say about one customer."""

    customer: str
    partner: str | None
    score: float | None
    components: tuple[Component, ...]
    """Empty where there is no partner."""
    alternates: tuple[Alternate, ...]
    """The eligible ones with the highest score first; where there are fewer than two, others follow."""
    unplaced: Unplaced | None


@dataclass(frozen=True)
class _Row:
    """One customer against all firms."""

    plan: Plan
    customer: Customer
    components: Matrix
    scores: Scores
    failures: Failures


def explain(plan: Plan, customer: str) -> Explanation:
    """Explain one customer of a plan.

    Raises:
        KeyError: the plan knows no such customer.
    """
    row = plan.row_of[customer]
    return next(_explained(plan, row, row + 1))


def explain_all(plan: Plan) -> Iterator[Explanation]:
    """Explain every customer, in order."""
    for begin in range(0, len(plan.customers), ROWS_AT_ONCE):
        yield from _explained(plan, begin, begin + ROWS_AT_ONCE)


def _explained(plan: Plan, begin: int, end: int) -> Iterator[Explanation]:
    block = plan.block(plan.customers[begin:end])
    components = block.components()
    scores = block.scores()
    failures = block.failures(scores)
    for place, customer in enumerate(block.customers):
        yield _explain(_Row(plan, customer, components[:, place], scores[place], failures[place]))


def _explain(row: _Row) -> Explanation:
    plan, code = row.plan, row.customer.code
    partner = plan.placed.get(code)
    stopped = None
    if partner is None:
        stopped = Unplaced(plan.unplaced[code], cheapest_repair(plan, code))
    return Explanation(
        customer=code,
        partner=partner,
        score=plan.scores.get(code),
        components=_components(row, plan.firms.index[partner]) if partner else (),
        alternates=tuple(_alternate(row, firm) for firm in _next_best(row, partner)),
        unplaced=stopped,
    )


def _components(row: _Row, firm: int) -> tuple[Component, ...]:
    values, policy = row.components[:, firm], row.plan.policy
    points = _shares(policy, values.tolist(), int(row.scores[firm]))
    return tuple(
        Component(name, round(float(value), 6), policy.weights[name], share / MICRO)
        for name, value, share in zip(COMPONENTS, values, points, strict=True)
    )


def _shares(policy: Policy, values: list[float], score: int) -> list[int]:
    """Points in millionths that add up to the score: all rounded down, the largest remainders then up."""
    weights = [float(policy.weights[name]) for name in COMPONENTS]
    exact = [100 * MICRO * each * value / sum(weights) for each, value in zip(weights, values, strict=True)]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_remainder[: score - sum(shares)]:
        shares[place] += 1
    return shares


def _next_best(row: _Row, partner: str | None) -> list[int]:
    """The alternates: eligible before not eligible, then by score, then in the partners' order."""
    order = np.lexsort((-row.scores, row.failures != ELIGIBLE))[: ALTERNATES + 1]
    taken = -1 if partner is None else row.plan.firms.index[partner]
    return [int(firm) for firm in order if firm != taken][:ALTERNATES]


def _alternate(row: _Row, firm: int) -> Alternate:
    return Alternate(row.plan.firms.codes[firm], int(row.scores[firm]) / MICRO, _why_not(row, firm))


def _why_not(row: _Row, firm: int) -> WhyNot:
    plan, effort = row.plan, row.customer.effort
    if row.failures[firm] != ELIGIBLE:
        return Blocked(RULES[row.failures[firm]])
    code, present = plan.firms.codes[firm], plan.placed.get(row.customer.code)
    if plan.partners[firm].capacity - plan.loads[code] < effort:
        return Full(plan.holders[code])
    lost = -int(row.scores[firm]) - plan.problem.penalty * min(plan.shortfalls[code], effort)
    if present is not None:
        lost += int(row.scores[plan.firms.index[present]])
        lost += plan.problem.penalty * _newly_missing(plan, present, effort)
    return Price(lost / MICRO)


def _newly_missing(plan: Plan, partner: str, effort: int) -> int:
    """Slots that fall short of the promise once so many leave."""
    spare = plan.loads[partner] - plan.partners[plan.firms.index[partner]].min_volume
    return min(max(effort - max(spare, 0), 0), effort)
