"""What a page may show of a question while the attempt runs. There is no field for a key here.

Options are told apart by their place on this paper, so neither their names nor their sequence in the bank
reach the reader.
"""

from dataclasses import dataclass

from training.quizzes.drawing import DrawnQuestion
from training.quizzes.questions import CHOOSING, FALSE, TRUE, Answer, Localized, Question, QuestionKind


class UnknownAnswerError(ValueError):
    """An answer names something that was not there to be chosen."""


@dataclass(frozen=True)
class OpenOption:
    """One thing to choose, known by its place from 1."""

    place: int
    text: Localized


@dataclass(frozen=True)
class OpenQuestion:
    """A question as it is asked."""

    kind: QuestionKind
    module: str
    text: Localized
    options: tuple[OpenOption, ...]


def open_question(question: Question, drawn: DrawnQuestion) -> OpenQuestion:
    """The question as it may leave the server before the attempt closes."""
    texts = {option.key: option.text for option in question.options}
    options = tuple(OpenOption(place, texts[key]) for place, key in enumerate(drawn.options, start=1))
    return OpenQuestion(question.kind, question.module, question.text, options)


def answer_of(kind: QuestionKind, drawn: DrawnQuestion, sent: tuple[str, ...]) -> Answer:
    """What was sent from a page, in the bank's own keys; blanks are no answer.

    Raises:
        UnknownAnswerError: a place that is not on the paper, one place twice, or more than the kind takes.
    """
    given = tuple(text.strip() for text in sent if text.strip())
    if kind not in CHOOSING:
        return _single(kind, given)
    if len(set(given)) != len(given) or (kind is QuestionKind.SINGLE and len(given) > 1):
        raise UnknownAnswerError("more was chosen than can be")
    if kind is QuestionKind.ORDER and given and len(given) != len(drawn.options):
        raise UnknownAnswerError("every place takes one")
    return tuple(drawn.options[_place(text, drawn) - 1] for text in given)


def places_of(drawn: DrawnQuestion, answer: Answer) -> tuple[int, ...]:
    """The places on the paper that a kept answer names, in the answer's sequence."""
    return tuple(drawn.options.index(key) + 1 for key in answer if key in drawn.options)


def _place(text: str, drawn: DrawnQuestion) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= len(drawn.options)):
        raise UnknownAnswerError("that was not there to be chosen")
    return int(text)


def _single(kind: QuestionKind, given: tuple[str, ...]) -> Answer:
    if len(given) > 1 or (kind is QuestionKind.TRUE_FALSE and not {TRUE, FALSE}.issuperset(given)):
        raise UnknownAnswerError("one answer is wanted")
    return given
