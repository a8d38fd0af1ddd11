from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding_phases.allocation.matching.counterfactuals import smallest_change, worth_of_slot
from onboarding_phases.allocation.matching.explanations import Blocked, Full, Price, explain, explain_all
from onboarding_phases.allocation.matching.plans import Plan, match
from onboarding_phases.allocation.matching.solver import solve
from onboarding_phases.allocation.matching.values import MICRO, Customer, Partner, Policy
from tests.onboarding_phases.allocation.matching.factories import brute_force, make_customer, make_partner, runs
from tests.onboarding_phases.allocation.matching.test_match import EXAMPLES

Run = tuple[list[Partner], list[Customer]]


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs(), st.data())
def test_the_worth_of_a_slot_is_what_one_more_brings(run: Run, data: st.DataObject) -> None:
    partners, customers = run
    if not partners:
        return
    plan = match(partners, customers, Policy())
    place = data.draw(st.integers(0, len(partners) - 1))
    partners[place] = replace(partners[place], capacity=partners[place].capacity + 1)
    weight, value = brute_force(partners, customers, Policy())
    worth = worth_of_slot(plan, partners[place].code)
    assert worth.placed_weight == weight - plan.solution.weight
    assert round(worth.score * MICRO) == value - plan.solution.value


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs(), st.data())
def test_the_smallest_change_is_just_enough_to_change_the_choice(run: Run, data: st.DataObject) -> None:
    plan = match(*run, Policy())
    if not len(plan.problem.customer):
        return
    pair = data.draw(st.integers(0, len(plan.problem.customer) - 1))
    customer = plan.customers[plan.problem.customer[pair]].code
    change = smallest_change(plan, customer, plan.firms.codes[plan.problem.partner[pair]])
    if change is None:
        assert plan.solution.chosen[plan.problem.customer[pair]] != pair
        assert not chosen_with_bonus(plan, pair, 10_000 * MICRO)
    else:
        assert chosen_with_bonus(plan, pair, round(change * MICRO) + 1)
        assert change == 0 or not chosen_with_bonus(plan, pair, round(change * MICRO) - 1)


def chosen_with_bonus(plan: Plan, pair: int, bonus: int) -> bool:
    score = plan.problem.score.copy()
    score[pair] += bonus
    chosen = solve(replace(plan.problem, score=score)).chosen
    return bool(chosen[plan.problem.customer[pair]] == pair)


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs())
def test_one_customer_s_explanation_is_that_of_all(run: Run) -> None:
    plan = match(*run, Policy())
    assert [explain(plan, each.code) for each in plan.customers] == list(explain_all(plan))


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs())
def test_the_price_of_an_alternate_is_what_the_move_alone_loses(run: Run) -> None:
    plan = match(*run, Policy())
    for explanation in explain_all(plan):
        for alternate in explanation.alternates:
            if isinstance(alternate.why_not, Price) and explanation.partner:
                chosen = plan.solution.chosen.copy()
                chosen[plan.row_of[explanation.customer]] = plan.pair(explanation.customer, alternate.partner)
                lost = plan.solution.value - plan.problem.value(chosen)
                assert lost == round(alternate.why_not.points * MICRO) >= 0


def test_alternates_say_why_not_they() -> None:
    partners = [
        make_partner("P1", tier=5, capacity=1),
        make_partner("P2", tier=4, capacity=1),
        make_partner("P3", tier=2),
        make_partner("P4", tier=1),
    ]
    customers = [make_customer("C1", required_tier=2), make_customer("C2", excluded=frozenset({"P1", "P3", "P4"}))]
    plan = match(partners, customers, Policy())
    reasons = {each.partner: each.why_not for each in explain(plan, "C1").alternates}
    assert reasons == {"P2": Full(("C2",)), "P3": Price(7.5)}
    assert [each.why_not for each in explain(plan, "C2").alternates] == [Blocked("excluded")] * 2
