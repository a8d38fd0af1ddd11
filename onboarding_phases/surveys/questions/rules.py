"""What a survey must hold before customers are asked it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.surveys.enums import QuestionKind
from onboarding_phases.surveys.rules import scored
from onboarding_phases.surveys.values import SurveyText
from portal.settings import GUEST_LOCALES

MOST_QUESTIONS = 8
LONGEST_LINE = 200
LONGEST_INTRO = 600


class Fault(NamedTuple):
    """Something that is missing, and the field in which it belongs."""

    field: str
    text: LazyString


def faults_of(text: SurveyText) -> list[Fault]:
    """What is missing: every text is there in each language, and something is answered by a number."""
    found = [*_gaps("title", text.title), *_gaps("intro", text.intro)]
    for number, question in enumerate(text.questions):
        found += _gaps(f"text_{number}", question.text)
    if not scored(text.questions):
        found.append(Fault("kind_0", _l("Ask at least one question that is answered by a number.")))
    return found


def _gaps(name: str, text: Mapping[str, str]) -> list[Fault]:
    told = _l("Write it in this language too: customers read the survey in theirs.")
    return [Fault(f"{name}_{locale}", told) for locale in GUEST_LOCALES if not text.get(locale)]


def key_for(kind: QuestionKind, claimed: str, known: Mapping[str, QuestionKind], taken: Collection[str]) -> str:
    """The key of a question: the one it claims while its kind stays, else one that this survey never had."""
    if known.get(claimed) is kind and claimed not in taken:
        return claimed
    used = {*known, *taken}
    numbers = (f"{kind.value}_{number}" if number > 1 else kind.value for number in range(1, len(used) + 2))
    return next(key for key in numbers if key not in used)
