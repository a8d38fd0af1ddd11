"""Drawing a paper from the bank."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.strategies import MODULES, banks, make_question
from training.quizzes.drawing import BankTooSmallError, draw
from training.quizzes.questions import Question, QuestionKind

seeds = st.integers(0, 2**32)


def blueprint_within(bank: tuple[Question, ...], data: st.DataObject) -> dict[str, int]:
    sizes = Counter(question.module for question in bank)
    return {module: data.draw(st.integers(0, sizes[module])) for module in MODULES}


@given(bank=banks(), seed=seeds, data=st.data())
def test_a_paper_holds_exactly_what_the_blueprint_says_and_nothing_twice(
    bank: tuple[Question, ...], seed: int, data: st.DataObject
) -> None:
    blueprint = blueprint_within(bank, data)
    module_of = {question.key: question.module for question in bank}

    keys = [drawn.key for drawn in draw(bank, blueprint, seed=seed)]

    assert Counter(module_of[key] for key in keys) == Counter(blueprint)
    assert len(set(keys)) == len(keys)
    assert [module_of[key] for key in keys] == [m for m, count in blueprint.items() for _ in range(count)]


@given(bank=banks(), seed=seeds, data=st.data())
def test_the_same_seed_gives_the_same_paper_however_the_bank_is_sorted(
    bank: tuple[Question, ...], seed: int, data: st.DataObject
) -> None:
    blueprint = blueprint_within(bank, data)

    assert draw(bank, blueprint, seed=seed) == draw(bank[::-1], blueprint, seed=seed)


@given(bank=banks(), seed=seeds, data=st.data())
def test_every_option_is_shown_once_and_no_sequence_is_shown_solved(
    bank: tuple[Question, ...], seed: int, data: st.DataObject
) -> None:
    questions = {question.key: question for question in bank}
    for drawn in draw(bank, blueprint_within(bank, data), seed=seed):
        question = questions[drawn.key]
        assert sorted(drawn.options) == [option.key for option in question.options]
        assert question.kind is not QuestionKind.ORDER or drawn.options != question.correct


@given(bank=banks(), seed=seeds, data=st.data())
def test_what_was_seen_comes_only_when_the_rest_does_not_suffice(
    bank: tuple[Question, ...], seed: int, data: st.DataObject
) -> None:
    blueprint = blueprint_within(bank, data)
    seen = data.draw(st.sets(st.sampled_from([question.key for question in bank]))) if bank else set()
    unseen = Counter(question.module for question in bank if question.key not in seen)

    drawn = {item.key for item in draw(bank, blueprint, seed=seed, seen=seen)}

    old = Counter(question.module for question in bank if question.key in drawn & seen)
    assert all(old[module] == max(0, count - unseen[module]) for module, count in blueprint.items())


def test_different_seeds_draw_different_papers() -> None:
    bank = [make_question(key=f"q{number}") for number in range(20)]

    assert len({draw(bank, {MODULES[0]: 5}, seed=seed) for seed in range(50)}) > 45


def test_a_bank_that_is_too_small_says_which_module_and_how_many() -> None:
    with pytest.raises(BankTooSmallError, match="module one: 2 questions wanted, 1 in the bank"):
        draw([make_question()], {MODULES[0]: 2}, seed=1)
