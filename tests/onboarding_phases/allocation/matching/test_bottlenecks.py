"""What a plan lacks, counted again pair by pair by code that shares nothing with it."""

from dataclasses import replace

from hypothesis import given, settings

from onboarding_phases.allocation.matching.bottlenecks import Demand, demands
from onboarding_phases.allocation.matching.checks import violations
from onboarding_phases.allocation.matching.counterfactuals import worth_of_slot
from onboarding_phases.allocation.matching.plans import Plan, match
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from partners.geography import REGIONS, region_of
from tests.onboarding_phases.allocation.matching.factories import brute_force, make_customer, make_partner, runs
from tests.onboarding_phases.allocation.matching.test_match import EXAMPLES

Run = tuple[list[Partner], list[Customer]]


def asking(customers: list[Customer], kind: str, value: str) -> list[Customer]:
    found = []
    for each in customers:
        asked = {
            "strength": set(each.needs),
            "language": {each.language},
            "region": {region_of(each.prefecture)},
            "product": {each.product},
            "tier": {str(tier) for tier in range(2, each.required_tier + 1)},
        }[kind]
        if value in asked:
            found.append(each)
    return found


def owning(partners: list[Partner], kind: str, value: str) -> list[Partner]:
    found = []
    for each in partners:
        regions = {name for name, places in REGIONS.items() if each.prefectures & set(places)}
        owned = {
            "strength": set(each.strengths),
            "language": each.languages,
            "region": set(REGIONS) if each.remote else regions,
            "product": each.products,
            "tier": {str(tier) for tier in range(1, each.tier + 1)},
        }[kind]
        if value in owned and each.status == "active":
            found.append(each)
    return found


def helped_without(partners: list[Partner], customer: Customer, kind: str, plan: Plan) -> bool:
    """Whether some firm with room can take the customer once it does not ask for this one thing."""
    free = [replace(each, capacity=each.capacity - plan.loads[each.code]) for each in partners]
    for firm in free:
        waived = {
            "language": replace(customer, language=min(firm.languages, default="")),
            "product": replace(customer, product=min(firm.products, default="")),
            "region": replace(customer, prefecture=customer.prefecture),
            "tier": replace(customer, required_tier=1),
        }[kind]
        taker = replace(firm, remote=True) if kind == "region" else firm
        rules = {each.rule for each in violations([taker], [waived], {customer.code: firm.code}, Policy())}
        if not rules:
            return True
    return False


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs(most_customers=8, most_partners=4))
def test_demand_and_offer_are_those_of_a_count_by_hand(run: Run) -> None:
    partners, customers = run
    plan = match(partners, customers, Policy())
    for each in demands(plan):
        people, firms = asking(customers, each.kind, each.value), owning(partners, each.kind, each.value)
        assert (each.customers, each.demanded) == (len(people), sum(one.effort for one in people))
        assert each.offered == sum(firm.capacity for firm in firms)
        if each.kind == "strength":
            codes = {firm.code for firm in firms}
            lacking = [one for one in people if one.code in plan.placed and plan.placed[one.code] not in codes]
            assert each.without == len(lacking)
        if each.best:
            assert each.best in {firm.code for firm in firms}
            assert plan.loads[each.best] == next(f.capacity for f in partners if f.code == each.best)


@settings(max_examples=EXAMPLES, deadline=None)
@given(runs(most_customers=8, most_partners=4))
def test_who_is_left_over_for_one_thing_has_a_firm_once_it_is_not_asked_for(run: Run) -> None:
    partners, customers = run
    plan = match(partners, customers, Policy())
    for each in demands(plan):
        if each.kind == "strength":
            assert each.left == ()
            continue
        expected = [
            one.code
            for one in asking(customers, each.kind, each.value)
            if one.code in plan.unplaced and helped_without(partners, one, each.kind, plan)
        ]
        assert list(each.left) == expected


def test_the_shortest_stands_first_and_says_whom_it_stops() -> None:
    partners = [
        make_partner("P1", languages=frozenset({"ja"})),
        make_partner("P2", capacity=1, languages=frozenset({"en"})),
    ]
    customers = [make_customer("C1", language="en"), make_customer("C2", language="en"), make_customer("C3")]

    first = demands(match(partners, customers, Policy()))[0]

    assert first == Demand("language", "en", 2, 2, 1, ("C2",), 0, "P2")
    assert first.short == 1


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(runs())
def test_the_worth_of_a_slot_at_the_firm_that_is_named_is_the_difference_of_two_optima(run: Run) -> None:
    partners, customers = run
    plan = match(partners, customers, Policy())
    for code in {each.best for each in demands(plan) if each.best}:
        wider = [replace(each, capacity=each.capacity + (each.code == code)) for each in partners]
        weight, value = brute_force(wider, customers, Policy())
        worth = worth_of_slot(plan, code)
        assert worth.placed_weight == weight - plan.solution.weight
        assert round(worth.score * 1_000_000) == value - plan.solution.value


def test_a_firm_that_is_not_active_offers_nothing() -> None:
    partners = [make_partner("P1", status="paused")]

    found = demands(match(partners, [make_customer()], Policy()))

    assert {each.offered for each in found} == {0}
