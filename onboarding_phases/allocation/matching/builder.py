"""From values to the bare problem: all pairs judged and scored, the eligible ones kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onboarding_phases.allocation.matching.fields import ELIGIBLE, Block, Failures
from onboarding_phases.allocation.matching.firms import Firms
from onboarding_phases.allocation.matching.problems import Ints, Problem
from onboarding_phases.allocation.matching.values import NO_CAPACITY, RULES, Customer, Partner, Policy

BLOCK = 512
"""Customers that are judged at once: enough to keep numpy busy, few enough to stay in the cache."""


@dataclass(frozen=True)
class Field:
    """All pairs of a run, judged."""

    problem: Problem
    blamed: tuple[str, ...]
    """Per customer the rule that would be named if it stayed without a partner."""


def judge(
    partners: Sequence[Partner],
    customers: Sequence[Customer],
    policy: Policy,
    firms: Firms,
    bans: Mapping[str, frozenset[str]],
) -> Field:
    """Score every pair and keep the eligible ones."""
    rows, columns, scores, blamed = [], [], [], []
    for begin in range(0, len(customers), BLOCK):
        block = Block(customers[begin : begin + BLOCK], firms, policy, bans)
        points = block.scores()
        failures = block.failures(points)
        row, column = np.nonzero(failures == ELIGIBLE)
        rows.append(row + begin)
        columns.append(column)
        scores.append(points[row, column])
        blamed.extend(_blame(failures))
    customer = _joined(rows)
    effort = np.array([each.effort for each in customers], dtype=np.int64)
    problem = Problem(
        weight=np.array([1 + each.priority for each in customers], dtype=np.int64),
        capacity=np.array([each.capacity for each in partners], dtype=np.int64),
        minimum=np.array([each.min_volume for each in partners], dtype=np.int64),
        penalty=policy.penalty,
        customer=customer,
        partner=_joined(columns),
        score=_joined(scores),
        slots=effort[customer],
    )
    return Field(problem, tuple(blamed))


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts]).astype(np.int64)


def _blame(failures: Failures) -> list[str]:
    """Per customer the rule that most partners fail first; ties go to the earlier rule."""
    counts = np.array([(failures == rule).sum(axis=1) for rule in range(len(RULES))])
    eligible = (failures == ELIGIBLE).any(axis=1)
    worst = counts.argmax(axis=0)
    return [NO_CAPACITY if some else RULES[rule] for some, rule in zip(eligible, worst, strict=True)]
