from decimal import Decimal
from fractions import Fraction

import pytest

from certification.policies.points import Scorecard, metric_points, score
from certification.policies.policy import Axis, Combine, Linear, Metric, Policy, Steps


def F(number: int | str) -> Fraction:  # noqa: N802 - as short as the numbers it marks
    return Fraction(number)


RISING = Linear((F("0.5"), F(0)), (F("0.95"), F(100)))
FALLING = Linear((F(0), F(100)), (F(10), F(0)))
STAIRS = Steps(((F(0), F(0)), (F(10), F(50)), (F(30), F(100))))
FLAT = Linear((F(0), F(0)), (F(100), F(100)))


@pytest.mark.parametrize(
    ("line", "value", "points"),
    [
        (RISING, "0.5", 0),
        (RISING, "0.725", 50),
        (RISING, "0.4", 0),
        (RISING, "1", 100),
        (FALLING, "2", 80),
        (FALLING, "-1", 100),
        (FALLING, "11", 0),
        (Linear(FALLING.end, FALLING.start), "2", 80),
    ],
)
def test_a_line_is_flat_outside_its_ends_and_may_fall(line: Linear, value: str, points: int) -> None:
    assert metric_points(line, F(value)) == points


@pytest.mark.parametrize(("value", "points"), [("9.99", 0), ("10", 50), ("29", 50), ("30", 100), ("-1", 0)])
def test_the_last_step_reached_counts(value: str, points: int) -> None:
    assert metric_points(STAIRS, F(value)) == points


def test_below_a_first_step_that_is_worth_something_there_are_no_points() -> None:
    assert metric_points(Steps(((F(5), F(60)),)), F(4)) == 0


def card(axis: Axis, values: dict[str, str | None], *, tracks: dict[str, str] | None = None) -> Scorecard:
    """Score metrics a (weight 1), b (weight 3), c (weight 1) whose points equal their values."""
    weights = {"a": 1, "b": 3, "c": 1}
    metrics = tuple(Metric(key, axis.key, (tracks or {}).get(key), F(weights[key]), FLAT) for key in values)
    measured = {key: None if value is None else Decimal(value) for key, value in values.items()}
    return score(Policy("", 6, (axis,), metrics, ()), measured)


@pytest.mark.parametrize(
    ("combine", "points"), [(Combine.WEIGHTED_MEAN, "70.00"), (Combine.SUM, "280.00"), (Combine.MIN, "40.00")]
)
def test_an_axis_combines_its_metrics(combine: Combine, points: str) -> None:
    assert str(card(Axis("x", combine), {"a": "40", "b": "80"}).points("x")) == points


@pytest.mark.parametrize(
    ("combine", "points"), [(Combine.WEIGHTED_MEAN, "40.00"), (Combine.SUM, "40.00"), (Combine.MIN, "40.00")]
)
def test_a_metric_without_a_value_is_left_out(combine: Combine, points: str) -> None:
    assert str(card(Axis("x", combine), {"a": "40", "b": None}).points("x")) == points


@pytest.mark.parametrize("combine", [Combine.WEIGHTED_MEAN, Combine.SUM, Combine.MIN])
def test_an_axis_without_any_value_is_empty(combine: Combine) -> None:
    assert card(Axis("x", combine), {"a": None}).points("x") is None
    assert card(Axis("x", combine), {}).points("x") is None


TRACKS = {"a": "quality", "b": "quality", "c": "intake"}


def best(values: dict[str, str | None], floor: int | None = 40) -> str | None:
    floors = {} if floor is None else {"intake": {"quality": F(floor)}}
    axis = Axis("x", Combine.BEST_TRACK, ("quality", "intake"), floors)
    points = card(axis, values, tracks=TRACKS).points("x")
    return None if points is None else str(points)


def test_the_better_track_counts() -> None:
    assert best({"a": "50", "b": "50", "c": "60"}) == "60.00"
    assert best({"a": "70", "b": "70", "c": "60"}) == "70.00"


def test_a_track_is_a_weighted_mean() -> None:
    assert best({"a": "40", "b": "80", "c": "0"}) == "70.00"


def test_a_track_counts_only_above_its_floor() -> None:
    assert best({"a": "39", "b": "39", "c": "60"}) == "39.00"
    assert best({"a": "40", "b": "40", "c": "60"}) == "60.00"


def test_a_floor_is_compared_with_the_rounded_points() -> None:
    assert best({"a": "39.995", "b": "39.995", "c": "60"}) == "60.00"


def test_an_empty_track_is_below_any_floor() -> None:
    assert best({"a": None, "b": None, "c": "60"}) is None
    assert best({"a": None, "b": None, "c": "60"}, floor=None) == "60.00"


def test_points_are_rounded_half_up_to_two_places() -> None:
    assert str(card(Axis("x", Combine.MIN), {"a": "66.665"}).points("a")) == "66.67"


def test_only_what_is_shown_is_rounded_not_what_is_counted_with() -> None:
    found = card(Axis("x", Combine.WEIGHTED_MEAN), {"a": "10.004", "b": "10.004"})
    assert found.exact["x"] == F("10.004")
