"""Publishing what a firm may read of its surveys, and the comment that it attaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from onboarding_phases.kpis.rules import month_end
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_permission, write
from onboarding_phases.surveys.defaults import NUMBERS
from onboarding_phases.surveys.enums import Moment
from onboarding_phases.surveys.events import SurveyPeriodPublished, SurveyPeriodReplied
from onboarding_phases.surveys.figures.rules import Month, Period, periods, told
from onboarding_phases.surveys.models import Survey, SurveyAnswer, SurveyPeriod, SurveyScore
from onboarding_phases.surveys.permissions import REPLY_TO_FIGURES
from onboarding_phases.surveys.queries import is_open
from onboarding_phases.surveys.services import plan_daily, send_reminders
from partners.rules import first_of_month
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.jobs.services import opens_own_units
from portal.people import PORTAL, Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

LONGEST_REPLY = 1000


class Sent(NamedTuple):
    """A survey that no published period holds yet."""

    survey_id: int
    partner_id: int
    moment: Moment
    sent_on: date
    customer_id: int
    is_answered: bool
    is_open: bool


@opens_own_units
def look_after_surveys() -> None:
    """Once a day: remind of what is open, publish what is final, and look again while there is any of either."""
    with unit_of_work(EVERY_TENANT):
        send_reminders()
        publish_periods()
        if _unpublished(limit=1):
            plan_daily()


def publish_periods() -> list[SurveyPeriod]:
    """Publish to each firm the figures of every period that is final; done twice, it adds nothing."""
    least = int(numbers(NUMBERS)["least"])
    found: dict[tuple[int, Moment], list[Sent]] = defaultdict(list)
    for sent in _unpublished():
        found[sent.partner_id, sent.moment].append(sent)
    made = []
    for (partner_id, moment), surveys in found.items():
        for period in periods(list(_months(surveys)), least=least):
            within = [one for one in surveys if period.from_on <= one.sent_on <= period.until_on]
            made.append(_publish(partner_id, moment, period, within, least))
    return made


def _unpublished(*, limit: int | None = None) -> list[Sent]:
    """The surveys that were not withdrawn and lie in no published period, in the order of their days."""
    known = exists().where(
        SurveyPeriod.partner_id == Survey.partner_id,
        SurveyPeriod.moment == Survey.moment,
        SurveyPeriod.until_on >= Survey.sent_on,
    )
    statement = (
        select(
            Survey.id,
            Survey.partner_id,
            Survey.moment,
            Survey.sent_on,
            Onboarding.customer_id,
            Survey.answered_at.is_not(None),
            is_open(clock.now()),
        )
        .join(Onboarding, Onboarding.id == Survey.onboarding_id)
        .where(Survey.withdrawn_at.is_(None), ~known)
        .order_by(Survey.sent_on, Survey.id)
        .limit(limit)
    )
    return [Sent(*row[:5], bool(row[5]), bool(row[6])) for row in db.session.execute(statement)]


def _months(surveys: Iterable[Sent]) -> Iterator[Month]:
    today = clock.today()
    for first, of_month in groupby(surveys, key=lambda one: first_of_month(one.sent_on)):
        there, last = list(of_month), month_end(first)
        customers = frozenset(one.customer_id for one in there if one.is_answered)
        yield Month(first, last, last < today and not any(one.is_open for one in there), customers)


def _publish(partner_id: int, moment: Moment, period: Period, within: list[Sent], least: int) -> SurveyPeriod:
    answered = {one.survey_id: one.customer_id for one in within if one.is_answered}
    of_period = select(SurveyAnswer).where(SurveyAnswer.survey_id.in_(answered)).order_by(SurveyAnswer.id)
    given = list(db.session.scalars(of_period))
    made = SurveyPeriod(
        partner_id=partner_id,
        moment=moment,
        from_on=period.from_on,
        until_on=period.until_on,
        sent=len(within),
        answered=len(answered),
        customers=len(period.customers),
        figures=[one.written for one in told(_scores(given, answered), period.customers, least=least)],
        remarks=[
            {"key": key, "text": text}
            for answer in given
            if answer.may_share
            for key, text in sorted(answer.texts.items())
        ],
        published_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    event = SurveyPeriodPublished(
        actor_id=PORTAL.id,
        partner_id=partner_id,
        period=made.code,
        moment=moment.value,
        from_on=period.from_on,
        until_on=period.until_on,
        customers=made.customers,
    )
    publish(event)
    return made


def _scores(given: Iterable[SurveyAnswer], customers: dict[int, int]) -> list[Any]:
    """The numbers of the answers, each with its customer."""
    of_answer = {answer.id: customers[answer.survey_id] for answer in given}
    found = select(SurveyScore).where(SurveyScore.answer_id.in_(of_answer)).order_by(SurveyScore.id)
    return [(of_answer[one.answer_id], one.key, one.kind, one.value) for one in db.session.scalars(found)]


def reply_to_period(period: SurveyPeriod, *, text: str, seen: int, actor: Principal) -> None:
    """Attach the firm's comment to the figures of a period; it is shown wherever they are. Empty takes it back.

    Raises:
        RuleViolation: it is too long, or the actor may not.
        Stale: somebody else of the firm wrote one since `seen`.
    """
    check_permission(REPLY_TO_FIGURES, actor)
    if period.version != seen:
        raise Stale(_l("%(name)s wrote a comment in the meantime. Look at it first.", name=period.replied_by))
    text = text.strip()
    if len(text) > LONGEST_REPLY:
        raise RuleViolation(_l("Write at most %(count)s characters.", count=LONGEST_REPLY), field="text")
    period.reply, period.replied_at, period.replied_by = text, clock.now(), actor.name
    write()
    publish(SurveyPeriodReplied(actor_id=actor.id, partner_id=period.partner_id, period=period.code))
