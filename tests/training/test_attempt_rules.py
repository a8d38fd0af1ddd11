"""When an attempt may start, until when it counts, and what comes out of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.quizzes.rules import (
    QUIZ_DEFAULTS,
    QuizSettings,
    counts,
    deadline_of,
    result_of,
    standing,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SETTINGS = QuizSettings.from_numbers(QUIZ_DEFAULTS.values())
COOL_DOWN = timedelta(hours=24)
GRACE = timedelta(seconds=SETTINGS.grace_seconds)


def marks(**right_of_five: int) -> list[tuple[str, bool]]:
    return [(module, place < right) for module, right in right_of_five.items() for place in range(5)]


@pytest.mark.parametrize(
    ("paper", "passed"),
    [
        (marks(one=4, two=4, three=4), True),  # 80 % exactly
        (marks(one=4, two=4, three=3), False),  # 73 % overall
        (marks(one=5, two=5, three=3), False),  # 87 % overall, but 60 % of a module
        (marks(one=5, two=5, three=4), True),
        ([], False),
    ],
)
def test_a_pass_takes_both_the_whole_and_every_module(paper: list[tuple[str, bool]], passed: bool) -> None:
    assert result_of(paper, SETTINGS).passed is passed


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans())))
def test_the_modules_of_a_result_add_up_to_the_whole(paper: list[tuple[str, bool]]) -> None:
    result = result_of(paper, SETTINGS)

    assert (result.right, result.total) == (sum(right for _, right in paper), len(paper))
    assert result.right == sum(part.right for part in result.modules)
    assert result.total == sum(part.total for part in result.modules)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), min_size=1), st.data())
def test_one_more_right_answer_never_turns_a_pass_into_a_fail(
    paper: list[tuple[str, bool]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(paper) - 1))
    better = [*paper[:place], (paper[place][0], True), *paper[place + 1 :]]

    assert result_of(better, SETTINGS).passed >= result_of(paper, SETTINGS).passed


def test_the_first_attempt_may_start_at_once() -> None:
    assert standing([], SETTINGS).may_start(at=NOON)


def test_after_a_fail_the_next_attempt_opens_when_the_cool_down_is_over() -> None:
    then = standing([NOON], SETTINGS)

    assert then.left == 2
    assert not then.may_start(at=NOON + COOL_DOWN - timedelta(seconds=1))
    assert then.may_start(at=NOON + COOL_DOWN)


def test_the_latest_fail_sets_the_cool_down_whatever_the_sequence() -> None:
    late = NOON + timedelta(days=3)

    assert standing([late, NOON], SETTINGS).opens_at == late + COOL_DOWN


def test_after_the_last_attempt_none_may_start_ever() -> None:
    assert not standing([NOON] * SETTINGS.attempts, SETTINGS).may_start(at=NOON + timedelta(days=999))


def test_other_settings_give_other_answers() -> None:
    strict = replace(SETTINGS, attempts=1, pass_percent=100)

    assert not standing([NOON], strict).may_start(at=NOON + timedelta(days=2))
    assert not result_of(marks(one=4, two=5), strict).passed


def test_an_answer_counts_up_to_the_grace_after_the_deadline_and_no_longer() -> None:
    deadline = deadline_of(NOON, 15, SETTINGS)

    assert deadline == NOON + 15 * timedelta(seconds=SETTINGS.seconds_per_question)
    assert counts(deadline + GRACE, deadline, SETTINGS)
    assert not counts(deadline + GRACE + timedelta(microseconds=1), deadline, SETTINGS)
