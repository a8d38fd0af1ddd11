"""Reading what surveys ask, and asked before."""

from __future__ import annotations

from sqlalchemy import select

from onboarding_phases.surveys.enums import Moment, QuestionKind
from onboarding_phases.surveys.models import SurveyVersion
from portal.database import db


def keys_ever_used(moment: Moment) -> dict[str, QuestionKind]:
    """The keys of all questions that a survey ever asked: none is given to another question."""
    versions = db.session.scalars(select(SurveyVersion.questions).where(SurveyVersion.moment == moment))
    return {question["key"]: QuestionKind(question["kind"]) for questions in versions for question in questions}
