from decimal import Decimal
from pathlib import Path

import pytest

from certification.policies.evaluation import Decision, Findings, Outcome, evaluate
from certification.policies.parsing import parse_policy
from certification.policies.points import score
from certification.policies.policy import Policy

EXAMPLE = (Path(__file__).parent / "example.toml").read_bytes()
COLUMNS = ("unaided_phase_rate", "activated_clients", "slots_honoured", "n", "open_security_incidents")


def policy(text: str) -> Policy:
    return parse_policy(text.encode(), "policy.toml")


def decide(
    rules: Policy, values: dict[str, str | None], previous: int | None = None, below: int | None = None
) -> Decision:
    measured = {name: None if value is None else Decimal(value) for name, value in values.items()}
    return evaluate(rules, measured, previous_tier=previous, below_count=below).decision


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (".80 12 14 9 0 2 0", "66.67 70.00 3 0 –"),
        (".80 12 14 9 1 2 0", "66.67 70.00 2 0 open_security_incidents"),
        (".80 9 14 9 0 2 0", "66.67 0.00 2 1 –"),
        (".725 10 0 3 0 – –", "50.00 50.00 2 0 –"),
        (".80 12 14 2 0 3 1", "66.67 70.00 3 0 –"),
        (".77 12 12 9 0 3 1", "60.00 60.00 3 0 –"),
        (".76 12 11 9 0 3 1", "57.78 55.00 2 0 –"),
        ("– 12 14 9 0 3 1", "– 70.00 3 1 –"),
    ],
)
def test_the_example_of_the_formats_comes_out_to_the_last_digit(given: str, expected: str) -> None:
    *measured, previous, below = (None if cell == "–" else cell for cell in given.split())
    values = {name: None if cell is None else Decimal(cell) for name, cell in zip(COLUMNS, measured, strict=True)}
    found = evaluate(
        parse_policy(EXAMPLE, "example.toml", columns=COLUMNS),
        values,
        previous_tier=None if previous is None else int(previous),
        below_count=None if below is None else int(below),
    )
    decision = found.decision
    row = [found.card.points("autonomy"), found.card.points("value"), decision.tier, decision.below_count]
    assert " ".join("–" if cell is None else str(cell) for cell in [*row, decision.held_by]) == expected


LADDER = """
[[tier]]
level = 2
requires = [ { of = "score", min = 20 } ]
[[tier]]
level = 3
requires = [ { of = "score", min = 30 } ]
[[tier]]
level = 4
requires = [ { of = "score", min = 40 } ]
"""
MOVING = LADDER + "[movement]\nmax_steps_up = 1\nfalls_after = 2\nmargin = 5\n"


@pytest.mark.parametrize(("score", "tier"), [("19.99", 1), ("20", 2), ("35", 3), ("99", 4), (None, 1)])
def test_without_movement_the_highest_level_that_holds_is_the_tier(score: str | None, tier: int) -> None:
    assert decide(policy(LADDER), {"score": score}, 2, 1) == Decision(tier, None, None)


def test_a_level_asks_only_for_its_own_requirements() -> None:
    rules = policy(LADDER.replace("min = 30", "min = 30, max = 35"))
    assert decide(rules, {"score": "36"}).tier == 2
    assert decide(rules, {"score": "40"}).tier == 4


def test_without_movement_a_gate_holds_nothing() -> None:
    rules = policy(LADDER + '[[gate]]\nof = "incidents"\nmax = 0\n')
    assert decide(rules, {"score": "20", "incidents": "3"}) == Decision(2, None, None)


def test_a_firm_rises_by_as_many_steps_as_the_policy_allows() -> None:
    assert decide(policy(MOVING), {"score": "99"}) == Decision(2, 0)
    assert decide(policy(MOVING.replace("up = 1", "up = 2")), {"score": "99"}) == Decision(3, 0)


def test_a_rise_may_pass_over_a_level_that_does_not_hold() -> None:
    rules = policy(MOVING.replace("up = 1", "up = 2").replace("min = 20", "max = 20"))
    assert decide(rules, {"score": "30"}) == Decision(3, 0)


def test_a_previous_tier_above_the_top_counts_as_the_top() -> None:
    assert decide(policy(MOVING), {"score": "40"}, 9, 1) == Decision(4, 0)


@pytest.mark.parametrize(
    ("gates", "held_by"),
    [
        ({"incidents": "1", "certificates": "0"}, "incidents"),
        ({"incidents": "0", "certificates": "0"}, "certificates"),
        ({"incidents": "0", "certificates": None}, "certificates"),
        ({"incidents": "0", "certificates": "1"}, None),
    ],
)
def test_the_first_closed_gate_holds_a_promotion(gates: dict[str, str | None], held_by: str | None) -> None:
    rules = policy(MOVING + '[[gate]]\nof = "incidents"\nmax = 0\n[[gate]]\nof = "certificates"\nabove = 0\n')
    assert decide(rules, {"score": "30", **gates}, 2, 1) == Decision(2 if held_by else 3, 0, held_by)


