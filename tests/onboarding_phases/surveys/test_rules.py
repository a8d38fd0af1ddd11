"""When a customer is asked, what a low score is, and what a firm may read: rules without a database.

Broken twins, each seen to turn one of these red: a period of two customers; a period that ends before its last month
is final; a month that lies in two periods; a question of two customers inside a published period.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.kpis.rules import add_months, month_end
from onboarding_phases.surveys.defaults import DEFAULT
from onboarding_phases.surveys.enums import Moment, QuestionKind
from onboarding_phases.surveys.figures.rules import Month, Scores, added, periods, scores_read, told
from onboarding_phases.surveys.questions.rules import faults_of, key_for
from onboarding_phases.surveys.questions.shipped import SHIPPED
from onboarding_phases.surveys.rules import is_low, moment_reached
from portal.settings import GUEST_LOCALES

NUMBERS = DEFAULT.values()
FIRST = date(2026, 1, 1)
RECOMMEND, EFFORT, SATISFACTION = QuestionKind.RECOMMEND, QuestionKind.EFFORT, QuestionKind.SATISFACTION


def months(*customers: set[int], final: int | None = None) -> list[Month]:
    """Months in a row with these customers; the first `final` of them can get no answer any more."""
    firsts = [add_months(FIRST, number) for number in range(len(customers))]
    last = len(customers) if final is None else final
    return [
        Month(first, month_end(first), number < last, frozenset(who))
        for number, (first, who) in enumerate(zip(firsts, customers, strict=True))
    ]


def spans(found: Sequence[Month], least: int = 3) -> list[tuple[int, int, int]]:
    return [(one.from_on.month, one.until_on.month, len(one.customers)) for one in periods(found, least=least)]


def test_a_customer_is_asked_when_the_onboarding_gets_past_the_phase():
    assert moment_reached({1}, 1, NUMBERS) is Moment.HANDOFF
    assert moment_reached({1, 2}, 2, NUMBERS) is None
    assert moment_reached({1, 2, 3}, 3, NUMBERS) is Moment.MIDWAY


def test_phases_that_overlap_are_past_once_all_before_them_are_closed():
    assert moment_reached({1, 3}, 3, NUMBERS) is None
    assert moment_reached({1, 2, 3}, 2, NUMBERS) is Moment.MIDWAY


def test_of_two_surveys_at_once_the_later_one_is_asked_and_at_the_end_neither():
    assert moment_reached({1, 2, 3}, 1, NUMBERS) is Moment.MIDWAY
    assert moment_reached({1, 2, 3, 4, 5, 6}, 1, NUMBERS) is None


def test_a_high_effort_is_as_bad_as_a_low_satisfaction():
    assert [is_low(SATISFACTION, value, NUMBERS) for value in (2, 3)] == [True, False]
    assert [is_low(EFFORT, value, NUMBERS) for value in (5, 6)] == [False, True]
    assert [is_low(RECOMMEND, value, NUMBERS) for value in (4, 5)] == [True, False]


def test_mean_spread_and_nps_are_those_of_the_field():
    scores = Scores("recommend", RECOMMEND, {10: 3, 9: 2, 8: 1, 7: 1, 6: 2, 0: 1})

    assert (scores.n, float(scores.mean or 0)) == (10, 7.5)
    assert scores.nps == 20
    assert scores.spread[0] == (0, 1)
    assert len(scores.spread) == 11
    assert Scores("effort", EFFORT, {1: 1}).nps is None
    assert Scores("recommend", RECOMMEND, {}).nps is None
    assert scores_read([scores.written]) == [scores]


def test_a_period_is_whole_months_of_at_least_three_customers():
    assert spans(months({1, 2}, {3}, {4}, {5}, {6}, {7})) == [(1, 2, 3), (3, 5, 3)]
    assert spans(months({1, 2}, {1, 2}, {2})) == []
    assert spans(months({1, 2, 3, 4}, {5, 6, 7}, {8})) == [(1, 1, 4), (2, 2, 3)]


def test_a_month_in_which_somebody_can_still_answer_holds_back_itself_and_what_comes_later():
    assert spans(months({1, 2, 3}, {4, 5, 6}, {7, 8, 9}, final=1)) == [(1, 1, 3)]
    assert spans(months({1, 2}, {3, 4}, final=1)) == []


@given(st.lists(st.sets(st.integers(1, 12), max_size=4), max_size=10), st.integers(0, 10))
def test_no_two_figures_that_a_firm_ever_sees_differ_by_fewer_than_three_customers(who, until):
    """Whatever was published at some time, in whatever selection: it differs by whole periods of three or more."""
    early = periods(months(*who, final=min(until, len(who))), least=3)
    late = periods(months(*who), least=3)

    assert late[: len(early)] == early
    assert all(len(one.customers) >= 3 for one in late)
    assert all(one.until_on < other.from_on for one, other in combinations(late, 2))


def test_a_question_that_fewer_customers_answered_is_left_out_of_a_period():
    answers = [(1, "a", EFFORT, 3), (2, "a", EFFORT, 3), (3, "a", EFFORT, 4)]
    answers += [(1, "b", SATISFACTION, 5), (1, "b", SATISFACTION, 4), (2, "b", SATISFACTION, 5)]

    assert told(answers, {1, 2, 3}, least=3) == [Scores("a", EFFORT, {3: 2, 4: 1})]


def test_periods_add_up_question_by_question():
    one, other = Scores("a", EFFORT, {3: 2, 4: 1}), Scores("a", EFFORT, {3: 1, 7: 2})

    assert added([[one], [other]]) == [Scores("a", EFFORT, {3: 3, 4: 1, 7: 2})]


def test_what_ships_is_complete_in_five_languages():
    assert set(SHIPPED) == set(Moment)
    for text in SHIPPED.values():
        assert faults_of(text) == []
        for said in (text.title, text.intro, *(question.text for question in text.questions)):
            assert len({said[locale] for locale in GUEST_LOCALES}) == len(GUEST_LOCALES)


def test_a_question_of_another_kind_never_takes_the_key_of_one_that_was():
    known = {"effort": EFFORT, "effort_2": EFFORT, "recommend": RECOMMEND}

    assert key_for(EFFORT, "effort_2", known, []) == "effort_2"
    assert key_for(SATISFACTION, "effort", known, []) == "satisfaction"
    assert key_for(EFFORT, "recommend", known, []) == "effort_3"
    assert key_for(EFFORT, "effort", known, ["effort"]) == "effort_3"
