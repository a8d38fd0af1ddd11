"""Opening what is to be done about a low score, and closing it with what was done."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from onboarding_phases.onboardings.services.history import check_permission, check_text, tell, write
from onboarding_phases.surveys.defaults import NUMBERS
from onboarding_phases.surveys.events import RecoveryClosed, RecoveryOpened, SurveyAnswered
from onboarding_phases.surveys.models import SurveyAnswer, SurveyRecovery
from onboarding_phases.surveys.permissions import CLOSE_RECOVERY
from onboarding_phases.surveys.queries import onboarding_of_survey, survey_by_code
from onboarding_phases.surveys.rules import CALENDAR, is_low
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Principal

LONGEST_DONE = 1000


def open_recovery(event: SurveyAnswered) -> None:
    """Open an item where a customer gave a low score; the owner of the onboarding owns it."""
    survey, in_force = survey_by_code(event.survey), numbers(NUMBERS)
    given = select(SurveyAnswer).where(SurveyAnswer.survey_id == survey.id)
    answer = db.session.scalars(given.options(selectinload(SurveyAnswer.scores))).one()
    if not any(is_low(score.kind, score.value, in_force) for score in answer.scores):
        return
    onboarding = onboarding_of_survey(survey)
    recovery = SurveyRecovery(
        survey_id=survey.id,
        onboarding_id=onboarding.id,
        owner_id=onboarding.owner_id,
        opened_at=clock.now(),
        due_on=CALENDAR.add(clock.today(), int(in_force["recovery_days"])),
    )
    db.session.add(recovery)
    db.session.flush()
    told = {"survey": survey.code, "moment": survey.moment.value, "recovery": recovery.code}
    tell(RecoveryOpened, onboarding, PORTAL, due_on=recovery.due_on, **told)


def close_recovery(recovery: SurveyRecovery, *, done: str, seen: int, actor: Principal) -> None:
    """Close an item and keep what was done.

    Raises:
        RuleViolation: nothing is said, it is too long, or the actor may not.
        Stale: somebody closed it in the meantime.
    """
    check_permission(CLOSE_RECOVERY, actor)
    check_text(done, field="done")
    if len(done) > LONGEST_DONE:
        raise RuleViolation(_l("Write at most %(count)s characters.", count=LONGEST_DONE), field="done")
    if recovery.version != seen or recovery.closed_at is not None:
        raise Stale(_l("%(name)s has closed this in the meantime.", name=recovery.closed_by or "Bansou"))
    recovery.closed_at, recovery.closed_by, recovery.closed_by_id = clock.now(), actor.name, actor.id
    recovery.done = done.strip()
    write()
    survey = recovery.survey
    told = {"survey": survey.code, "moment": survey.moment.value, "recovery": recovery.code}
    tell(RecoveryClosed, recovery.onboarding, actor, on_time=clock.today() <= recovery.due_on, **told)
