"""Two plans of a month against every possible one, on cases small enough to try them all."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from itertools import product

import pytest

from onboarding_phases.allocation.matching.checks import plain_score, violations
from onboarding_phases.allocation.matching.values import COMPONENTS, Customer, Partner, Policy
from onboarding_phases.rehearsals.enums import Size
from onboarding_phases.rehearsals.rules import compare, size_of, totals

START = date(2026, 12, 10)


def draw_case(draw: random.Random) -> tuple[list[Partner], list[Customer], Policy, Policy]:
    tags = ["a", "b", "c"]
    partners = [
        Partner(
            code=f"P{n}",
            tier=draw.randint(1, 5),
            capacity=draw.randint(0, 3),
            contract_until=date(2030, 1, 1),
            prefectures=frozenset(draw.sample(["東京都", "大阪府"], draw.randint(1, 2))),
            remote=draw.random() < 0.7,
            languages=frozenset(["ja"]),
            products=frozenset(["accounting"]),
            industries={"G": draw.randint(0, 5)},
            strengths={tag: draw.randint(0, 5) for tag in tags},
            outcome=draw.choice([None, round(draw.random(), 3)]),
        )
        for n in range(3)
    ]
    customers = [
        Customer(
            code=f"C{n}",
            starts_on=START,
            product="accounting",
            language="ja",
            prefecture=draw.choice(["東京都", "大阪府"]),
            industry="G",
            effort=draw.randint(1, 2),
            priority=draw.randint(0, 2),
            needs={tag: draw.randint(1, 5) for tag in draw.sample(tags, draw.randint(0, 3))},
            preferred=frozenset(draw.sample(["P0", "P1", "P2"], draw.randint(0, 2))),
        )
        for n in range(draw.randint(1, 5))
    ]

    def policy() -> Policy:
        weights = {name: round(draw.random(), 2) for name in COMPONENTS}
        return Policy(weights={**weights, "tier": 0.3}, seconds=30)

    return partners, customers, policy(), policy()


def best(partners: list[Partner], customers: list[Customer], policy: Policy) -> tuple[int, float]:
    """The greatest placed weight and, of that, the greatest score, over every way to place the customers."""
    firms = {partner.code: partner for partner in partners}
    found = (0, 0.0)
    for choice in product([None, *firms], repeat=len(customers)):
        placed = {customer.code: code for customer, code in zip(customers, choice, strict=True) if code}
        if violations(partners, customers, placed, policy):
            continue
        people = [customer for customer in customers if customer.code in placed]
        weight = sum(1 + customer.priority for customer in people)
        score = sum(plain_score(firms[placed[one.code]], one, policy) for one in people)
        found = max(found, (weight, float(round(score, 4))))
    return found


@pytest.mark.parametrize("seed", range(25))
def test_both_plans_are_the_best_by_their_own_numbers(seed: int) -> None:
    partners, customers, base, draft = draw_case(random.Random(seed))
    found = compare(partners, customers, base, draft, seconds=30)
    for told, policy in ((found.base, base), (found.draft, draft)):
        assert (told.weight, told.score) == pytest.approx(best(partners, customers, policy), abs=1e-3)
    # Counted by the numbers in force the plan made for them is never beaten by one that places as much.
    assert found.base.base_score == pytest.approx(found.base.score, abs=1e-4)
    assert found.draft.weight == found.base.weight
    assert found.draft.base_score <= found.base.base_score + 1e-4
    assert found.moved == len(found.moves)
    assert all(before != after for _code, before, after in found.moves)
    effort = {customer.code: customer.effort for customer in customers}
    for code in {*found.base.loads, *found.draft.loads}:
        change = sum(effort[one] * ((after == code) - (before == code)) for one, before, after in found.moves)
        assert found.draft.loads.get(code, 0) - found.base.loads.get(code, 0) == change


def test_the_same_numbers_move_nobody() -> None:
    partners, customers, base, _draft = draw_case(random.Random(3))
    found = compare(partners, customers, base, base, seconds=30)
    assert (found.moved, found.moves) == (0, [])
    assert found.base == found.draft


def test_the_expected_rate_is_the_mean_of_what_was_known_and_a_half_otherwise() -> None:
    facts = {"tier": 3, "contract_until": date(2030, 1, 1), "remote": True, "languages": frozenset(["ja"])}
    sold = {"products": frozenset(["accounting"]), "capacity": 1}
    partners = [Partner(code="P0", outcome=0.9, **facts, **sold), Partner(code="P1", outcome=None, **facts, **sold)]
    told = {"starts_on": START, "product": "accounting", "language": "ja", "prefecture": "東京都", "industry": "G"}
    customers = [Customer(code=f"C{n}", **told) for n in range(2)]
    found = compare(partners, customers, Policy(), Policy(), seconds=30)
    assert found.base.rate == pytest.approx((0.9 + 0.5) / 2)
    assert compare(partners, [], Policy(), Policy(), seconds=30).base.rate is None


def one_side(placed: int, rate: float | None, loads: dict[str, int], score: float = 50.0) -> dict[str, object]:
    return {"placed": placed, "weight": placed, "base_score": score, "rate": rate, "loads": loads}


def test_months_add_up_by_their_size_and_failed_ones_are_left_out() -> None:
    results = [
        {
            "customers": 4,
            "moved": 2,
            "slots": {"P0": 5, "P1": 20},
            "base": one_side(3, 0.8, {"P0": 3}),
            "draft": one_side(4, 0.7, {"P0": 1, "P1": 3}),
        },
        {"failure": "RuntimeError: no"},
        {
            "customers": 1,
            "moved": 0,
            "slots": {"P0": 6},
            "base": one_side(1, 0.4, {"P0": 1}),
            "draft": one_side(0, None, {}),
        },
    ]
    found = totals(results, small_most=5, medium_most=12)
    assert (found.customers, found.moved, found.base_placed, found.draft_placed) == (5, 2, 4, 4)
    assert found.base_rate == pytest.approx(float(Fraction(8, 10) * 3 + Fraction(4, 10)) / 4)
    assert found.draft_rate == pytest.approx(0.7)
    assert found.loads == {"P0": (11, 4, 1), "P1": (20, 0, 3)}
    assert found.sizes == {Size.SMALL: (5, 3, 1), Size.MEDIUM: (6, 1, 0), Size.LARGE: (20, 0, 3)}


def test_a_size_holds_up_to_its_bound() -> None:
    sizes = [size_of(slots, small_most=5, medium_most=12) for slots in (1, 5, 6, 12, 13)]
    assert sizes == [Size.SMALL, Size.SMALL, Size.MEDIUM, Size.MEDIUM, Size.LARGE]


def test_pins_and_bans_of_the_run_hold_under_both() -> None:
    partners, customers, base, draft = draw_case(random.Random(11))
    free = compare(partners, customers, base, draft, seconds=30)
    assert free.base.placed
    nowhere = {customer.code: [partner.code for partner in partners] for customer in customers}
    assert compare(partners, customers, base, draft, seconds=30, bans=nowhere).base.placed == 0
