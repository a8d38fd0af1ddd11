"""What leaves the server while an attempt runs, and what comes back."""

from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.strategies import choosing_questions, make_question
from training.quizzes.drawing import DrawnQuestion, draw
from training.quizzes.paper import UnknownAnswerError, answer_of, open_question, places_of
from training.quizzes.questions import Question, QuestionKind

KEY = "canary"


def strings_in(value: Any) -> set[str]:
    if is_dataclass(value):
        return set().union(*(strings_in(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, dict):
        return set().union(*(strings_in(item) for item in value.values()))
    if isinstance(value, tuple):
        return set().union(set(), *(strings_in(item) for item in value))
    return {str(value)}


@pytest.mark.parametrize("kind", [QuestionKind.NUMBER, QuestionKind.SHORT_TEXT])
def test_neither_key_nor_explanation_has_a_place_on_an_open_question(kind: QuestionKind) -> None:
    explanation = {"ja": f"{KEY}の説明", "en": f"because {KEY}"}
    question = make_question(kind, correct=(KEY,), explanation=explanation)

    asked = open_question(question, DrawnQuestion(question.key, ()))

    assert not any(KEY in text for text in strings_in(asked))


@given(choosing_questions(QuestionKind.ORDER), st.integers(0, 1000))
def test_options_are_known_by_their_place_alone(question: Question, seed: int) -> None:
    (drawn,) = draw([question], {question.module: 1}, seed=seed)

    asked = open_question(question, drawn)

    assert [option.place for option in asked.options] == list(range(1, len(question.options) + 1))
    assert strings_in(asked).isdisjoint(option.key for option in question.options)


@given(choosing_questions(QuestionKind.ORDER), st.integers(0, 1000), st.data())
def test_an_answer_comes_back_from_its_places_and_goes_there_again(
    question: Question, seed: int, data: st.DataObject
) -> None:
    (drawn,) = draw([question], {question.module: 1}, seed=seed)
    places = data.draw(st.permutations(range(1, len(drawn.options) + 1)))

    answer = answer_of(question.kind, drawn, tuple(str(place) for place in places))

    assert places_of(drawn, answer) == tuple(places)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        (QuestionKind.SINGLE, ("5",)),
        (QuestionKind.SINGLE, ("0",)),
        (QuestionKind.SINGLE, ("b",)),
        (QuestionKind.SINGLE, ("1", "2")),
        (QuestionKind.SINGLE, ("２",)),
        (QuestionKind.MULTIPLE, ("1", "1")),
        (QuestionKind.ORDER, ("1", "2", "3")),
        (QuestionKind.ORDER, ("1", "2", "3", "3")),
        (QuestionKind.TRUE_FALSE, ("maybe",)),
        (QuestionKind.NUMBER, ("1", "2")),
    ],
)
def test_what_could_not_be_answered_is_refused(kind: QuestionKind, sent: tuple[str, ...]) -> None:
    with pytest.raises(UnknownAnswerError):
        answer_of(kind, DrawnQuestion("question", ("a", "b", "c", "d")), sent)


@pytest.mark.parametrize("kind", QuestionKind)
def test_blanks_are_no_answer(kind: QuestionKind) -> None:
    assert answer_of(kind, DrawnQuestion("question", ("a", "b", "c", "d")), ("", " ")) == ()
