"""Questions and banks as hypothesis draws them."""

from hypothesis import strategies as st

from training.quizzes.questions import TRUE, Option, Question, QuestionKind

MODULES = ("one", "two", "three")

TEXT = {"ja": "文", "en": "text"}


def make_question(kind: QuestionKind = QuestionKind.SINGLE, **values: object) -> Question:
    """A sound question of a kind, with some of its values changed."""
    options = tuple(Option(key, TEXT) for key in "abcd")
    correct = {
        QuestionKind.SINGLE: ("b",),
        QuestionKind.MULTIPLE: ("a", "c"),
        QuestionKind.ORDER: ("c", "a", "d", "b"),
        QuestionKind.TRUE_FALSE: (TRUE,),
        QuestionKind.NUMBER: ("31",),
        QuestionKind.SHORT_TEXT: ("試算表", "T/B"),
    }[kind]
    sound: dict[str, object] = {
        "key": "question",
        "module": MODULES[0],
        "level": 1,
        "kind": kind,
        "text": TEXT,
        "explanation": TEXT,
        "correct": correct,
        "options": options if kind.value in {"single", "multiple", "order"} else (),
    }
    return Question(**(sound | values))  # type: ignore[arg-type]


@st.composite
def choosing_questions(draw: st.DrawFn, kind: QuestionKind) -> Question:
    """A question with two to six options and any key that is sound for its kind."""
    keys = [f"o{number}" for number in range(draw(st.integers(2, 6)))]
    size = {QuestionKind.SINGLE: 1, QuestionKind.ORDER: len(keys)}.get(kind) or draw(st.integers(1, len(keys)))
    correct = tuple(draw(st.permutations(keys))[:size])
    return make_question(kind, options=tuple(Option(key, TEXT) for key in keys), correct=correct)


@st.composite
def banks(draw: st.DrawFn) -> tuple[Question, ...]:
    """Up to eight questions per module, of every kind, in any order."""
    bank = [
        make_question(draw(st.sampled_from(QuestionKind)), key=f"{module}-{number}", module=module)
        for module in MODULES
        for number in range(draw(st.integers(0, 8)))
    ]
    return tuple(draw(st.permutations(bank)))
