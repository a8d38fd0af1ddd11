"""Reading a course's question bank: `questions-<module>.toml` beside the course."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from training.courses.content import LOCALES, ContentError, localized
from training.quizzes.questions import Option, Question, QuestionKind, problems_of


def read_bank(folder: Path) -> tuple[Question, ...]:
    """Read every question of a course.

    Raises:
        ContentError: a file cannot be read, or a question cannot be asked; names file and question.
    """
    bank = tuple(question for path in sorted(folder.glob("questions-*.toml")) for question in _read_file(path))
    keys = [question.key for question in bank]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ContentError(f"{folder}: more than one question is called {', '.join(twice)}")
    return bank


def _read_file(path: Path) -> list[Question]:
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["question"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as problem:
        raise ContentError(f"{path}: {problem}") from problem
    return [_read_question(path, row) for row in rows]


def _read_question(path: Path, row: Mapping[str, Any]) -> Question:
    name = f"{path}: {row.get('key', 'a question without a key')}"
    try:
        question = _question_from(row, module=path.stem.removeprefix("questions-"))
    except KeyError as missing:
        raise ContentError(f"{name}: {missing} is missing") from missing
    except (TypeError, ValueError, InvalidOperation) as problem:
        raise ContentError(f"{name}: {problem}") from problem
    problems = list(problems_of(question, LOCALES))
    if problems:
        raise ContentError(f"{name}: {'; '.join(problems)}")
    return question


def _question_from(row: Mapping[str, Any], *, module: str) -> Question:
    options = row.get("options", ())
    return Question(
        key=row["key"],
        module=module,
        level=row["level"],
        kind=QuestionKind(row["kind"]),
        text=localized(row["text"]),
        explanation=localized(row["explanation"]),
        correct=tuple(row["correct"]),
        options=tuple(Option(option["key"], localized(option)) for option in options),
        tolerance=Decimal(row.get("tolerance", "0")),
    )
