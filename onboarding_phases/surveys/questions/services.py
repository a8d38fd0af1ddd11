"""Publishing what a survey asks, and the three surveys that the product ships with."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onboarding_phases.onboardings.services.history import check_permission
from onboarding_phases.surveys.enums import Moment
from onboarding_phases.surveys.events import SurveyQuestionsPublished
from onboarding_phases.surveys.models import SurveyVersion
from onboarding_phases.surveys.permissions import EDIT_QUESTIONS
from onboarding_phases.surveys.queries import newest_version
from onboarding_phases.surveys.questions.rules import faults_of
from onboarding_phases.surveys.questions.shipped import SHIPPED
from onboarding_phases.surveys.values import SurveyText
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal


def load_default_surveys(actor: Principal) -> list[SurveyVersion]:
    """Add the surveys that the product ships with, where there is none; done twice, it adds nothing."""
    there = set(db.session.scalars(select(SurveyVersion.moment)))
    return [_store(moment, 1, text, "", actor) for moment, text in SHIPPED.items() if moment not in there]


def publish_questions(
    moment: Moment, text: SurveyText, *, reason: str, seen: int, actor: Principal
) -> SurveyVersion:
    """Ask this from now on; surveys that were sent keep the version that they were sent with.

    Raises:
        RuleViolation: something is missing in a language, no reason is given, nothing changes, or the actor may not.
        Stale: somebody published another version since `seen`.
    """
    check_permission(EDIT_QUESTIONS, actor)
    faults = faults_of(text)
    if faults:
        raise RuleViolation(faults[0].text, field=faults[0].field)
    if not reason.strip():
        raise RuleViolation(_l("Say why, for those who come after you."), field="reason")
    newest = newest_version(moment)
    before = 0 if newest is None else newest.version
    if newest is not None and before != seen:
        told = {"name": newest.created_by or "Bansou", "version": before}
        raise Stale(_l("%(name)s has published version %(version)s in the meantime.", **told))
    if newest is not None and newest.text == text:
        raise RuleViolation(_l("Nothing is changed yet."))
    try:
        with db.session.begin_nested():
            return _store(moment, before + 1, text, reason.strip(), actor)
    except IntegrityError as taken:
        raise Stale(_l("Another version was published in the meantime. Open the page anew.")) from taken


def _store(moment: Moment, version: int, text: SurveyText, reason: str, actor: Principal) -> SurveyVersion:
    stored = SurveyVersion(
        moment=moment,
        version=version,
        title=dict(text.title),
        intro=dict(text.intro),
        questions=[question.written for question in text.questions],
        created_at=clock.now(),
        created_by="" if actor.id is None else actor.name,
        created_by_id=actor.id,
        reason=reason,
    )
    db.session.add(stored)
    db.session.flush()
    event = SurveyQuestionsPublished(
        actor_id=actor.id, moment=moment.value, version=version, reason=reason or "shipped with the product"
    )
    publish(event)
    return stored
