import re
from pathlib import Path

import pytest

from certification.policies.parsing import parse_policy
from portal.tables.problems import InputProblems

EXAMPLE = (Path(__file__).parent / "example.toml").read_text("utf-8")
COLUMNS = ("n", "open_security_incidents", "previous_tier", "below_count")
TIER = "[[tier]]\nlevel = 2\nrequires = []\n"
AXIS = '[[axis]]\nkey = "axis"\ncombine = "sum"\n'
METRIC = '[[metric]]\nkey = "metric"\naxis = "axis"\npoints = { kind = "steps", steps = [[0, 0]] }\n'


def problems(text: str | bytes) -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputProblems) as refused:
        parse_policy(content, "policy.toml", columns=COLUMNS)
    return [problem.as_line() for problem in refused.value.problems]


def test_the_example_of_the_formats_is_read() -> None:
    policy = parse_policy(EXAMPLE.encode(), "policy.toml", columns=COLUMNS)
    assert policy.columns == (
        "unaided_phase_rate",
        "activated_clients",
        "slots_honoured",
        "n",
        "open_security_incidents",
    )
    assert (policy.window_months, policy.top_level) == (6, 3)


def test_a_bom_is_read_over() -> None:
    assert parse_policy(b"\xef\xbb\xbf" + TIER.encode(), "policy.toml").top_level == 2