def test_a_closed_gate_never_causes_a_fall_nor_shows_where_there_is_no_rise() -> None:
    rules = policy(MOVING + '[[gate]]\nof = "incidents"\nmax = 0\n')
    assert decide(rules, {"score": "25", "incidents": "9"}, 2, 1) == Decision(2, 0, None)


def test_two_evaluations_below_the_line_in_a_row_cost_one_level() -> None:
    assert decide(policy(MOVING), {"score": "5"}, 4, 0) == Decision(4, 1)
    assert decide(policy(MOVING), {"score": "5"}, 4, 1) == Decision(3, 0)


def test_the_lowest_level_is_never_left() -> None:
    assert decide(policy(MOVING), {"score": "5"}, 1, 1) == Decision(1, 0)


def test_the_margin_lowers_axes_and_tracks_but_not_columns_nor_metrics() -> None:
    rules = """
    [[axis]]
    key = "axis"
    combine = "best_track"
    tracks = ["track"]
    [[metric]]
    key = "metric"
    axis = "axis"
    track = "track"
    points = { kind = "linear", from = [0, 0], to = [100, 100] }
    [movement]
    [[tier]]
    level = 2
    """
    for of, below in [("axis", 0), ("track", 0), ("metric", 1), ("column", 1)]:
        asking = policy(rules + f'requires = [ {{ of = "{of}", min = 50 }} ]')
        values = {"metric": "45"} | ({"column": "45"} if of == "column" else {})
        assert decide(asking, values, 2, 0).below_count == below


def test_what_is_needed_only_to_rise_is_not_needed_to_stay() -> None:
    rules = policy('[movement]\n[[tier]]\nlevel = 2\nrequires = [ { of = "n", min = 3, keep = false } ]')
    assert decide(rules, {"n": "2"}, 1, 0) == Decision(1, 0)
    assert decide(rules, {"n": "2"}, 2, 1) == Decision(2, 0)


ASKING_BOTH = '[movement]\n[[tier]]\nlevel = 2\nrequires = [ { of = "a", min = 1 }, { of = "b", min = 1 } ]\n'


@pytest.mark.parametrize(
    ("a", "b", "below"), [("0", None, 2), (None, "0", 2), (None, "1", 1), (None, None, 1), ("1", "1", 0)]
)
def test_a_failure_counts_an_empty_value_leaves_the_count_as_it_is(a: str | None, b: str | None, below: int) -> None:
    rules = policy(ASKING_BOTH.replace("[movement]", "[movement]\nfalls_after = 3"))
    assert decide(rules, {"a": a, "b": b}, 2, 1) == Decision(2, below)


TWO_WAYS = """
[movement]
[[tier]]
level = 2
requires = [ { of = "a", min = 1 } ]
[[tier]]
level = 2
requires = [ { of = "b", min = 1 } ]
"""


@pytest.mark.parametrize(("a", "b"), [("1", "0"), ("0", "1"), (None, "1")])
def test_one_alternative_of_a_level_is_enough_to_rise_and_to_stay(a: str | None, b: str | None) -> None:
    assert decide(policy(TWO_WAYS), {"a": a, "b": b}, 1, 0) == Decision(2, 0)
    assert decide(policy(TWO_WAYS), {"a": a, "b": b}, 2, 1) == Decision(2, 0)


def test_a_firm_falls_only_where_every_alternative_fails() -> None:
    assert decide(policy(TWO_WAYS), {"a": "0", "b": "0"}, 2, 1) == Decision(1, 0)
    assert decide(policy(TWO_WAYS), {"a": "0", "b": None}, 2, 1) == Decision(2, 1)


def test_bounds_include_min_and_max_and_exclude_above() -> None:
    rules = policy('[[tier]]\nlevel = 2\nrequires = [ { of = "x", min = 1, max = 3, above = 1 } ]')
    assert [decide(rules, {"x": x}).tier for x in ("1", "1.01", "3", "3.01")] == [1, 2, 2, 1]


def test_every_requirement_is_told_with_what_was_found() -> None:
    rules = policy(ASKING_BOTH)
    values = {"a": Decimal(2), "b": None}
    findings = Findings(rules, score(rules, values), values)
    checks = findings.checks(rules.tiers[0])
    assert [(check.requirement.of, check.found, check.outcome) for check in checks] == [
        ("a", Decimal(2), Outcome.HELD),
        ("b", None, Outcome.EMPTY),
    ]


def test_a_value_that_nobody_gave_is_an_error_and_not_an_empty_one() -> None:
    with pytest.raises(KeyError):
        decide(policy(ASKING_BOTH), {"a": "1"})
