"""Activation against a count of every day, one by one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from onboarding_phases.usage.rules import Condition, Record, activation_day, corrections

START = date(2026, 6, 1)
RULE = (Condition("feeds", 1), Condition("journals", 50))


def brute_force(records: list[Record], start_on: date, until: date, carry_days: int) -> date | None:
    """Look at each day in turn, and for each metric at each of the days that it may come from."""
    values = {(metric, on): value for metric, on, value in records}
    day = start_on
    while day <= until:
        for condition in RULE:
            recent = [values.get((condition.metric, day - timedelta(back))) for back in range(carry_days + 1)]
            latest = next((value for value in recent if value is not None), None)
            if latest is None or latest < condition.at_least:
                break
        else:
            return day
        day += timedelta(1)
    return None


records = st.dictionaries(
    st.tuples(st.sampled_from(["feeds", "journals", "other"]), st.integers(-12, 40)),
    st.sampled_from([0.0, 1.0, 49.0, 50.0, 80.0]),
    max_size=25,
).map(lambda found: [(metric, START + timedelta(day), value) for (metric, day), value in found.items()])


@given(records, st.integers(0, 45), st.integers(0, 9))
@example([("feeds", START - timedelta(7), 1.0), ("journals", START, 50.0)], 10, 7)
@example([("feeds", START - timedelta(8), 1.0), ("journals", START, 50.0)], 10, 7)
def test_activation_is_the_first_day_that_a_count_of_every_day_finds(
    records: list[Record], length: int, carry_days: int
) -> None:
    until = START + timedelta(length)

    found = activation_day(records, RULE, START, until, carry_days=carry_days)

    assert found == brute_force(records, START, until, carry_days)


def test_a_value_counts_on_its_day_and_the_seven_after() -> None:
    feeds = ("feeds", START, 1.0)

    assert activation_day([feeds, ("journals", START + timedelta(7), 60.0)], RULE, START, date(2026, 8, 1)) == (
        START + timedelta(7)
    )
    assert activation_day([feeds, ("journals", START + timedelta(8), 60.0)], RULE, START, date(2026, 8, 1)) is None


def test_the_latest_value_counts_even_where_it_is_the_lower_one() -> None:
    fallen = [("feeds", START, 1.0), ("journals", START + timedelta(1), 60.0), ("feeds", START + timedelta(1), 0.0)]

    assert activation_day(fallen, RULE, START, date(2026, 8, 1)) is None


def test_a_rule_without_conditions_is_never_met() -> None:
    assert activation_day([("feeds", START, 1.0)], (), START, date(2026, 8, 1)) is None


def test_a_story_tells_what_was_corrected_before_what_is_new_and_no_more_than_five() -> None:
    days = [date(2026, 11, day) for day in range(1, 10)]
    values = {("journals_30d", on): 5.0 for on in days} | {("other", days[0]): 1.0}
    before = {("journals_30d", days[8]): 4.0, ("journals_30d", days[0]): 5.0}

    found = corrections({"journals_30d"}, values, before)

    assert found[0] == {"metric": "journals_30d", "on": "2026-11-09", "before": 4.0, "after": 5.0}
    assert [item["on"] for item in found[1:]] == ["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"]
