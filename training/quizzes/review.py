"""A question after the attempt is closed: with what was answered, what is right, and why."""

from __future__ import annotations

from dataclasses import dataclass

from training.quizzes.questions import CHOOSING, Answer, Localized, Question, QuestionKind


@dataclass(frozen=True)
class ClosedQuestion:
    """A question with its key; only made of closed attempts. Answers are texts by locale, in sequence."""

    module: str
    kind: QuestionKind
    text: Localized
    given: tuple[Localized, ...]
    correct: tuple[Localized, ...]
    explanation: Localized
    is_right: bool


def closed_question(question: Question, answer: Answer, *, is_right: bool) -> ClosedQuestion:
    """The question as it is shown after the attempt."""
    return ClosedQuestion(
        question.module,
        question.kind,
        question.text,
        _texts(question, answer),
        _texts(question, question.correct),
        question.explanation,
        is_right,
    )


def _texts(question: Question, answer: Answer) -> tuple[Localized, ...]:
    if question.kind not in CHOOSING:
        return tuple({"ja": text, "en": text} for text in answer)
    texts = {option.key: option.text for option in question.options}
    in_sequence = answer if question.kind is QuestionKind.ORDER else tuple(k for k in texts if k in answer)
    return tuple(texts[key] for key in in_sequence)
