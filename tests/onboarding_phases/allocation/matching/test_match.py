import os
from datetime import date

import pytest
from hypothesis import given, settings

from onboarding_phases.allocation.matching.checks import check
from onboarding_phases.allocation.matching.plans import Plan, match
from onboarding_phases.allocation.matching.restrictions import PinRefused
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from tests.onboarding_phases.allocation.matching.factories import (
    brute_force,
    make_customer,
    make_partner,
    runs,
    two_stages,
)

EXAMPLES = int(os.environ.get("SOAK_EXAMPLES", "500" if "BANSOU_LONG" in os.environ else "60"))

Run = tuple[list[Partner], list[Customer]]


def of(*customers: Customer, partners: list[Partner], policy: Policy = Policy(), **values: object) -> Plan:  # noqa: B008
    return match(partners, customers, policy, **values)  # type: ignore[arg-type]


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs())
def test_no_plan_is_better_than_the_one_found(run: Run) -> None:
    plan = match(*run, Policy())
    assert (plan.solution.weight, plan.solution.value) == brute_force(*run, Policy())
    assert plan.objective.optimal
    assert plan.objective.gap == 0
    assert check(plan) == ()


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(runs(most_customers=25, most_partners=6))
def test_another_exact_solver_finds_the_same_optimum(run: Run) -> None:
    partners, customers = run
    if not partners or not customers:
        return
    plan = match(partners, customers, Policy())
    weight, value = two_stages(partners, customers, Policy())
    assert (plan.solution.weight, plan.solution.value) == (weight, value)


@settings(max_examples=EXAMPLES // 3, deadline=None)
@given(runs(most_customers=25, most_partners=6))
def test_the_same_input_gives_the_same_plan(run: Run) -> None:
    assert match(*run, Policy()).placed == match(*run, Policy()).placed


def test_more_weight_goes_before_more_score() -> None:
    partners = [make_partner(capacity=2, strengths={"tax": 5})]
    urgent = make_customer("C1", effort=2, priority=2, needs={"payroll": 1})
    others = [make_customer(f"C{number}", needs={"tax": 1}) for number in (2, 3)]
    assert of(*others, urgent, partners=partners).placed == {"C1": "P1"}


def test_a_promised_volume_is_worth_its_penalty_and_no_more() -> None:
    strong = make_partner("P1", tier=3)
    promised = make_partner("P2", tier=1, min_volume=1)
    cheap = Policy(shortfall_penalty=4.999999)
    assert of(make_customer(), partners=[strong, promised], policy=cheap).placed == {"C1": "P1"}
    dear = Policy(shortfall_penalty=5.000001)
    plan = of(make_customer(), partners=[strong, promised], policy=dear)
    assert plan.placed == {"C1": "P2"}
    assert plan.shortfalls == {"P1": 0, "P2": 0}


def test_a_promise_beyond_the_capacity_stays_missing() -> None:
    plan = of(make_customer(), partners=[make_partner(capacity=1, min_volume=4)])
    assert plan.objective.shortfall == 3
    assert plan.objective.value == pytest.approx(plan.objective.score - 15)


def test_without_customers_the_plan_is_empty_and_optimal() -> None:
    plan = of(partners=[make_partner(min_volume=2)])
    assert (plan.placed, plan.objective.shortfall, plan.objective.optimal) == ({}, 2, True)


def test_without_partners_every_customer_is_left() -> None:
    plan = of(make_customer(), partners=[])
    assert plan.unplaced == {"C1": "status"}
    assert plan.objective.optimal


@pytest.mark.parametrize(
    ("rule", "partner", "customer"),
    [
        ("status", {"status": "paused"}, {}),
        ("contract", {"contract_until": date(2026, 12, 9)}, {}),
        ("contract", {"contract_until": None}, {}),
        ("product", {"products": frozenset({"payroll"})}, {}),
        ("language", {}, {"language": "en"}),
        ("region", {"prefectures": frozenset({"千葉県"})}, {}),
        ("tier", {}, {"required_tier": 4}),
        ("excluded", {}, {"excluded": frozenset({"P1"})}),
        ("excluded", {}, {"declined_by": frozenset({"P1"})}),
        ("no_capacity", {"capacity": 0}, {}),
        ("no_capacity", {"capacity": 2}, {"effort": 3}),
    ],
)
def test_the_rule_that_stops_a_customer_is_named(
    rule: str, partner: dict[str, object], customer: dict[str, object]
) -> None:
    plan = of(make_customer(**customer), partners=[make_partner(**partner)])
    assert plan.unplaced == {"C1": rule}


def test_a_score_below_the_policy_s_minimum_stops_a_customer() -> None:
    score = of(make_customer(), partners=[make_partner()]).scores["C1"]
    for minimum, placed in ((score, True), (score + 0.000001, False)):
        plan = of(make_customer(), partners=[make_partner()], policy=Policy(min_score=minimum))
        assert bool(plan.placed) is placed
        assert plan.unplaced == ({} if placed else {"C1": "score"})


def test_each_partner_is_blamed_once_and_ties_go_to_the_earlier_rule() -> None:
    partners = [
        make_partner("P1", tier=1, status="ended"),
        make_partner("P2", tier=1),
        make_partner("P3", tier=1, products=frozenset()),
        make_partner("P4", products=frozenset()),
    ]
    assert of(make_customer(required_tier=2), partners=partners).unplaced == {"C1": "product"}
    assert of(make_customer(required_tier=2), partners=partners[:3]).unplaced == {"C1": "status"}


def test_the_last_day_of_a_contract_still_counts() -> None:
    assert of(make_customer(), partners=[make_partner(contract_until=date(2026, 12, 10))]).placed


def test_a_pin_holds_against_a_better_score_and_a_ban_takes_the_best_away() -> None:
    partners = [make_partner("P1", tier=5), make_partner("P2")]
    assert of(make_customer(), partners=partners, pins={"C1": "P2"}).placed == {"C1": "P2"}
    assert of(make_customer(), partners=partners, bans={"C1": ["P1"]}).placed == {"C1": "P2"}
    assert of(make_customer(), partners=partners, bans={"C1": ["P1", "P2"]}).unplaced == {"C1": "excluded"}


@pytest.mark.parametrize(("rule", "values"), [("tier", {"required_tier": 5}), ("no_capacity", {"effort": 3})])
def test_a_pin_never_breaks_a_hard_rule(rule: str, values: dict[str, int]) -> None:
    with pytest.raises(PinRefused) as refused:
        of(make_customer(**values), partners=[make_partner(capacity=2)], pins={"C1": "P1"})
    assert refused.value.rule == rule
