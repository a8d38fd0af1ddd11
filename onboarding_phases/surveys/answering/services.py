"""Taking an answer: once, whoever sends it how often."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, update

from onboarding_phases.surveys.answering.queries import survey_of_link
from onboarding_phases.surveys.events import SurveyAnswered
from onboarding_phases.surveys.models import Survey, SurveyAnswer, SurveyScore
from onboarding_phases.surveys.queries import is_open, onboarding_of_survey
from onboarding_phases.surveys.rules import is_on_scale, scored, written
from onboarding_phases.surveys.values import Reply
from portal import clock
from portal.accounts.throttles import take_attempt
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish

LONGEST_TEXT = 2000


def find_survey(token: str, *, address: str | None) -> Survey | None:
    """The survey behind a secret that was sent with a form; wrong secrets count as guesses.

    Raises:
        TooManyRequests: too many wrong secrets from this address.
    """
    attempt = take_attempt("survey_link", address=address)
    found = survey_of_link(token)
    if found is not None:
        attempt.forgive()
    return found


def answer_survey(survey: Survey, reply: Reply, *, locale: str) -> bool:
    """Keep what a customer answered, and say whether it counted: the first answer does, every other one is dropped.

    Raises:
        RuleViolation: a question that asks for a number has none, or one that is not on its scale.
    """
    asked = survey.version.asked
    for question in scored(asked):
        value = reply.scores.get(question.key)
        if value is None or not is_on_scale(question, value):
            raise RuleViolation(_l("Choose one of the numbers."), field=question.key)
    now = clock.now()
    mine = update(Survey).where(Survey.id == survey.id, is_open(now))
    taken = db.session.execute(mine.values(answered_at=now, word=None))
    if cast(CursorResult[Any], taken).rowcount == 0:
        return False
    texts = {one.key: reply.texts.get(one.key, "").strip()[:LONGEST_TEXT] for one in written(asked)}
    answer = SurveyAnswer(
        survey_id=survey.id,
        texts={key: text for key, text in texts.items() if text},
        may_share=reply.may_share,
        locale=locale,
        answered_at=now,
        scores=[
            SurveyScore(key=question.key, kind=question.kind, value=reply.scores[question.key])
            for question in scored(asked)
        ],
    )
    db.session.add(answer)
    db.session.flush()
    event = SurveyAnswered(
        actor_id=None,
        partner_id=survey.partner_id,
        onboarding_id=survey.onboarding_id,
        code=onboarding_of_survey(survey).code,
        survey=survey.code,
        moment=survey.moment.value,
    )
    publish(event)
    return True
