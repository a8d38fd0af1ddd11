"""The hard rules are tested again by code of their own: a matcher that forgets one is caught."""

from dataclasses import replace

import numpy as np
import pytest

from onboarding_phases.allocation.matching import fields
from onboarding_phases.allocation.matching.checks import Violation, check
from onboarding_phases.allocation.matching.fields import Block, Scores
from onboarding_phases.allocation.matching.firms import Flags
from onboarding_phases.allocation.matching.plans import match
from onboarding_phases.allocation.matching.values import RULES, Policy
from tests.onboarding_phases.allocation.matching.factories import make_customer, make_partner

BREAKS: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "status": ({"status": "paused"}, {}),
    "contract": ({"contract_until": None}, {}),
    "product": ({}, {"product": "payroll"}),
    "language": ({}, {"language": "en"}),
    "region": ({}, {"prefecture": "大阪府"}),
    "tier": ({}, {"required_tier": 4}),
    "excluded": ({}, {"declined_by": frozenset({"P1"})}),
    "score": ({"outcome": 0.0}, {}),
}
POLICY = Policy(min_score=52)


def test_every_rule_has_a_matcher_that_forgets_it() -> None:
    assert tuple(BREAKS) == RULES


@pytest.mark.parametrize("forgotten", RULES)
def test_a_matcher_that_forgets_a_rule_is_caught(monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
    kept = Block._kept

    def careless(block: Block, rule: str, scores: Scores) -> Flags:
        return np.ones(scores.shape, dtype=bool) if rule == forgotten else kept(block, rule, scores)

    monkeypatch.setattr(fields.Block, "_kept", careless)
    firm, customer = BREAKS[forgotten]
    plan = match([make_partner(**firm)], [make_customer(**customer)], POLICY)
    assert plan.placed == {"C1": "P1"}
    assert check(plan) == (Violation(forgotten, "P1", "C1"),)


def test_a_matcher_that_overfills_a_partner_is_caught() -> None:
    plan = match([make_partner(capacity=2)], [make_customer("C1"), make_customer("C2")], Policy())
    smaller = replace(plan, partners=(replace(plan.partners[0], capacity=1),))
    assert check(smaller) == (Violation("no_capacity", "P1"),)


def test_a_matcher_that_forgets_a_ban_is_caught() -> None:
    plan = match([make_partner()], [make_customer()], Policy())
    assert check(replace(plan, bans={"C1": frozenset({"P1"})})) == (Violation("excluded", "P1", "C1"),)
