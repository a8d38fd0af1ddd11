"""With pins and bans the plan is still the best of all that keep them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding_phases.allocation.matching.checks import check, violations
from onboarding_phases.allocation.matching.counterfactuals import smallest_change, worth_of_slot
from onboarding_phases.allocation.matching.plans import Plan, arrange, match, unsolved
from onboarding_phases.allocation.matching.restrictions import PinRefused, solve_pinned
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from tests.onboarding_phases.allocation.matching.factories import brute_force, make_customer, make_partner, runs
from tests.onboarding_phases.allocation.matching.test_match import EXAMPLES

Run = tuple[list[Partner], list[Customer]]
OUT_OF_REACH = 1_000


def only(partners: list[Partner], customer: Customer, wanted: str) -> Customer:
    """The customer, who now can go to one firm alone, and matters more than all others together."""
    others = frozenset(partner.code for partner in partners if partner.code != wanted)
    return replace(customer, excluded=customer.excluded | others, priority=customer.priority + OUT_OF_REACH)


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs(), st.data())
def test_no_plan_that_keeps_pins_and_bans_is_better(run: Run, data: st.DataObject) -> None:
    partners, customers = run
    if not partners or not customers:
        return
    codes = [partner.code for partner in partners]
    bans = data.draw(
        st.dictionaries(st.sampled_from([each.code for each in customers]), st.sets(st.sampled_from(codes)))
    )
    pinned = data.draw(st.sampled_from(customers))
    firm = data.draw(st.sampled_from(codes))
    pins = {pinned.code: firm}
    fits = not violations(
        partners, customers, pins, Policy(), {key: frozenset(value) for key, value in bans.items()}
    )
    if not fits:
        with pytest.raises(PinRefused):
            match(partners, customers, Policy(), pins=pins, bans=bans)
        return

    plan = match(partners, customers, Policy(), pins=pins, bans=bans)

    # The same said without pins and bans: whom a ban rules out is excluded, who is pinned can go nowhere else.
    told = [replace(each, excluded=each.excluded | frozenset(bans.get(each.code, ()))) for each in customers]
    told = [only(partners, each, firm) if each.code == pinned.code else each for each in told]
    weight, value = brute_force(partners, told, Policy())
    assert (plan.solution.weight + OUT_OF_REACH, plan.solution.value) == (weight, value)
    assert plan.objective.optimal
    assert plan.placed[pinned.code] == firm
    assert check(plan) == ()
    assert all(plan.placed.get(customer) not in firms for customer, firms in bans.items())


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(runs())
def test_a_plan_that_is_put_together_by_hand_is_worth_what_it_was_worth(run: Run) -> None:
    plan = match(*run, Policy())
    bounds = (plan.solution.weight_bound, plan.solution.value_bound)

    again = arrange(unsolved(*run, Policy(), bounds=bounds), plan.placed)

    assert (again.placed, again.scores, again.loads, again.objective) == (
        plan.placed,
        plan.scores,
        plan.loads,
        plan.objective,
    )


def test_a_plan_put_together_by_hand_says_how_far_it_is_from_the_best() -> None:
    partners = [make_partner("P1", tier=5), make_partner("P2", tier=1)]
    best = match(partners, [make_customer()], Policy())
    bounds = (best.solution.weight_bound, best.solution.value_bound)

    other = arrange(unsolved(partners, [make_customer()], Policy(), bounds=bounds), {"C1": "P2"})

    assert not other.objective.optimal
    assert other.objective.gap == pytest.approx(1 - other.objective.value / best.objective.value)


def test_nobody_is_put_by_hand_where_a_rule_forbids_it() -> None:
    with pytest.raises(KeyError):
        arrange(unsolved([make_partner(products=frozenset())], [make_customer()], Policy()), {"C1": "P1"})


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs(), st.data())
def test_what_is_explained_of_a_plan_with_pins_and_bans_is_true(run: Run, data: st.DataObject) -> None:
    """The worth of a slot is the difference of two plans; the smallest change just changes the choice."""
    partners, customers = run
    free = match(partners, customers, Policy())
    if not len(free.problem.customer) or not free.placed:
        return
    pinned = data.draw(st.sampled_from(sorted(free.placed)))
    pins = {pinned: free.placed[pinned]}
    others = [each.code for each in customers if each.code != pinned]
    bans = {code: {data.draw(st.sampled_from(partners)).code} for code in others[:2]}
    plan = match(partners, customers, Policy(), pins=pins, bans=bans)

    firm = data.draw(st.sampled_from(partners)).code
    wider = [replace(each, capacity=each.capacity + (each.code == firm)) for each in partners]
    more = match(wider, customers, Policy(), pins=pins, bans=bans)
    worth = worth_of_slot(plan, firm)
    assert worth.placed_weight == more.solution.weight - plan.solution.weight
    assert round(worth.score * 1_000_000) == more.solution.value - plan.solution.value

    pairs = [
        pair for pair in range(len(plan.problem.customer)) if plan.problem.customer[pair] != plan.row_of[pinned]
    ]
    if not pairs:
        return
    pair = data.draw(st.sampled_from(pairs))
    customer = plan.customers[plan.problem.customer[pair]].code
    change = smallest_change(plan, customer, plan.firms.codes[plan.problem.partner[pair]])
    if change is None:
        assert not chosen_with(plan, pair, 10_000_000_000)
    else:
        assert chosen_with(plan, pair, round(change * 1_000_000) + 1)
        assert change == 0 or not chosen_with(plan, pair, round(change * 1_000_000) - 1)


def chosen_with(plan: Plan, pair: int, bonus: int) -> bool:
    score = plan.problem.score.copy()
    score[pair] += bonus
    forced = np.array([plan.pair(*pin) for pin in plan.pins.items()], dtype=np.int64)
    chosen = solve_pinned(replace(plan.problem, score=score), forced, seconds=60).chosen
    return bool(chosen[plan.problem.customer[pair]] == pair)
