"""Customers who are asked, and who answer as a browser does or through the service."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.surveys.answering.services import answer_survey
from onboarding_phases.surveys.enums import Moment
from onboarding_phases.surveys.models import Survey, SurveyPeriod, SurveyRecovery
from onboarding_phases.surveys.questions.services import load_default_surveys
from onboarding_phases.surveys.services import send_survey
from onboarding_phases.surveys.values import Reply
from partners.models import Partner
from portal import clock
from portal.database import Model
from portal.people import PORTAL, Principal
from tests.factories.onboardings import make_onboarding
from tests.factories.rooms import mailed
from tests.world import unit

LINK = re.compile(r"https?://[^/\s]+/survey/(\S+)")
GOOD = {"satisfaction": 4, "effort": 2, "recommend": 9}
LOW = {"satisfaction": 1, "effort": 7, "recommend": 0}


def ask(
    onboarding: Onboarding,
    moment: Moment = Moment.HANDOFF,
    *,
    name: str = "Hana Guest",
    email: str = "hana@customer.example",
    locale: str = "en",
    actor: Principal = PORTAL,
) -> Survey:
    with unit() as session:
        load_default_surveys(PORTAL)
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        return send_survey(found, moment=moment, name=name, email=email, locale=locale, actor=actor)


def answer(survey: Survey, scores: dict[str, int] = GOOD, *, words: str = "", may_share: bool = False) -> bool:
    with unit() as session:
        found = session.scalars(select(Survey).where(Survey.id == survey.id)).one()
        reply = Reply(scores, {"worries": words, "remarks": words}, may_share)
        return answer_survey(found, reply, locale=survey.locale)


def answered(partner: Partner, *many: dict[str, int], moment: Moment = Moment.HANDOFF, **values: object) -> None:
    """So many customers of a firm who were asked today and answered."""
    for scores in many:
        answer(ask(make_onboarding(partner), moment), scores, **values)  # type: ignore[arg-type]


def every(kind: type[Model]) -> list[Model]:
    with unit(write=False) as session:
        found = list(session.scalars(select(kind).order_by(kind.id)))  # type: ignore[attr-defined]
        session.expunge_all()
    return found


def surveys() -> list[Survey]:
    return every(Survey)  # type: ignore[return-value]


def periods() -> list[SurveyPeriod]:
    return every(SurveyPeriod)  # type: ignore[return-value]


def recoveries() -> list[SurveyRecovery]:
    return every(SurveyRecovery)  # type: ignore[return-value]


def mailed_link() -> str:
    """The secret of the newest link."""
    return [match[1] for _, text in mailed() if (match := LINK.search(text))][-1]


def later(days: int) -> object:
    """A moment so many days on, at which to act: `with later(3):`."""
    return clock.at(clock.now() + timedelta(days=days))
