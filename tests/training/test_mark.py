"""Marking each type of question."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.strategies import choosing_questions, make_question
from training.quizzes.marking import is_right
from training.quizzes.questions import FALSE, TRUE, Question, QuestionKind


@pytest.mark.parametrize("kind", QuestionKind)
def test_the_key_is_right_and_no_answer_is_not(kind: QuestionKind) -> None:
    question = make_question(kind)

    wanted = question.correct[:1] if kind is QuestionKind.SHORT_TEXT else question.correct

    assert is_right(question, wanted)
    assert not is_right(question, ())


@given(question=choosing_questions(QuestionKind.SINGLE), data=st.data())
def test_of_a_single_choice_only_its_one_option_is_right(question: Question, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(question.options)).key

    assert is_right(question, (chosen,)) == (chosen == question.correct[0])


@given(question=choosing_questions(QuestionKind.MULTIPLE), data=st.data())
def test_of_a_multiple_choice_the_exact_set_is_right_in_any_sequence(
    question: Question, data: st.DataObject
) -> None:
    keys = [option.key for option in question.options]
    chosen = tuple(data.draw(st.lists(st.sampled_from(keys), unique=True, min_size=1)))

    assert is_right(question, chosen) == (set(chosen) == set(question.correct))


@given(question=choosing_questions(QuestionKind.ORDER), data=st.data())
def test_of_an_order_only_the_whole_sequence_is_right(question: Question, data: st.DataObject) -> None:
    given_order = tuple(data.draw(st.permutations(question.correct)))

    assert is_right(question, given_order) == (given_order == question.correct)
    assert not is_right(question, question.correct[:-1])


@pytest.mark.parametrize(("said", "right"), [(TRUE, True), (FALSE, False)])
def test_true_or_false_is_compared_with_the_key(said: str, right: bool) -> None:
    assert is_right(make_question(QuestionKind.TRUE_FALSE), (said,)) is right


@given(key=st.decimals(-(10**6), 10**6, places=2), off=st.decimals(-5, 5, places=2))
def test_a_number_is_right_within_its_tolerance_and_not_beyond(key: Decimal, off: Decimal) -> None:
    question = make_question(QuestionKind.NUMBER, correct=(str(key),), tolerance=Decimal("1.5"))

    assert is_right(question, (str(key + off),)) == (abs(off) <= Decimal("1.5"))


@pytest.mark.parametrize("typed", ["8,000", "８０００", " 8000 ", "8000.0", "８，０００"])
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert is_right(make_question(QuestionKind.NUMBER, correct=("8000",)), (typed,))


@pytest.mark.parametrize("typed", ["", "八千", "8000円ぐらい", "NaN", "Infinity", "1e999999"])
def test_what_is_no_number_is_not_right_and_does_no_harm(typed: str) -> None:
    assert not is_right(make_question(QuestionKind.NUMBER, correct=("8000",)), (typed,))


@pytest.mark.parametrize("typed", ["試算表", " 試 算 表 ", "t/b", "Ｔ／Ｂ"])
def test_a_short_text_is_right_whatever_its_width_case_and_spaces(typed: str) -> None:
    assert is_right(make_question(QuestionKind.SHORT_TEXT), (typed,))
    assert not is_right(make_question(QuestionKind.SHORT_TEXT), (typed + "x",))
