"""Asking customers: surveys sent by what happens or by hand, reminded of once a day, and withdrawn."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from onboarding_phases.onboardings.events import OnboardingCompleted, PhaseEvent
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_permission, tell
from onboarding_phases.surveys.defaults import NUMBERS
from onboarding_phases.surveys.enums import Moment, SurveyState
from onboarding_phases.surveys.events import SurveyReminded, SurveySent, SurveyWithdrawn
from onboarding_phases.surveys.models import Survey, SurveyVersion
from onboarding_phases.surveys.permissions import SEND_SURVEY
from onboarding_phases.surveys.queries import (
    closed_positions,
    guests_to_ask,
    is_open,
    newest_version,
    onboarding_of_survey,
    surveys_of,
)
from onboarding_phases.surveys.rules import CALENDAR, LINK, moment_reached
from portal import clock
from portal.accounts.loading import token_hash
from portal.accounts.rules import check_address, clean_address
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation, Stale
from portal.jobs.services import enqueue, is_waiting
from portal.mail.sealing import fresh_word, token_of
from portal.people import PORTAL, Principal
from portal.settings import GUEST_LOCALES

DAILY = "surveys.daily"
MORNING = time(9)
LONGEST_NAME = 100
MOST_REMINDERS_A_DAY = 1000


def ask_after_phase(event: PhaseEvent) -> None:
    """Ask the customer's people once an onboarding is past the phase after which a survey comes."""
    in_force = numbers(NUMBERS)
    if event.position > int(in_force["midway_phase"]):
        return
    guests = guests_to_ask(event.onboarding_id, most=int(in_force["people"]))
    if not guests:
        return
    moment = moment_reached(closed_positions(event.onboarding_id), event.position, in_force)
    if moment is not None:
        _ask_everybody(event.onboarding_id, moment)


def ask_at_the_end(event: OnboardingCompleted) -> None:
    """Ask the customer's people how it was, once all six phases are done."""
    _ask_everybody(event.onboarding_id, Moment.END)


def _ask_everybody(onboarding_id: int, moment: Moment) -> None:
    guests = guests_to_ask(onboarding_id, most=int(numbers(NUMBERS)["people"]))
    version = newest_version(moment) if guests else None
    if version is None:
        return
    onboarding = db.session.scalars(select(Onboarding).where(Onboarding.id == onboarding_id)).one()
    asked = {one.email for one in surveys_of(onboarding_id) if one.moment is moment and not one.withdrawn_at}
    for guest in guests:
        if guest.email not in asked:
            person = {"name": guest.name, "email": guest.email, "locale": guest.locale}
            _send(onboarding, version, person, invitation=guest.code, actor=PORTAL)


def send_survey(
    onboarding: Onboarding, *, moment: Moment, name: str, email: str, locale: str, actor: Principal
) -> Survey:
    """Ask one person of the customer by hand.

    Raises:
        RuleViolation: no name is given, the address is none, was asked already, or the actor may not.
    """
    check_permission(SEND_SURVEY, actor)
    email, name = clean_address(email), " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise RuleViolation(_l("Enter a name of at most 100 characters."), field="name")
    check_address(email)
    if locale not in GUEST_LOCALES:
        raise RuleViolation(_l("Choose one of the languages in which customers are asked."), field="locale")
    version = newest_version(moment)
    if version is None:
        raise RuleViolation(_l("This survey asks nothing yet."), field="moment")
    _check_not_asked(onboarding, moment, email)
    known = next((one for one in guests_to_ask(onboarding.id, most=20) if one.email == email), None)
    person = {"name": name, "email": email, "locale": locale}
    return _send(onboarding, version, person, invitation=known.code if known else None, actor=actor)


def _check_not_asked(onboarding: Onboarding, moment: Moment, email: str) -> None:
    now = clock.now()
    for survey in surveys_of(onboarding.id):
        if survey.moment is not moment or survey.email != email:
            continue
        if survey.state(now) is SurveyState.ANSWERED:
            raise RuleViolation(_l("This person has answered this survey already."), field="email")
        if survey.state(now) is SurveyState.OPEN:
            raise RuleViolation(_l("This person was asked and can still answer. Withdraw it first."), field="email")


def _send(
    onboarding: Onboarding,
    version: SurveyVersion,
    person: dict[str, str],
    *,
    invitation: str | None,
    actor: Principal,
) -> Survey:
    word, now = fresh_word(), clock.now()
    survey = Survey(
        **person,
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        moment=version.moment,
        version_id=version.id,
        invitation=invitation,
        word=word,
        token_hash=token_hash(token_of(LINK, word)),
        sent_at=now,
        sent_on=clock.today(),
        sent_by=actor.name,
        sent_by_id=actor.id,
        expires_at=now + timedelta(days=int(numbers(NUMBERS)["link_days"])),
    )
    db.session.add(survey)
    db.session.flush()
    plan_daily()
    told = {"survey": survey.code, "moment": version.moment.value, "by_hand": actor != PORTAL}
    tell(SurveySent, onboarding, actor, **told)
    return survey


def withdraw_survey(survey: Survey, *, actor: Principal) -> None:
    """Make a link good no more.

    Raises:
        RuleViolation: the actor may not.
        Stale: it was answered, withdrawn or has expired.
    """
    check_permission(SEND_SURVEY, actor)
    db.session.refresh(survey, with_for_update=True)
    if survey.state(clock.now()) is not SurveyState.OPEN:
        raise Stale(_l("This survey was answered, withdrawn or has expired in the meantime."))
    survey.withdrawn_at, survey.withdrawn_by, survey.word = clock.now(), actor.name, None
    db.session.flush()
    told = {"survey": survey.code, "moment": survey.moment.value}
    tell(SurveyWithdrawn, onboarding_of_survey(survey), actor, **told)


def send_reminders() -> int:
    """Remind of every survey that is still open some business days after the last letter; done twice, of none."""
    in_force, now, today = numbers(NUMBERS), clock.now(), clock.today()
    waiting = select(Survey).where(is_open(now), Survey.reminders < int(in_force["reminders"]))
    due = [
        survey
        for survey in db.session.scalars(waiting.order_by(Survey.id).limit(MOST_REMINDERS_A_DAY))
        if CALENDAR.count(clock.day_of(survey.reminded_at or survey.sent_at), today) >= in_force["reminder_days"]
    ]
    for survey in due:
        survey.reminders, survey.reminded_at = survey.reminders + 1, now
        db.session.flush()
        told = {"survey": survey.code, "moment": survey.moment.value, "number": survey.reminders}
        tell(SurveyReminded, onboarding_of_survey(survey), PORTAL, **told)
    return len(due)


def plan_daily() -> None:
    """Have reminders and published periods looked after tomorrow morning, if nobody does yet."""
    if not is_waiting(DAILY):
        tomorrow = clock.today() + timedelta(days=1)
        enqueue(DAILY, run_at=datetime.combine(tomorrow, MORNING, clock.zone()))
