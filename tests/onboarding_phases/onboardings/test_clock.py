from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.onboardings.clock import (
    Hold,
    HoldCause,
    HoldLimits,
    counted_hold_days,
    due_on,
    gross_days,
    hold_days_by_cause,
    is_on_time,
    net_days,
)

START = date(2026, 6, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def hold(first: int, last: int | None, cause: str = "customer", limit: int | None = None) -> Hold:
    return Hold(HoldCause(cause), day(first), None if last is None else day(last), limit)


def test_the_start_date_is_day_zero() -> None:
    assert net_days(START, [], START) == 0
    assert gross_days(START, day(90)) == 90


@pytest.mark.parametrize(("cause", "net"), [("customer", 40), ("vendor", 40), ("partner", 50)])
def test_only_holds_of_customer_and_vendor_stop_the_net_clock(cause: str, net: int) -> None:
    assert net_days(START, [hold(10, 20, cause)], day(50)) == net


def test_gross_days_count_holds_too() -> None:
    assert gross_days(START, day(50)) == 50


def test_a_hold_that_lasts_stops_the_clock_up_to_today() -> None:
    assert net_days(START, [hold(10, None)], day(25)) == 10


def test_a_hold_that_begins_later_has_not_happened() -> None:
    assert counted_hold_days(START, [hold(10, 20)], day(5)) == 0


def test_a_hold_before_the_start_does_not_count() -> None:
    assert counted_hold_days(START, [hold(-5, 3)], day(20)) == 3


def test_a_day_under_two_holds_counts_once() -> None:
    assert counted_hold_days(START, [hold(10, 20), hold(15, 25, "vendor")], day(40)) == 15


def test_a_day_belongs_to_the_hold_that_came_first() -> None:
    assert counted_hold_days(START, [hold(10, 20, "partner"), hold(15, 25)], day(40)) == 5


def test_one_hold_counts_thirty_days_and_then_the_net_clock_runs_again() -> None:
    assert net_days(START, [hold(10, None)], day(40)) == 10
    assert net_days(START, [hold(10, None)], day(50)) == 20


def test_all_holds_count_forty_five_days_and_then_the_net_clock_runs_again() -> None:
    holds = [hold(0, 20), hold(30, 50, "vendor"), hold(60, 80)]
    assert counted_hold_days(START, holds, day(65)) == 45
    assert counted_hold_days(START, holds, day(100)) == 45


def test_partner_holds_do_not_use_up_the_forty_five_days() -> None:
    holds = [hold(0, 30, "partner"), hold(40, 70), hold(80, 110)]
    assert counted_hold_days(START, holds, day(120)) == 45


def test_limits_are_settings() -> None:
    limits = HoldLimits(each=5, in_all=8)
    assert counted_hold_days(START, [hold(0, 20), hold(30, 50)], day(60), limits=limits) == 8


def test_an_unconfirmed_hold_counts_only_as_far_as_a_right_allows() -> None:
    assert counted_hold_days(START, [hold(10, 20, limit=0)], day(40)) == 0
    assert counted_hold_days(START, [hold(10, 20, limit=5)], day(40)) == 5


def test_the_due_day_moves_with_the_counted_holds_so_far() -> None:
    holds = [hold(10, 20)]
    assert due_on(START, 21, holds, day(9)) == day(21)
    assert due_on(START, 21, holds, day(15)) == day(26)
    assert due_on(START, 21, holds, day(30)) == day(31)


def test_a_submission_on_the_due_day_is_on_time_and_one_day_later_is_not() -> None:
    holds = [hold(10, 20)]
    assert is_on_time(START, 21, holds, day(31))
    assert not is_on_time(START, 21, holds, day(32))


def test_a_partners_own_hold_does_not_move_its_due_day() -> None:
    assert not is_on_time(START, 21, [hold(10, 20, "partner")], day(22))


HOLDS = st.lists(
    st.builds(
        lambda first, length, cause: hold(first, None if length is None else first + length, cause),
        st.integers(-10, 120),
        st.none() | st.integers(0, 60),
        st.sampled_from(["customer", "vendor", "partner"]),
    ),
    max_size=6,
)


@given(HOLDS, st.integers(0, 200))
def test_the_net_clock_never_runs_backwards_nor_faster_than_the_calendar(holds: list[Hold], on: int) -> None:
    step = net_days(START, holds, day(on + 1)) - net_days(START, holds, day(on))
    assert step in {0, 1}


@given(HOLDS, st.integers(0, 200))
def test_hold_days_by_cause_add_up_to_the_counted_ones(holds: list[Hold], on: int) -> None:
    by_cause = hold_days_by_cause(START, holds, day(on))
    counted = by_cause[HoldCause.CUSTOMER] + by_cause[HoldCause.VENDOR]
    assert counted == counted_hold_days(START, holds, day(on))
    assert sum(by_cause.values()) <= on


@given(HOLDS, st.integers(0, 200), st.integers(0, 100))
def test_lateness_in_net_days_equals_days_past_the_due_date(holds: list[Hold], on: int, due_day: int) -> None:
    late_by = net_days(START, holds, day(on)) - due_day
    assert (day(on) - due_on(START, due_day, holds, day(on))).days == late_by


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 30), st.sampled_from(HoldCause)), max_size=5),
    st.integers(0, 200),
)
def test_hold_days_are_those_that_a_walk_over_every_day_finds(
    spans: list[tuple[int, int, HoldCause]], on: int
) -> None:
    holds, free = [], 0
    for gap, length, cause in spans:
        holds.append(Hold(cause, day(free + gap), day(free + gap + length)))
        free += gap + length
    stopping = [held for held in holds if held.cause is not HoldCause.PARTNER]
    stood = sum(
        any(held.started_on <= day(number) < (held.ended_on or day(on)) for held in stopping) for number in range(on)
    )

    assert counted_hold_days(START, holds[::-1], day(on)) == min(stood, 45)
