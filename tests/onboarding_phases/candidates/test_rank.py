"""Who comes next: held against every rule written out once more, over many made-up worlds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from onboarding_phases.candidates.rules import rank

START = date(2026, 12, 10)
POLICY = Policy(min_score=20.0)


def made_up(seed: int) -> tuple[Customer, list[Partner], list[str]]:
    dice = random.Random(seed)
    codes = [f"P{number:02}" for number in range(dice.randint(1, 9))]
    firms = [
        Partner(
            code=code,
            tier=dice.randint(1, 5),
            capacity=dice.randint(0, 3),
            status=dice.choice(["active", "active", "active", "paused"]),
            contract_until=dice.choice([None, START - timedelta(days=1), START, date(2027, 12, 31)]),
            prefectures=frozenset(dice.sample(["東京都", "大阪府", "埼玉県"], 1)),
            remote=dice.random() < 0.5,
            languages=frozenset(dice.choice([["ja"], ["en"], ["ja", "en"]])),
            products=frozenset(dice.choice([["accounting"], ["payroll"], ["accounting", "payroll"]])),
            industries={"G": dice.randint(1, 5)},
            strengths={"migration": dice.randint(0, 5)},
            outcome=dice.choice([None, 0.2, 0.9]),
        )
        for code in codes
    ]
    customer = Customer(
        code="C",
        starts_on=START,
        product="accounting",
        language="ja",
        prefecture="東京都",
        industry="G",
        effort=dice.randint(1, 3),
        required_tier=dice.randint(1, 3),
        needs={"migration": 2.0},
        excluded=frozenset(dice.sample(codes, dice.randint(0, 1))),
        declined_by=frozenset(dice.sample(codes, dice.randint(0, min(2, len(codes))))),
    )
    return customer, firms, dice.sample(codes, dice.randint(0, min(3, len(codes))))


def score(firm: Partner, customer: Customer) -> float:
    """The definition of the product, in binary numbers."""
    near = {"東京都": 1.0, "埼玉県": 0.5, "大阪府": 0.0}[next(iter(firm.prefectures))]
    near = near if near == 1.0 or firm.remote else 0.0
    outcome = 0.5 if firm.outcome is None else firm.outcome
    parts = [
        (0.40, firm.strengths["migration"] / 5),
        (0.15, firm.industries["G"] / 5),
        (0.10, (firm.tier - 1) / 4),
        (0.05, near),
        (0.25, outcome),
        (0.05, 0.0),
    ]
    return 100 * sum(weight * part for weight, part in parts)


def may_take(firm: Partner, customer: Customer) -> bool:
    return (
        firm.status == "active"
        and firm.contract_until is not None
        and firm.contract_until >= START
        and "accounting" in firm.products
        and "ja" in firm.languages
        and (firm.remote or "東京都" in firm.prefectures)
        and firm.tier >= customer.required_tier
        and firm.code not in customer.excluded | customer.declined_by
        and firm.capacity >= customer.effort
        and score(firm, customer) >= POLICY.min_score - 1e-9
    )


@pytest.mark.parametrize("seed", range(300))
def test_the_first_alternate_that_may_comes_next_else_the_best_score_that_may(seed):
    customer, firms, alternates = made_up(seed)
    able = {firm.code: score(firm, customer) for firm in firms if may_take(firm, customer)}
    expected = next((code for code in alternates if code in able), None)
    if expected is None and able:
        expected = min(able, key=lambda code: (-round(able[code], 6), code))

    chosen, passed = rank(customer, firms, POLICY, alternates)

    assert (chosen.code if chosen else None) == expected
    scores = {firm.code: score(firm, customer) for firm in firms}
    assert [one.code for one in passed] == sorted(
        (one.code for one in passed), key=lambda code: (-round(scores[code], 6), code)
    )
    better = {code for code in scores if chosen is None or scores[code] > float(chosen.score) + 1e-6}
    assert better <= {one.code for one in passed} | ({chosen.code} if chosen else set())
    for one in passed:
        assert float(one.score) == pytest.approx(scores[one.code], abs=1e-5)
        assert (one.passed == "behind_alternates") == (one.code in able)
        assert (one.passed == "declined") == (one.code in customer.declined_by)


def plain(code: str, **values) -> Partner:
    told = {"tier": 2, "capacity": 3, "contract_until": date(2027, 12, 31), "remote": True, **values}
    sets = {"languages": frozenset({"ja"}), "products": frozenset({"accounting"})}
    return Partner(code=code, **sets, **told)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, "banned"),
        ({"capacity": 0}, "full"),
        ({"status": "paused"}, "status"),
        ({"contract_until": None}, "contract"),
        ({"languages": frozenset()}, "language"),
        ({"tier": 1}, "tier"),
    ],
)
def test_a_better_firm_is_passed_over_with_its_reason(change, reason):
    customer = Customer(
        code="C",
        starts_on=START,
        product="accounting",
        language="ja",
        prefecture="東京都",
        industry="G",
        required_tier=2,
    )
    better = replace(plain("A", industries={"G": 5}), **change)

    banned = ["A"] if reason == "banned" else []
    chosen, passed = rank(customer, [better, plain("B")], POLICY, [], banned)

    assert chosen is not None
    assert chosen.code == "B"
    assert [(one.code, one.passed) for one in passed] == [("A", reason)]
