"""Marking: right or not right. There is no half, so a result can be counted by hand."""

import unicodedata
from collections.abc import Callable, Mapping

from training.quizzes.questions import Answer, Question, QuestionKind, number_of


def is_right(question: Question, answer: Answer) -> bool:
    """Whether an answer is wholly right. An empty one never is."""
    return bool(answer) and _MARKERS[question.kind](question, answer)


def folded(text: str) -> str:
    """A typed text without the differences that are no mistake: width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _same_choice(question: Question, answer: Answer) -> bool:
    return len(set(answer)) == len(answer) and set(answer) == set(question.correct)


def _same_sequence(question: Question, answer: Answer) -> bool:
    return answer == question.correct


def _same_number(question: Question, answer: Answer) -> bool:
    given, wanted = number_of(answer[0]), number_of(question.correct[0])
    if len(answer) != 1 or given is None or wanted is None:
        return False
    return abs(given - wanted) <= question.tolerance


def _accepted_text(question: Question, answer: Answer) -> bool:
    return len(answer) == 1 and folded(answer[0]) in {folded(text) for text in question.correct}


_MARKERS: Mapping[QuestionKind, Callable[[Question, Answer], bool]] = {
    QuestionKind.SINGLE: _same_sequence,
    QuestionKind.MULTIPLE: _same_choice,
    QuestionKind.TRUE_FALSE: _same_sequence,
    QuestionKind.NUMBER: _same_number,
    QuestionKind.ORDER: _same_sequence,
    QuestionKind.SHORT_TEXT: _accepted_text,
}
