"""The words of surveys."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Moment(StrEnum):
    """When a customer is asked, in the order of an onboarding."""

    HANDOFF = "handoff"
    MIDWAY = "midway"
    END = "end"


class QuestionKind(StrEnum):
    """What a question asks for: a number on a scale, or free text."""

    SATISFACTION = "satisfaction"
    EFFORT = "effort"
    RECOMMEND = "recommend"
    WORRIES = "worries"
    REMARKS = "remarks"


class SurveyState(StrEnum):
    """Where a survey that was sent stands."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


MOMENT_LABELS: Mapping[Moment, LazyString] = {
    Moment.HANDOFF: _l("After the handoff"),
    Moment.MIDWAY: _l("Mid-way"),
    Moment.END: _l("At the end"),
}
KIND_LABELS: Mapping[QuestionKind, LazyString] = {
    QuestionKind.SATISFACTION: _l("Satisfaction (1–5)"),
    QuestionKind.EFFORT: _l("Effort (1–7)"),
    QuestionKind.RECOMMEND: _l("Likelihood to recommend (0–10)"),
    QuestionKind.WORRIES: _l("Worries (free text)"),
    QuestionKind.REMARKS: _l("Remarks (free text)"),
}
