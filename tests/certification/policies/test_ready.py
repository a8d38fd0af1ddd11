"""The policies that come with the portal: the default one, and published programmes with their tiers."""

from decimal import Decimal

import pytest

from certification.policies.evaluation import evaluate
from certification.policies.files import ready_policy, ready_policy_names
from certification.policies.policy import Policy


def tier(rules: Policy, previous: int | None = None, **values: str | None) -> int:
    given = {name: None if value is None else Decimal(value) for name, value in values.items()}
    measured = {name: given.get(name) for name in rules.columns}
    return evaluate(rules, measured, previous_tier=previous).decision.tier


def test_every_ready_policy_can_be_read() -> None:
    assert len(ready_policy_names()) == 4
    assert all(ready_policy(name).name for name in ready_policy_names())


def test_the_default_policy_has_names_in_english_and_japanese_throughout() -> None:
    rules = ready_policy("default")
    named = [*rules.axes, *rules.metrics, *rules.tiers, *rules.gates]
    names = [part.names for part in named] + [name for axis in rules.axes for name in axis.track_names.values()]
    assert all(name.keys() == {"en", "ja"} for name in names)
    assert [part.names["ja"] for part in rules.tiers] == ["認定", "上級", "専門", "首席"]


# A firm with 15 of 18 active, adjusted (15 + 7.2) / 28; 71 of 78 unaided, 29 of 34 first time, 64 of 78 on
# time, 104 of 116 answers, 24 of 25 decisions, 23 of 25 commitments.
FIRM = {
    "unaided_phase_rate": "0.910",
    "first_time_accept_rate": "0.853",
    "on_time_phase_rate": "0.8205",
    "answered_in_time_rate": "0.897",
    "decisions_upheld_rate": "0.96",
    "adjusted_activation_rate": "0.793",
    "commitments_kept_rate": "0.92",
    "usage_depth": "64",
    "satisfaction": "4.3",
    "n": "18",
    "valid_certificates": "3",
}


def test_the_default_policy_on_a_firm_that_lacks_a_little_delivered_value() -> None:
    rules = ready_policy("default")
    measured = {name: Decimal(FIRM[name]) if name in FIRM else None for name in rules.columns}
    found = evaluate(rules, measured, previous_tier=3)
    assert (found.card.points("autonomy"), found.card.points("value")) == (Decimal("81.21"), Decimal("75.53"))
    assert found.decision.tier == 3


def test_one_more_kept_commitment_takes_that_firm_up_together_with_deeper_usage() -> None:
    rules = ready_policy("default")
    assert tier(rules, 3, **(FIRM | {"commitments_kept_rate": "0.96", "usage_depth": "74"})) == 4


@pytest.mark.parametrize(
    ("changed", "expected"),
    [({"valid_certificates": "0"}, 2), ({"valid_certificates": None}, 2), ({"n": "7"}, 2), ({}, 3)],
)
def test_the_default_gates_and_counts_hold_a_promotion(changed: dict[str, str | None], expected: int) -> None:
    assert tier(ready_policy("default"), 2, **(FIRM | changed)) == expected


INTAKE = {"slots_honoured_rate": "1", "intake_evenness": "1"}
AUTONOMOUS = {"n": "25", "unaided_phase_rate": "1", "on_time_phase_rate": "1", "first_time_accept_rate": "1"}


def test_steady_intake_counts_only_above_a_floor_of_quality() -> None:
    rules = ready_policy("default")
    weak = {"adjusted_activation_rate": "0.3", "commitments_kept_rate": "0.7", "satisfaction": "1.8"}
    assert tier(rules, 3, **(FIRM | INTAKE | AUTONOMOUS)) == 4
    assert tier(rules, 1, **(FIRM | INTAKE | AUTONOMOUS | weak)) == 1


def test_steady_intake_alone_never_makes_a_principal() -> None:
    rules = ready_policy("default")
    best = {
        "adjusted_activation_rate": "0.9",
        "commitments_kept_rate": "1",
        "usage_depth": "100",
        "satisfaction": "4.8",
    }
    assert tier(rules, 4, **(FIRM | INTAKE | AUTONOMOUS)) == 4
    assert tier(rules, 4, **(FIRM | INTAKE | AUTONOMOUS | best)) == 5


@pytest.mark.parametrize(
    ("points", "stars"),
    [
        (0, 0),
        (9, 0),
        (10, 1),
        (29, 1),
        (30, 2),
        (59, 2),
        (60, 3),
        (119, 3),
        (120, 4),
        (299, 4),
        (300, 5),
        (900, 5),
    ],
)
def test_freee_advisers_have_their_published_stars(points: int, stars: int) -> None:
    assert tier(ready_policy("freee_adviser_stars"), adviser_points=str(points)) == stars + 1


@pytest.mark.parametrize(
    ("rank", "clients", "expected"),
    [
        ("Silver", 9, "Silver"),
        ("Silver", 10, "Gold"),
        ("Silver", 30, "Gold"),
        ("Gold", 29, "Gold"),
        ("Gold", 30, "Platinum"),
        ("Platinum", 45, "Platinum"),
    ],
)
def test_money_forward_members_have_their_published_ranks(rank: str, clients: int, expected: str) -> None:
    ranks = ["Silver", "Gold", "Platinum"]
    found = tier(ready_policy("money_forward_member_ranks"), ranks.index(rank) + 1, activated_clients=str(clients))
    assert ranks[found - 1] == expected


METRICS = ("customer_adds", "intermediate_people", "advanced_people", "usage_growth", "deployments")


def solutions_partner(enterprise: str, smb: str) -> bool:
    """Decide by the five figures of both tracks; a dash is a figure that is not known."""
    values = {
        f"{track}_{metric}": None if figure == "-" else figure
        for track, figures in (("enterprise", enterprise), ("smb", smb))
        for metric, figure in zip(METRICS, figures.split(), strict=True)
    }
    return tier(ready_policy("microsoft_capability_score"), **values) == 2


@pytest.mark.parametrize(
    ("enterprise", "smb", "expected", "why"),
    [
        ("5 4 2 1000 5", "0 0 0 0 0", True, "all 100 points"),
        ("5 4 2 1 5", "0 0 0 0 0", True, "20 + 10 + 15 + 0.03 + 25 = 70.03"),
        ("5 4 2 1000 0", "0 0 0 0 0", False, "75 points, one metric at zero"),
        ("4 4 2 500 3", "0 0 0 0 0", True, "16 + 10 + 15 + 15 + 15 = 71"),
        ("4 4 2 500 2", "0 0 0 0 0", False, "16 + 10 + 15 + 15 + 10 = 66"),
        ("0 0 0 0 0", "10 2 1 500 5", True, "all 100 points for smaller customers"),
        ("5 4 2 400 5", "10 0 1 500 5", True, "82 by the first track, no need of the second"),
        ("2 1 1 200 1", "5 1 1 200 2", False, "about half on both tracks, which do not add up"),
        ("- - - - -", "10 2 1 500 5", True, "a track without figures"),
        ("10 8 4 2000 10", "0 0 0 0 0", True, "beyond the thresholds there is nothing to gain"),
    ],
)
def test_solutions_partners_are_those_of_the_published_rules(
    enterprise: str, smb: str, expected: bool, why: str
) -> None:
    assert solutions_partner(enterprise, smb) is expected, why
