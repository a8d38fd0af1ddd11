"""The values of a question, with its key, and what makes one sound."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

Localized = Mapping[str, str]
"""A text by locale."""

Answer = tuple[str, ...]
"""What somebody answered: keys of options, or one typed text. Empty is unanswered."""

TRUE = "true"
FALSE = "false"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    NUMBER = "number"
    ORDER = "order"
    SHORT_TEXT = "short_text"


CHOOSING = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER})


@dataclass(frozen=True)
class Option:
    """One thing to choose, or to put in its place."""

    key: str
    text: Localized


@dataclass(frozen=True)
class Question:
    """One question with its key: never given to a page while an attempt at it runs.

    `correct` holds the keys of the right options, in their right sequence where the kind is `order`; for
    `true_false` one of `true` and `false`; for `number` one number; for `short_text` every accepted text.
    """

    key: str
    module: str
    level: int
    kind: QuestionKind
    text: Localized
    explanation: Localized
    correct: Answer
    options: tuple[Option, ...] = ()
    tolerance: Decimal = Decimal(0)


def number_of(text: str) -> Decimal | None:
    """The number that was typed, with full-width digits and separators read, or nothing."""
    plain = re.sub(r"[,，、\s]", "", text).translate(_HALF_WIDTH)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_HALF_WIDTH = str.maketrans("０１２３４５６７８９．－−＋", "0123456789.--+")


def problems_of(question: Question, locales: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with a question, in words for its author; nothing if it can be asked."""
    texts = [question.text, question.explanation, *(option.text for option in question.options)]
    for locale in locales:
        if not all(text.get(locale, "").strip() for text in texts):
            yield f"a text is missing in {locale}"
    if len({option.key for option in question.options}) != len(question.options):
        yield "two options have the same key"
    yield from _problems_of_key(question)


def _problems_of_key(question: Question) -> Iterator[str]:
    keys = {option.key for option in question.options}
    right = question.correct
    if question.kind in CHOOSING and len(keys) < 2:
        yield "fewer than two options"
    if question.kind is QuestionKind.SINGLE and (len(right) != 1 or not keys.issuperset(right)):
        yield "a single choice needs exactly one right option"
    if question.kind is QuestionKind.MULTIPLE and not (right and keys.issuperset(right)):
        yield "a multiple choice needs at least one right option"
    if question.kind is QuestionKind.ORDER and (set(right) != keys or len(right) != len(keys)):
        yield "the right sequence must name every option once"
    if question.kind is QuestionKind.TRUE_FALSE and right not in {(TRUE,), (FALSE,)}:
        yield "the key must be true or false"
    if question.kind is QuestionKind.NUMBER and (len(right) != 1 or number_of(right[0]) is None):
        yield "the key must be one number"
    if question.kind is QuestionKind.SHORT_TEXT and not all(text.strip() for text in right or ("",)):
        yield "at least one accepted text is needed"
