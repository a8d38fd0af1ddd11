"""The simple rule does what it says, and plans are compared by figures that another way of counting gives too."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from onboarding_phases.allocation.matching.checks import check
from onboarding_phases.allocation.matching.comparing import Changed, changes, standing
from onboarding_phases.allocation.matching.greedy import greedy
from onboarding_phases.allocation.matching.plans import match
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from tests.onboarding_phases.allocation.matching.factories import (
    eligible_scores,
    make_customer,
    make_partner,
    runs,
)
from tests.onboarding_phases.allocation.matching.test_match import EXAMPLES

Run = tuple[list[Partner], list[Customer]]


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs(most_customers=10, most_partners=4))
def test_each_customer_in_turn_takes_the_best_firm_with_room(run: Run) -> None:
    partners, customers = run
    plan = match(partners, customers, Policy())
    simple = greedy(plan)

    scores, free = eligible_scores(partners, customers, Policy()), {each.code: each.capacity for each in partners}
    expected = {}
    for customer in sorted(customers, key=lambda each: (-each.priority, -each.annual_value, each.code)):
        open_to = [each.code for each in partners if (customer.code, each.code) in scores]
        roomy = [code for code in open_to if free[code] >= customer.effort]
        if roomy:
            best = max(roomy, key=lambda code: scores[customer.code, code])
            expected[customer.code] = best
            free[best] -= customer.effort
    assert simple.placed == expected
    assert check(simple) == ()
    assert (simple.solution.weight, simple.solution.value) <= (plan.solution.weight, plan.solution.value)


def test_the_pinned_are_first_in_line() -> None:
    partners = [make_partner("P1", capacity=1), make_partner("P2", tier=1)]
    customers = [make_customer("C1", priority=2), make_customer("C2")]
    plan = match(partners, customers, Policy(), pins={"C2": "P1"})

    assert greedy(plan).placed == {"C1": "P2", "C2": "P1"}


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs())
def test_the_figures_of_a_plan_are_those_that_the_solver_counted(run: Run) -> None:
    plan = match(*run, Policy())
    found = standing(*run, Policy(), plan.placed, plan.scores)

    objective = plan.objective
    assert (found.weight, found.shortfall) == (objective.placed_weight, objective.shortfall)
    assert found.score == pytest.approx(objective.score)
    assert found.total == pytest.approx(objective.value)
    assert {code: each.load for code, each in found.loads.items()} == plan.loads
    assert found.left == len(plan.unplaced)


def test_what_is_expected_is_the_mean_of_the_results_and_the_unknown_counts_as_a_half() -> None:
    partners = [make_partner("P1", outcome=0.9), make_partner("P2", outcome=None)]
    customers = [make_customer("C1"), make_customer("C2"), make_customer("C3")]

    found = standing(partners, customers, Policy(), {"C1": "P1", "C2": "P2"}, {"C1": 1.0, "C2": 1.0})

    assert (found.expected, found.unknown) == (pytest.approx(0.7), 1)
    assert standing(partners, customers, Policy(), {}, {}).expected is None


def test_the_highest_load_leaves_out_firms_without_slots() -> None:
    partners = [make_partner("P1", capacity=4), make_partner("P2", capacity=0)]

    found = standing(partners, [make_customer("C1", effort=3)], Policy(), {"C1": "P1"}, {"C1": 1.0})

    assert found.highest_load == pytest.approx(0.75)


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs())
def test_who_changes_leads_from_one_plan_to_the_other(run: Run) -> None:
    plan = match(*run, Policy())
    other = greedy(plan)
    here = standing(*run, Policy(), plan.placed, plan.scores)
    there = standing(*run, Policy(), other.placed, other.scores)

    found = changes(here, there)

    after = dict(plan.placed)
    for each in found:
        assert after.get(each.customer) == each.before
        if each.after is None:
            del after[each.customer]
        else:
            after[each.customer] = each.after
    assert after == other.placed
    assert sum(each.difference for each in found) == pytest.approx(there.score - here.score)


def test_nobody_changes_between_a_plan_and_itself() -> None:
    one = standing([make_partner()], [make_customer()], Policy(), {"C1": "P1"}, {"C1": 50.0})

    assert changes(one, replace(one)) == []
    assert changes(one, replace(one, placed={}, scores={})) == [Changed("C1", "P1", None, -50.0)]