def test_axes_and_metrics_may_be_absent() -> None:
    assert parse_policy(TIER.encode(), "policy.toml").axes == ()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('{ of = "n", min = 8', '{ of = "m", min = 8', "[[tier]] 2, requires 3, of"),
        ('of = "open_security_incidents"', 'of = "incidents"', "[[gate]] 1, of"),
        ('of = "open_security_incidents"', 'of = "partner_code"', "[[gate]] 1, of"),
        ("level = 3", "level = 4", "[[tier]] 2, level"),
        ("level = 3", "level = 1", "[[tier]] 2, level"),
        ("level = 3", "level = 10", "[[tier]] 2, level"),
        ("level = 3", "level = 2.5", "[[tier]] 2, level"),
        ("weight = 40", "weight = 0", "[[metric]] 1, weight"),
        ("weight = 40", "weight = -1", "[[metric]] 1, weight"),
        ("weight = 40", "weight = true", "[[metric]] 1, weight"),
        ("weight = 40", "weight = nan", "[[metric]] 1, weight"),
        ("[10, 50], [30, 100]", "[30, 50], [10, 100]", "[[metric]] 2, points, steps"),
        ("[10, 50], [30, 100]", "[10, 50], [10, 100]", "[[metric]] 2, points, steps"),
        ("[[0, 0], [10, 50], [30, 100]]", "[]", "[[metric]] 2, points, steps"),
        ("[10, 50], [30, 100]", "[10]", "[[metric]] 2, points, steps"),
        ("to = [20, 100]", "to = [0, 100]", "[[metric]] 3, points, to"),
        ('kind = "steps"', 'kind = "stairs"', "[[metric]] 2, points, kind"),
        ('points = { kind = "linear", from = [0, 0], to = [20, 100] }', "points = 5", "[[metric]] 3, points"),
        ('key = "slots_honoured"', 'key = "activated_clients"', "[[metric]] 3, key"),
        ('key = "slots_honoured"', 'key = "quality"', "[[metric]] 3, key"),
        ('key = "value"', 'key = "tier"', "[[axis]] 2, key"),
        ('tracks = ["quality", "intake"]', 'tracks = ["quality", "quality", "intake"]', "[[axis]] 2, tracks"),
        ('tracks = ["quality", "intake"]', "tracks = []", "[[axis]] 2, tracks"),
        ('combine = "weighted_mean"', 'combine = "weighted_mean"\ntracks = ["x"]', "[[axis]] 1, tracks"),
        ('combine = "weighted_mean"', 'combine = "mean"', "[[axis]] 1, combine"),
        ("{ quality = 40 }", "{ speed = 40 }", "[[axis]] 2, floors"),
        ("intake = {", "speed = {", "[[axis]] 2, floors"),
        ('axis = "autonomy"', 'axis = "autonomie"', "[[metric]] 1, axis"),
        ('axis = "autonomy"', 'axis = "autonomy"\ntrack = "quality"', "[[metric]] 1, track"),
        ('track = "quality"\n', "", "[[metric]] 2, track"),
        ('track = "quality"', 'track = "speed"', "[[metric]] 2, track"),
        ("keep = false", "keeps = false", "[[tier]] 1, requires 3, keeps"),
        ("keep = false", 'keep = "no"', "[[tier]] 1, requires 3, keep"),
        ('{ of = "autonomy", min = 65 }', '{ of = "autonomy" }', "[[tier]] 2, requires 1"),
        ('{ of = "autonomy", min = 65 }', '{ of = "autonomy", min = "65" }', "[[tier]] 2, requires 1, min"),
        ('{ of = "autonomy", min = 65 }', "{ min = 65 }", "[[tier]] 2, requires 1, of"),
        ("falls_after = 2", "falls_after = 0", "[movement], falls_after"),
        ("max_steps_up = 1", "max_steps_up = 0", "[movement], max_steps_up"),
        ("margin = 5", "margin = -5", "[movement], margin"),
        ("margin = 5", "margins = 5", "[movement], margins"),
        ("window_months = 6", "window_months = 0", "window_months"),
        ('ja = "上級"', "ja = 3", "[[tier]] 2, name"),
    ],
)
def test_a_mistake_is_told_with_its_table_and_number(old: str, new: str, place: str) -> None:
    assert EXAMPLE.count(old) >= 1
    found = problems(EXAMPLE.replace(old, new, 1))
    assert any(line.startswith(f"policy.toml, {place}: ") for line in found), found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "policy.toml, [[tier]]: There is no tier. Add at least one [[tier]] of level 2."),
        (
            "[[tier]]\nlevel = 2\n",
            "policy.toml, [[tier]] 1, requires: This key is missing. Add requires = [ … ].",
        ),
        (TIER + "[tiers]\n", "policy.toml, tiers: This key is unknown. Known here: axis, gate, metric"),
        (
            TIER + AXIS.replace('key = "axis"\n', ""),
            "policy.toml, [[axis]] 1, key: This key is missing. Add key.",
        ),
        (
            TIER + AXIS + METRIC.replace("points", "point"),
            "policy.toml, [[metric]] 1, points: This key is missing.",
        ),
        ("[tier]\nlevel = 2\n", "policy.toml, tier: {'level': 2} is no list of tables."),
        ("level = \n", "policy.toml: The file is not TOML: Invalid value (at line 1, column 9)."),
        ("level = 1\nlevel = 2\n", "policy.toml: The file is not TOML: Cannot overwrite a value"),
    ],
)
def test_a_problem_says_what_is_wrong_and_what_would_be_right(text: str, line: str) -> None:
    assert problems(text)[0].startswith(line)


def test_a_file_that_is_not_utf_8_says_so() -> None:
    assert problems("name = '認定'".encode("cp932")) == ["policy.toml: The file is not UTF-8. Save it as UTF-8."]


def test_all_problems_are_told_at_once_and_one_per_line() -> None:
    broken = EXAMPLE.replace("weight = 40", "weight = 0").replace("level = 3", "level = 5").replace("max = 0", "")
    found = problems(broken)
    assert [re.sub(r": .*", "", line) for line in found] == [
        "policy.toml, [[metric]] 1, weight",
        "policy.toml, [[gate]] 1",
        "policy.toml, [[tier]] 2, level",
    ]
    assert not any("\n" in line for line in found)


def test_without_columns_any_name_may_be_one() -> None:
    assert parse_policy(b'[[tier]]\nlevel = 2\nrequires = [ { of = "x", min = 1 } ]', "p.toml").columns == ("x",)


def test_numbers_stay_decimal() -> None:
    policy = parse_policy(b'[[tier]]\nlevel = 2\nrequires = [ { of = "x", min = 0.1 } ]', "p.toml")
    low = policy.tiers[0].requires[0].bounds.low
    assert low is not None
    assert low * 10 == 1
