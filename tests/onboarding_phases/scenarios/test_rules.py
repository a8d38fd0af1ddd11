"""What a scenario changes in an input, and that the plan of it is the best of the changed month."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from onboarding_phases.allocation.values import Task, freeze, thaw
from onboarding_phases.scenarios.rules import changed
from onboarding_phases.scenarios.values import Changes, Wave
from tests.onboarding_phases.allocation.matching.factories import brute_force, make_customer, make_partner, runs
from tests.onboarding_phases.allocation.matching.test_match import EXAMPLES

Run = tuple[list[Partner], list[Customer]]
PLAIN = Policy()
NUMBERS = {
    **PLAIN.weights,
    "shortfall_penalty": PLAIN.shortfall_penalty,
    "min_score": PLAIN.min_score,
    "seconds": PLAIN.seconds,
}


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(runs(most_customers=4), st.data())
def test_the_plan_of_a_scenario_is_the_best_of_the_month_so_changed(run: Run, data: st.DataObject) -> None:
    partners, customers = run
    if not partners or not customers:
        return
    firm, gone = data.draw(st.sampled_from(partners)), data.draw(st.sampled_from(partners))
    more, weight = data.draw(st.integers(-3, 3)), data.draw(st.sampled_from([0.0, 0.3, 0.9]))
    wave = Wave(data.draw(st.integers(1, 2)))
    changes = Changes({firm.code: more}, (gone.code,), {"tier": weight}, wave)

    plan = Task.of(*changed(freeze(partners, customers), NUMBERS, changes)).solved()

    other = [replace(each, capacity=max(each.capacity + more, 0)) if each is firm else each for each in partners]
    other = [each for each in other if each.code != gone.code]
    first = sorted(customers, key=lambda each: each.code)
    copies = [replace(first[turn % len(first)], code=f"copy {turn}") for turn in range(wave.customers)]
    policy = Policy(weights={**PLAIN.weights, "tier": weight})
    assert (plan.solution.weight, plan.solution.value) == brute_force(other, [*customers, *copies], policy)


def test_the_same_changes_of_the_same_input_give_the_same() -> None:
    frozen = freeze([make_partner()], [make_customer("C2"), make_customer("C1")])
    changes = Changes(wave=Wave(3))

    assert changed(frozen, NUMBERS, changes) == changed(frozen, NUMBERS, Changes.of(changes.plain()))


def test_a_wave_copies_those_who_fit_in_the_order_of_codes_again_and_again() -> None:
    people = [make_customer("C3", effort=2), make_customer("C1", effort=2, priority=1), make_customer("C2")]

    after, _numbers = changed(freeze([], people), NUMBERS, Changes(wave=Wave(3, effort=2)))

    _partners, customers = thaw(after)
    assert [each.code for each in customers[3:]] == ["C1~1", "C3~1", "C1~2"]
    assert [each.priority for each in customers[3:]] == [1, 0, 1]


def test_a_wave_of_whom_nobody_is_like_copies_nobody() -> None:
    after, _numbers = changed(freeze([], [make_customer()]), NUMBERS, Changes(wave=Wave(3, product="payroll")))

    assert len(after["customers"]) == 1


def test_slots_never_fall_below_none() -> None:
    frozen = freeze([make_partner("P1", capacity=2)], [])

    after, _numbers = changed(frozen, NUMBERS, Changes({"P1": -5}))

    assert thaw(after)[0][0].capacity == 0


def test_pins_that_hold_no_longer_are_left_out_and_the_others_kept() -> None:
    partners = [make_partner("P1", capacity=2), make_partner("P2")]
    frozen = freeze(partners, [make_customer(f"C{number}") for number in range(1, 4)])
    frozen["pins"] = {"C1": "P1", "C2": "P1", "C3": "P2"}

    fewer, _numbers = changed(frozen, NUMBERS, Changes({"P1": -1}))
    gone, _numbers = changed(frozen, NUMBERS, Changes(exits=("P1",)))

    assert fewer["pins"] == {"C1": "P1", "C3": "P2"}
    assert gone["pins"] == {"C3": "P2"}


def test_what_was_moved_by_hand_is_left_out() -> None:
    frozen = {**freeze([make_partner()], [make_customer()]), "hand": {"placed": {}, "bounds": [0, 0]}}

    assert "hand" not in changed(frozen, NUMBERS, Changes({"P1": 1}))[0]
