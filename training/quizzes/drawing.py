"""Drawing a paper from the bank by a blueprint: the same seed and the same bank give the same paper."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random

from training.quizzes.questions import Question, QuestionKind

Blueprint = Mapping[str, int]
"""How many questions a paper takes from each module, modules in the order in which they are asked."""


class BankTooSmallError(ValueError):
    """A module has fewer questions than the blueprint asks for."""


@dataclass(frozen=True)
class DrawnQuestion:
    """A question's place on one paper: which, and its options in the order in which they are shown."""

    key: str
    options: tuple[str, ...]


def draw(
    bank: Sequence[Question], blueprint: Blueprint, *, seed: int, seen: AbstractSet[str] = frozenset()
) -> tuple[DrawnQuestion, ...]:
    """Draw a paper: per module as many as the blueprint says, none twice, unseen ones first.

    Args:
        bank: every question that may be asked, in any order.
        blueprint: questions per module.
        seed: decides the draw; keep it with the attempt to be able to explain the paper.
        seen: keys that this person was asked before; they come only when the others do not suffice.

    Raises:
        BankTooSmallError: a module cannot fill its places.
    """
    random = Random(seed)
    return tuple(
        DrawnQuestion(question.key, _shown_order(question, random))
        for module, count in blueprint.items()
        for question in _pick(bank, module, count, random, seen)
    )


def _pick(
    bank: Sequence[Question], module: str, count: int, random: Random, seen: AbstractSet[str]
) -> list[Question]:
    pool = sorted((q for q in bank if q.module == module), key=lambda question: question.key)
    if len(pool) < count:
        raise BankTooSmallError(f"module {module}: {count} questions wanted, {len(pool)} in the bank")
    random.shuffle(pool)
    pool.sort(key=lambda question: question.key in seen)
    picked = pool[:count]
    random.shuffle(picked)
    return picked


def _shown_order(question: Question, random: Random) -> tuple[str, ...]:
    """The options shuffled; a sequence to be found is never shown already solved."""
    keys = [option.key for option in question.options]
    random.shuffle(keys)
    if question.kind is QuestionKind.ORDER and tuple(keys) == question.correct:
        keys.reverse()
    return tuple(keys)
