"""The cheapest repair is the first of the list that helps, by trying every plan after every change."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding_phases.allocation.matching import rooms
from onboarding_phases.allocation.matching.checks import violations
from onboarding_phases.allocation.matching.plans import Plan, match
from onboarding_phases.allocation.matching.repairs import Move, Repair, cheapest_repair
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from tests.onboarding_phases.allocation.matching.factories import (
    eligible_scores,
    make_customer,
    make_partner,
    runs,
)
from tests.onboarding_phases.allocation.matching.test_match import EXAMPLES

Change = tuple[str, int, list[Partner], list[Customer]]
Places = list[tuple[int, list[str]]]


@settings(max_examples=EXAMPLES * 4, deadline=None)
@given(runs(most_customers=8, most_partners=4), st.data())
def test_the_cheapest_repair_is_the_first_that_helps_and_does_what_it_says(
    run: tuple[list[Partner], list[Customer]], data: st.DataObject
) -> None:
    free = match(*run, Policy())
    pinned = data.draw(st.sets(st.sampled_from(sorted(free.placed)), max_size=2)) if free.placed else set()
    plan = match(*run, Policy(), pins={code: free.placed[code] for code in pinned})
    for code in plan.unplaced:
        repair = cheapest_repair(plan, code)
        expected = next((change for change in changes(plan, code) if can_place(plan, code, change)), None)
        assert (repair and (repair.kind, repair.slots or repair.required_tier or 0)) == (expected and expected[:2])
        if repair is not None:
            assert broken_after(plan, code, repair) == []


def changes(plan: Plan, code: str) -> Iterator[Change]:
    """Every change in the order of the list."""
    partners, customers, row = list(plan.partners), list(plan.customers), plan.row_of[code]
    waiting = customers[row]

    def with_customer(**values: object) -> list[Customer]:
        return [*customers[:row], replace(waiting, **values), *customers[row + 1 :]]  # type: ignore[arg-type]

    for slots in (1, 2, 3):
        for place, firm in enumerate(partners):
            larger = replace(firm, capacity=firm.capacity + slots)
            yield "slots", slots, [*partners[:place], larger, *partners[place + 1 :]], customers
    for tier in range(waiting.required_tier - 1, 0, -1):
        yield "tier", tier, partners, with_customer(required_tier=tier)
    yield "remote", 0, [replace(firm, remote=True) for firm in partners], customers
    for firm_code in waiting.excluded:
        yield "exclusion", 0, partners, with_customer(excluded=waiting.excluded - {firm_code})


def can_place(plan: Plan, code: str, change: Change) -> bool:
    """Whether some plan after the change has everybody who is placed, and the customer, somewhere."""
    _kind, _number, partners, customers = change
    before = eligible_scores(list(plan.partners), list(plan.customers), plan.policy)
    after = eligible_scores(partners, customers, plan.policy)
    choices: Places = []
    for customer in customers:
        own = after if customer.code == code else before
        firms = [firm.code for firm in partners if (customer.code, firm.code) in own]
        if customer.code in plan.pins:
            firms = [plan.pins[customer.code]]
        if customer.code == code or customer.code in plan.placed:
            choices.append((customer.effort, firms))
    return all_fit(choices, {firm.code: firm.capacity for firm in partners})


def all_fit(choices: Places, free: dict[str, int]) -> bool:
    if not choices:
        return True
    (effort, firms), *rest = choices
    return any(free[firm] >= effort and all_fit(rest, {**free, firm: free[firm] - effort}) for firm in firms)


def broken_after(plan: Plan, code: str, repair: Repair) -> list[str]:
    """The rules that the repair's own plan breaks once the one thing that it names is changed."""
    partners, customers = list(plan.partners), list(plan.customers)
    firm, row = plan.firms.index[repair.slots_at or repair.partner], plan.row_of[code]
    match repair.kind:
        case "slots":
            partners[firm] = replace(partners[firm], capacity=partners[firm].capacity + repair.slots)
        case "tier":
            customers[row] = replace(customers[row], required_tier=repair.required_tier or 0)
        case "remote":
            partners[firm] = replace(partners[firm], remote=True)
        case _:
            customers[row] = replace(customers[row], excluded=customers[row].excluded - {repair.partner})
    moved = {move.customer: move.partner for move in repair.moves}
    assert not moved.keys() & plan.pins.keys()
    placed = {**plan.placed, **moved, code: repair.partner}
    assert placed.keys() == {*plan.placed, code}
    return [broken.rule for broken in violations(partners, customers, placed, plan.policy)]


@pytest.mark.parametrize(
    ("expected", "partner", "customer"),
    [
        (Repair("slots", "P1", slots_at="P1", slots=2), {"capacity": 1}, {"effort": 3}),
        (Repair("tier", "P1", required_tier=3), {}, {"required_tier": 5}),
        (Repair("remote", "P1"), {}, {"prefecture": "大阪府"}),
        (Repair("exclusion", "P1"), {}, {"excluded": frozenset({"P1"})}),
        (None, {}, {"declined_by": frozenset({"P1"})}),
        (None, {}, {"language": "en"}),
        (None, {"capacity": 0}, {"required_tier": 5}),
    ],
)
def test_each_kind_of_repair_is_told_as_it_is(
    expected: Repair | None, partner: dict[str, object], customer: dict[str, object]
) -> None:
    plan = match([make_partner(**partner)], [make_customer(**customer)], Policy())
    assert cheapest_repair(plan, "C1") == expected


def chain() -> Plan:
    """C9 takes three slots at P1, where one is free; another is where C1 goes to P2 and C2, who was there, to P3."""
    partners = [
        make_partner("P1", tier=5, capacity=3),
        make_partner("P2", capacity=1),
        make_partner("P3", capacity=2),
    ]
    everyone = frozenset({"P1", "P2", "P3"})
    customers = [
        make_customer("C0", excluded=everyone - {"P1"}, priority=9),
        make_customer("C1", excluded=frozenset({"P3"}), priority=9),
        make_customer("C2", excluded=frozenset({"P1"}), priority=9, required_tier=3),
        make_customer("C3", excluded=everyone - {"P3"}, priority=9),
        make_customer("C9", effort=3, excluded=everyone - {"P1"}),
    ]
    return match(partners, customers, Policy(), pins={"C1": "P1", "C2": "P2"})


def test_pinned_customers_never_make_room() -> None:
    repair = cheapest_repair(chain(), "C9")
    assert repair == Repair("slots", "P1", slots_at="P1", slots=2)


def test_room_is_found_behind_a_chain_of_moves() -> None:
    plan = replace(chain(), pins={})
    repair = cheapest_repair(plan, "C9")
    assert repair is not None
    assert (repair.slots, repair.slots_at) == (1, "P1")
    assert set(repair.moves) == {Move("C1", "P2"), Move("C2", "P3")}


def test_beyond_so_many_pairs_a_longer_chain_may_be_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "MOST_PAIRS", 1)
    assert cheapest_repair(replace(chain(), pins={}), "C9") == Repair("slots", "P1", slots_at="P1", slots=2)
