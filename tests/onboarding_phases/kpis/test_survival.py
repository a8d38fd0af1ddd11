from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.kpis.survival import Observation, kaplan_meier, share_by, survival_at
from portal.rounding import half_up


def observations(text: str) -> list[Observation]:
    """Read times as the textbooks print them: a plus marks one that was seen no longer."""
    return [Observation(int(time.rstrip("+")), not time.endswith("+")) for time in text.split()]


# Remission in weeks under 6-MP and placebo, Freireich et al., Blood 21 (1963), 21 pairs. The table of S and
# of its standard error as in Kleinbaum and Klein, "Survival Analysis".
FREIREICH = observations("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")
PUBLISHED = [
    (6, 21, 3, "0.8571", "0.0764"),
    (7, 17, 1, "0.8067", "0.0869"),
    (10, 15, 1, "0.7529", "0.0963"),
    (13, 12, 1, "0.6902", "0.1068"),
    (16, 11, 1, "0.6275", "0.1141"),
    (22, 7, 1, "0.5378", "0.1282"),
    (23, 6, 1, "0.4482", "0.1346"),
]
PLACEBO = observations("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23")


def test_the_published_table_of_the_6_mp_remissions_comes_out() -> None:
    rows = [
        (
            step.days,
            step.at_risk,
            step.events,
            f"{half_up(step.survival, 4)}",
            f"{float(step.variance) ** 0.5:.4f}",
        )
        for step in kaplan_meier(FREIREICH)
    ]
    assert rows == PUBLISHED


@pytest.mark.parametrize(("days", "left"), [(1, 19), (4, 14), (8, 8), (12, 4), (22, 1), (23, 0)])
def test_without_censoring_the_curve_is_the_plain_share_of_the_placebo_group(days: int, left: int) -> None:
    assert survival_at(kaplan_meier(PLACEBO), days) == Fraction(left, 21)


def test_on_one_day_events_come_before_those_who_leave() -> None:
    assert share_by(observations("5 5+"), 5) == Fraction(1, 2)


def test_nobody_seen_gives_no_share() -> None:
    assert share_by([], 90) is None


def test_a_curve_that_ends_before_the_day_says_nothing_of_it() -> None:
    assert share_by(observations("10 40+"), 90) is None


def test_a_curve_at_zero_stays_at_zero() -> None:
    assert share_by(observations("10 40"), 90) == 1


def test_reaching_the_day_exactly_is_enough() -> None:
    assert share_by(observations("10 90+"), 90) == Fraction(1, 2)


OBSERVATIONS = st.lists(st.builds(Observation, st.integers(0, 30), st.booleans()), min_size=1, max_size=25)


def redistributed_to_the_right(seen: list[Observation], days: int) -> Fraction:
    """Efron's form: the weight of one seen no longer goes to all who are seen later, in equal parts."""
    line = sorted(seen, key=lambda one: (one.days, not one.happened))
    weights = [Fraction(1, len(line))] * len(line)
    for place, one in enumerate(line):
        later = len(line) - place - 1
        if not one.happened and later:
            for other in range(place + 1, len(line)):
                weights[other] += weights[place] / later
            weights[place] = Fraction(0)
    return sum(
        (weight for weight, one in zip(weights, line, strict=True) if one.happened and one.days <= days),
        Fraction(0),
    )


@given(OBSERVATIONS, st.integers(0, 30))
def test_the_estimate_equals_redistribution_to_the_right(seen: list[Observation], days: int) -> None:
    assert 1 - survival_at(kaplan_meier(seen), days) == redistributed_to_the_right(seen, days)


@given(OBSERVATIONS)
def test_the_curve_falls_from_one_towards_zero(seen: list[Observation]) -> None:
    curve = [Fraction(1)] + [step.survival for step in kaplan_meier(seen)]
    assert curve == sorted(curve, reverse=True)
    assert curve[-1] >= 0
    assert all(step.variance >= 0 for step in kaplan_meier(seen))
