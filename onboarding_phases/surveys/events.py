"""What happens to surveys. Nothing here holds a link, or what a customer said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.events import OnboardingEvent
from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class SurveyEvent(OnboardingEvent):
    """Something that happened to one survey, named by its code."""

    survey: str
    moment: str


@dataclass(frozen=True, kw_only=True)
class SurveySent(SurveyEvent):
    """Somebody of the customer was asked, by a letter with a one-use link."""

    title = _l("Survey sent")

    by_hand: bool


@dataclass(frozen=True, kw_only=True)
class SurveyReminded(SurveyEvent):
    """The letter was sent once more, since nobody has answered yet."""

    title = _l("Survey reminded of")

    number: int


@dataclass(frozen=True, kw_only=True)
class SurveyWithdrawn(SurveyEvent):
    """The link is good no more."""

    title = _l("Survey withdrawn")


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered(SurveyEvent):
    """The customer answered; what it said stands with the vendor alone."""

    title = _l("Survey answered")


@dataclass(frozen=True, kw_only=True)
class RecoveryOpened(SurveyEvent):
    """A low score asks for a follow-up."""

    title = _l("Recovery item opened")

    recovery: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class RecoveryClosed(SurveyEvent):
    """What was done about a low score is written down."""

    title = _l("Recovery item closed")

    recovery: str
    on_time: bool


@dataclass(frozen=True, kw_only=True)
class SurveyQuestionsPublished(Event):
    """A survey asks otherwise from now on; surveys that were sent keep their version."""

    title = _l("Questions of a survey published")

    moment: str
    version: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SurveyPeriodPublished(Event):
    """A firm may read the figures of a period of its surveys, and they change no more."""

    title = _l("Survey figures of a firm published")

    partner_id: int
    period: str
    moment: str
    from_on: date
    until_on: date
    customers: int


@dataclass(frozen=True, kw_only=True)
class SurveyPeriodReplied(Event):
    """A firm attached its comment to the figures of a period."""

    title = _l("Comment on survey figures written")

    partner_id: int
    period: str
