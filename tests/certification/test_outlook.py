"""What more cases would bring, and what leaves the window, against sums by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from certification.outlook import Leaving, Way, leaving, ways_up
from certification.policies.files import ready_policy
from certification.values import Need, standing

RULES = ready_policy("default")
END = date(2026, 9, 30)
EARLY, LATE = "2026-05-10", "2026-08-10"


def share(met: int, n: int, *days: str, value: str | None = None) -> dict[str, Any]:
    """A frozen share: its first `met` cases are met, on the given days in turn."""
    cases = [
        {
            "kind": "phase",
            "on": days[number % len(days)],
            "code": f"X{number}",
            "phase": 1,
            "met": number < met,
            "amount": None,
        }
        for number in range(n)
    ]
    return {"value": value or f"{Decimal(met) / n:.6f}", "numerator": met, "denominator": n, "cases": cases}


def needs(tier: int, **metrics: Any) -> dict[str, Need]:
    return {need.of: need for need in standing(RULES, metrics, tier=tier).needs}


def test_the_fewest_cases_in_a_row_that_reach_the_line_are_named() -> None:
    # 75 % on time are 63.83 points, all first time 100: a mean of 81.91. 88 needs 76 points on time, a share of
    # 0.8072 = (6 + k) / (8 + k): k = 2.4. Three make 9 of 11, 78.3 points on time.
    metrics = {"first_time_accept_rate": share(8, 8, LATE), "on_time_phase_rate": share(6, 8, LATE)}

    found = ways_up(RULES, metrics, needs(4, **metrics)["autonomy"])

    assert found == [Way("on_time_phase_rate", 3, Decimal("89.17"))]


def test_a_case_that_lifts_quality_over_its_floor_opens_the_better_track() -> None:
    # Quality is (0.53 − 0.30) / 0.60 = 38.3, and with one more of 6 in 10, (10.6 + 1) / 21, it is 42.1.
    metrics = {
        "adjusted_activation_rate": share(6, 10, LATE, value="0.53"),
        "slots_honoured_rate": share(4, 4, LATE),
        "intake_evenness": {"value": "1", "numerator": 30, "denominator": 6, "cases": []},
    }

    found = ways_up(RULES, metrics, needs(2, **metrics)["value"])

    assert found[0] == Way("adjusted_activation_rate", 1, Decimal("85.00"))


def test_where_no_one_metric_reaches_the_line_there_is_no_way() -> None:
    metrics = {"first_time_accept_rate": share(0, 8, LATE), "on_time_phase_rate": share(0, 8, LATE)}

    assert ways_up(RULES, metrics, needs(4, **metrics)["autonomy"]) == []


def test_cases_leave_with_the_months_and_the_points_follow() -> None:
    metrics = {"on_time_phase_rate": share(2, 4, EARLY, LATE), "n": {"value": "0", "cases": []}}

    october, november, december = leaving(RULES, metrics, period_end=END)

    assert [month.until for month in (october, november, december)] == [
        date(2026, 10, 31),
        date(2026, 11, 30),
        date(2026, 12, 31),
    ]
    assert [_seen(month) for month in (october, november)] == [(0, 0), (2, 1)]
    assert november.points["autonomy"] == Decimal("10.64")
    assert december.points["value"] is None


def test_an_axis_that_loses_its_last_case_has_no_points_instead_of_none_met() -> None:
    metrics = {"on_time_phase_rate": share(2, 2, EARLY)}

    assert leaving(RULES, metrics, period_end=END)[-1].points["autonomy"] is None


def _seen(month: Leaving) -> tuple[int, int]:
    return month.count("on_time_phase_rate"), month.met("on_time_phase_rate")
