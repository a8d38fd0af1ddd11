"""Reading figures: for the vendor from the answers, for a firm from what was published for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.surveys.enums import Moment
from onboarding_phases.surveys.figures.rules import Scores
from onboarding_phases.surveys.figures.values import Asked, FirmLine, Overview, Wanted
from onboarding_phases.surveys.models import Survey, SurveyAnswer, SurveyPeriod, SurveyScore
from partners.models import Partner
from portal.access import person, visible
from portal.database import db

MOST_PERIODS = 60
MOST_COMMENTS = 20


def overview(wanted: Wanted) -> Overview:
    """The figures of a survey, over the customers that the reader sees."""
    counted = _narrowed(select(func.count(), func.count(Survey.answered_at)).select_from(Survey), wanted)
    sent, answered = db.session.execute(counted).one()
    counts = (SurveyScore.key, SurveyScore.kind, SurveyScore.value)
    found = _narrowed(_scores(*counts, func.count()), wanted).group_by(*counts)
    return Overview(Asked(sent, answered), _gathered(db.session.execute(found)))


def by_firm(wanted: Wanted) -> list[FirmLine]:
    """The same figures firm by firm, in the order of their codes."""
    asked = _narrowed(select(Survey.partner_id, func.count(), func.count(Survey.answered_at)), wanted)
    counted = {row[0]: Asked(row[1], row[2]) for row in db.session.execute(asked.group_by(Survey.partner_id))}
    counts = (Survey.partner_id, SurveyScore.key, SurveyScore.kind, SurveyScore.value)
    rows: dict[int, list[Any]] = {}
    for partner_id, *row in db.session.execute(_narrowed(_scores(*counts, func.count()), wanted).group_by(*counts)):
        rows.setdefault(partner_id, []).append(row)
    return [
        FirmLine(firm.code, firm.name, Overview(counted[firm.id], _gathered(rows.get(firm.id, ()))))
        for firm in db.session.scalars(select(Partner).order_by(Partner.code))
        if firm.id in counted
    ]


def _scores(*columns: Any) -> Select[Any]:
    joined = select(*columns).select_from(SurveyScore)
    return joined.join(SurveyAnswer, SurveyAnswer.id == SurveyScore.answer_id).join(
        Survey, Survey.id == SurveyAnswer.survey_id
    )


def _gathered(rows: Iterable[Any]) -> list[Scores]:
    found: dict[Any, dict[int, int]] = {}
    for key, kind, value, count in rows:
        found.setdefault((key, kind), {})[value] = count
    return [Scores(key, kind, counts) for (key, kind), counts in found.items()]


def _narrowed(statement: Any, wanted: Wanted) -> Any:
    """Surveys of one moment that were not withdrawn, of whom and when it is wanted, as far as the reader may see."""
    found = statement.where(
        Survey.moment == wanted.moment,
        Survey.sent_on.between(wanted.since, wanted.until),
        Survey.withdrawn_at.is_(None),
    )
    if wanted.partner_code is not None:
        found = found.where(
            Survey.partner_id == select(Partner.id).where(Partner.code == wanted.partner_code).scalar_subquery()
        )
    mine = visible(Survey, person())
    return found if mine is None else found.where(mine)


def answers(wanted: Wanted, *, text: str) -> Select[SurveyAnswer]:
    """The answers behind the figures, the newest first, perhaps of customers with a name like this."""
    found = (
        select(SurveyAnswer)
        .join(Survey, Survey.id == SurveyAnswer.survey_id)
        .join(Onboarding, Onboarding.id == Survey.onboarding_id)
        .options(
            selectinload(SurveyAnswer.scores),
            contains_eager(SurveyAnswer.survey).contains_eager(Survey.onboarding).joinedload(Onboarding.partner),
        )
    )
    if text:
        found = found.where(Onboarding.customer_name.icontains(text, autoescape=True))
    narrowed: Select[SurveyAnswer] = _narrowed(found, wanted).order_by(SurveyAnswer.id.desc())
    return narrowed


def answer_of(survey: Survey) -> SurveyAnswer | None:
    """What was answered to a survey."""
    found = select(SurveyAnswer).where(SurveyAnswer.survey_id == survey.id)
    return db.session.scalars(found.options(selectinload(SurveyAnswer.scores))).first()


def survey_in_full(survey_id: int) -> Survey:
    """A survey with its onboarding and the firm."""
    found = select(Survey).where(Survey.id == survey_id)
    with_firm = joinedload(Survey.onboarding, innerjoin=True).joinedload(Onboarding.partner, innerjoin=True)
    return db.session.scalars(found.options(with_firm)).one()


def firms_asked() -> list[tuple[str, str]]:
    """The firms of whose customers the reader sees one that was asked: code and name."""
    asked = select(Partner.code, Partner.name).where(_asked_customers_of(Partner.id)).order_by(Partner.code)
    return [(code, name) for code, name in db.session.execute(asked)]


def _asked_customers_of(partner_id: Any) -> ColumnElement[bool]:
    """Whether the reader sees a customer of this firm that was asked."""
    asked, mine = select(Survey.id).where(Survey.partner_id == partner_id), visible(Survey, person())
    return (asked if mine is None else asked.where(mine)).exists()


def published(moment: Moment, *, partner_id: int) -> list[SurveyPeriod]:
    """The periods of a firm that are published, the newest first."""
    mine = select(SurveyPeriod).where(SurveyPeriod.partner_id == partner_id, SurveyPeriod.moment == moment)
    return list(db.session.scalars(mine.order_by(SurveyPeriod.from_on.desc()).limit(MOST_PERIODS)))


def comments(wanted: Wanted) -> list[tuple[SurveyPeriod, str]]:
    """What firms wrote to the figures of periods that reach into these months, each with the firm's name."""
    found = (
        select(SurveyPeriod, Partner.name)
        .join(Partner, Partner.id == SurveyPeriod.partner_id)
        .where(
            SurveyPeriod.moment == wanted.moment,
            SurveyPeriod.reply != "",
            SurveyPeriod.from_on <= wanted.until,
            SurveyPeriod.until_on >= wanted.since,
            _asked_customers_of(SurveyPeriod.partner_id),
        )
    )
    if wanted.partner_code is not None:
        found = found.where(Partner.code == wanted.partner_code)
    rows = db.session.execute(found.order_by(SurveyPeriod.replied_at.desc()).limit(MOST_COMMENTS))
    return [(period, name) for period, name in rows]
