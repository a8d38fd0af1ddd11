"""A share of the placed slots goes to firms that are new to a product: a hard row that never costs placed weight."""

import math
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding_phases.allocation.matching.checks import check
from onboarding_phases.allocation.matching.counterfactuals import smallest_change, worth_of_slot
from onboarding_phases.allocation.matching.plans import match
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from onboarding_phases.allocation.matching.writing import explain_file, plan_file
from tests.onboarding_phases.allocation.matching.factories import (
    eligible_scores,
    make_customer,
    make_partner,
    runs,
)
from tests.onboarding_phases.allocation.matching.test_match import EXAMPLES

Run = tuple[list[Partner], list[Customer]]


def every_plan(partners: list[Partner], customers: list[Customer]) -> list[tuple[int, int, int, dict[str, str]]]:
    """Weight, slots at firms without cases, value and placements of every plan that fits."""
    scores = eligible_scores(partners, customers, Policy())
    options = [[None, *(each for each in partners if (one.code, each.code) in scores)] for one in customers]
    found = []
    for choice in product(*options):
        load = {each.code: 0 for each in partners}
        placed, fresh = {}, 0
        for one, firm in zip(customers, choice, strict=True):
            if firm is not None:
                load[firm.code] += one.effort
                placed[one.code] = firm.code
                fresh += one.effort if firm.cases.get(one.product, 0) < 10 else 0
        if any(load[each.code] > each.capacity for each in partners):
            continue
        weight = sum(1 + one.priority for one in customers if one.code in placed)
        missing = sum(max(each.min_volume - load[each.code], 0) for each in partners)
        found.append((weight, fresh, sum(scores[pair] for pair in placed.items()) - missing * 5_000_000, placed))
    return found


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs(most_customers=5), st.data())
def test_the_plan_is_the_best_of_those_that_keep_the_reserve(run: Run, data: st.DataObject) -> None:
    partners, customers = run
    partners = [replace(each, cases={"accounting": data.draw(st.sampled_from([0, 9, 10, 40]))}) for each in partners]
    share = data.draw(st.sampled_from([0.1, 0.25, 0.5, 1.0]))
    free = match(partners, customers, Policy())

    plan = match(partners, customers, Policy(reserve=share))

    plans = every_plan(partners, customers)
    most = max(weight for weight, *_rest in plans)
    slots = sum(one.effort for one in customers if one.code in free.placed)
    heaviest = [each for each in plans if each[0] == most]
    reached = min(math.ceil(share * slots - 1e-9), max(fresh for _weight, fresh, *_rest in heaviest))
    best = max(value for _weight, fresh, value, _placed in heaviest if fresh >= reached)
    assert (plan.solution.weight, plan.solution.value) == (most, best)
    assert plan.problem.reserved == reached
    assert plan.objective.optimal
    assert check(plan) == ()


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(runs(most_customers=6))
def test_without_a_share_nothing_differs(run: Run) -> None:
    partners, customers = run
    known = [replace(each, cases={"accounting": 3}) for each in partners]

    plain, off = match(partners, customers, Policy()), match(known, customers, Policy(reserve=0.0))

    assert (plan_file(plain), explain_file(plain)) == (plan_file(off), explain_file(off))


def test_a_new_firm_gets_its_share_though_it_scores_less() -> None:
    old = make_partner("P1", tier=5, capacity=10, cases={"accounting": 40})
    new = make_partner("P2", tier=1, capacity=10, cases={"payroll": 40})
    customers = [make_customer(f"C{number}") for number in range(10)]

    loads = [match([old, new], customers, Policy(reserve=share)).loads["P2"] for share in (0.0, 0.1, 0.25)]

    assert loads == [0, 1, 3]


def test_the_reserve_never_costs_placed_weight() -> None:
    old = make_partner("P1", capacity=1, cases={"accounting": 40}, languages=frozenset({"ja", "en"}))
    new = make_partner("P2", capacity=1, languages=frozenset({"ja"}))
    customers = [make_customer("C1", effort=1), make_customer("C2", effort=1, language="en")]

    plan = match([old, new], customers, Policy(reserve=1.0))

    assert plan.placed == {"C1": "P2", "C2": "P1"}


def test_pinned_slots_count_for_the_reserve() -> None:
    old = make_partner("P1", tier=5, capacity=10, cases={"accounting": 40})
    new = make_partner("P2", tier=1, capacity=10)
    customers = [make_customer(f"C{number}") for number in range(4)]

    plan = match([old, new], customers, Policy(reserve=0.5), pins={"C3": "P2"})

    assert plan.loads == {"P1": 2, "P2": 2}
    assert plan.placed["C3"] == "P2"


def test_prices_are_those_of_months_that_keep_the_reserve() -> None:
    old = make_partner("P1", tier=5, capacity=2, cases={"accounting": 40})
    new = make_partner("P2", tier=1, capacity=2)
    plan = match([old, new], [make_customer("C1"), make_customer("C2")], Policy(reserve=0.5))
    assert plan.loads == {"P1": 1, "P2": 1}

    moved = next(code for code, firm in plan.placed.items() if firm == "P2")

    assert smallest_change(plan, moved, "P1") == pytest.approx(0.0)
    assert worth_of_slot(plan, "P1").score == pytest.approx(0.0)
