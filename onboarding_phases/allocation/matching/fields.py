"""Eligibility and scores of pairs, worked out for a block of customers against all partners at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onboarding_phases.allocation.matching.firms import TOP_LEVEL, Firms, Flags, Matrix
from onboarding_phases.allocation.matching.values import COMPONENTS, MICRO, RULES, Customer, Policy

Scores = NDArray[np.int64]
Failures = NDArray[np.int8]

ELIGIBLE = len(RULES)
"""What `failures` gives for a pair that fails no rule."""


@dataclass(frozen=True)
class Block:
    """Some customers against all firms; every matrix is customers x firms."""

    customers: Sequence[Customer]
    firms: Firms
    policy: Policy
    bans: Mapping[str, frozenset[str]]
    """Customer → partners that a manager ruled out; they count as excluded."""

    def components(self) -> Matrix:
        """The values 0 to 1 of each component, components x customers x firms."""
        firms, customers = self.firms, self.customers
        values = np.empty((len(COMPONENTS), len(customers), len(firms.codes)))
        values[0] = self._strengths()
        values[1] = firms.industries.take([each.industry for each in customers]) / TOP_LEVEL
        values[2] = (firms.tier - 1) / (TOP_LEVEL - 1)
        values[3] = firms.closeness.take([each.prefecture for each in customers])
        values[4] = firms.outcome
        values[5] = self._named([each.preferred for each in customers])
        return values

    def scores(self) -> Scores:
        """Scores of all pairs, eligible or not, in millionths of a point."""
        weights = [float(self.policy.weights[name]) for name in COMPONENTS]
        total = np.zeros((len(self.customers), len(self.firms.codes)))
        for weight, values in zip(weights, self.components(), strict=True):
            total += weight * values
        return np.rint(total * (100 * MICRO / sum(weights))).astype(np.int64)

    def failures(self, scores: Scores) -> Failures:
        """The first rule of `RULES` that each pair fails as its place, or `ELIGIBLE`."""
        failed = np.full(scores.shape, ELIGIBLE, dtype=np.int8)
        for rule in reversed(range(len(RULES))):
            failed[~self._kept(RULES[rule], scores)] = rule
        return failed

    def eligible_but(self, waived: str, scores: Scores) -> Flags:
        """The pairs that keep every rule, one being waived."""
        kept = np.ones(scores.shape, dtype=bool)
        for rule in RULES:
            if rule != waived:
                kept &= self._kept(rule, scores)
        return kept

    def _kept(self, rule: str, scores: Scores) -> Flags:
        firms, customers = self.firms, self.customers
        kept: Flags
        match rule:
            case "status":
                kept = firms.active
            case "contract":
                kept = firms.until >= _column([each.starts_on.toordinal() for each in customers])
            case "product":
                kept = firms.products.take([each.product for each in customers]) > 0
            case "language":
                kept = firms.languages.take([each.language for each in customers]) > 0
            case "region":
                kept = firms.served.take([each.prefecture for each in customers]) > 0
            case "tier":
                kept = firms.tier >= _column([each.required_tier for each in customers])
            case "excluded":
                kept = self._named([self._ruled_out(each) for each in customers]) == 0
            case _:
                kept = scores >= round(self.policy.min_score * MICRO)
        return np.broadcast_to(kept, scores.shape)

    def _strengths(self) -> Matrix:
        rows = self.firms.strengths
        wanted = np.zeros((len(self.customers), len(rows.values)))
        for row, customer in enumerate(self.customers):
            for name, weight in customer.needs.items():
                wanted[row, rows.row(name)] += weight
        total = wanted.sum(axis=1, keepdims=True)
        met = wanted @ rows.values
        share: Matrix = np.divide(met, TOP_LEVEL * total, out=np.ones_like(met), where=total > 0)
        return share

    def _ruled_out(self, customer: Customer) -> frozenset[str]:
        return customer.excluded | customer.declined_by | self.bans.get(customer.code, frozenset())

    def _named(self, sets: Sequence[frozenset[str]]) -> Matrix:
        """1 where a customer's set names the firm."""
        named = np.zeros((len(sets), len(self.firms.codes)))
        for row, names in enumerate(sets):
            for name in names & self.firms.index.keys():
                named[row, self.firms.index[name]] = 1
        return named


def _column(numbers: Sequence[int]) -> NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64).reshape(-1, 1)
