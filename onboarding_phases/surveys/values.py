"""What is handed between the files of this room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onboarding_phases.surveys.enums import QuestionKind


@dataclass(frozen=True)
class Question:
    """One question; its key stays when its words change, so that figures of several versions belong together."""

    key: str
    kind: QuestionKind
    text: Mapping[str, str]

    @property
    def written(self) -> dict[str, Any]:
        """The question as a version keeps it."""
        return {"key": self.key, "kind": self.kind.value, "text": dict(self.text)}


@dataclass(frozen=True)
class SurveyText:
    """All that a version of a survey says, in every language."""

    title: Mapping[str, str]
    intro: Mapping[str, str]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Reply:
    """What a customer answered: numbers and texts by the keys of the questions."""

    scores: Mapping[str, int]
    texts: Mapping[str, str]
    may_share: bool


def questions_read(written: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The questions that a version keeps."""
    return tuple(Question(one["key"], QuestionKind(one["kind"]), one["text"]) for one in written)
