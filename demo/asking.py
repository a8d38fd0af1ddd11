"""Customers who were asked how it was: most of them answered, a few low scores were followed up, one waits."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select

from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.surveys.answering.services import answer_survey
from onboarding_phases.surveys.enums import Moment, QuestionKind
from onboarding_phases.surveys.figures.services import publish_periods, reply_to_period
from onboarding_phases.surveys.models import Survey, SurveyPeriod, SurveyRecovery
from onboarding_phases.surveys.recoveries.services import close_recovery
from onboarding_phases.surveys.rules import scored, written
from onboarding_phases.surveys.services import send_survey
from onboarding_phases.surveys.values import Reply
from partners.models import Partner
from portal import clock
from portal.database import db
from portal.people import Principal

# Firm, customers who are asked, and how content they are.
FIRMS = (("P0001", 7, 0.75), ("P0008", 6, 0.35), ("P0016", 2, 0.85))
LATELY = 2  # days ago the newest were asked
REPLIES = "P0008"
NAMES = ("田村 恵", "大西 亮", "本田 由紀", "菊地 誠", "野口 彩", "福田 浩", "久保 美和")
REMARKS = (
    "質問への返事が早く、助かりました。",
    "打ち合わせの目的が毎回はっきりしていて進めやすかったです。",
    "",
    "資料がもう少し早く届くと、社内で準備しやすかったと思います。",
    "",
)
WORRY = "月次決算までに設定が終わるか、少し心配です。"
DONE = "先方に電話で事情を聞き、次回の打ち合わせの進め方を変えることで合意しました。"
REPLY = "ご指摘を受け、資料は打ち合わせの3営業日前に送るようにしました。"


def ask_customers(vendor: Mapping[str, Principal], managers: Mapping[str, Principal]) -> None:
    """Tell the surveys of some firms' last customers, day by day, and publish what is final."""
    dice, present = random.Random(7), clock.now()
    asked = [one for code, count, mood in FIRMS for one in _moments(code, count, mood)]
    for number, (day, moment, onboarding, mood) in enumerate(sorted(asked, key=lambda one: one[0])):
        sent_at = datetime.combine(day, time(10), clock.zone())
        with clock.at(sent_at):
            email = f"survey{number}@customer.example"
            name = NAMES[number % len(NAMES)]
            person = {"name": name, "email": email, "locale": "ja"}
            survey = send_survey(onboarding, moment=moment, actor=vendor["manager"], **person)
        if dice.random() < 0.85 and sent_at + timedelta(days=1) < present:
            with clock.at(sent_at + timedelta(days=1)):
                answer_survey(survey, _reply(survey, mood, dice), locale="ja")
    publish_periods()
    _follow_up(vendor["manager"])
    period = db.session.scalars(_newest_of(REPLIES)).first()
    if period is not None:
        reply_to_period(period, text=REPLY, seen=period.version, actor=managers[REPLIES])


def _moments(code: str, count: int, mood: float) -> Iterator[tuple[date, Moment, Onboarding, float]]:
    """The last completed onboardings of a firm, with the days on which their customers are asked."""
    ended = (
        select(Onboarding)
        .join(Partner, Partner.id == Onboarding.partner_id)
        .where(Partner.code == code, Onboarding.completed_on.is_not(None))
    )
    for onboarding in db.session.scalars(ended.order_by(Onboarding.completed_on.desc(), Onboarding.id).limit(count)):
        end = onboarding.completed_on or clock.today()
        yield onboarding.start_on + timedelta(days=8), Moment.HANDOFF, onboarding, mood
        yield onboarding.start_on + (end - onboarding.start_on) / 2, Moment.MIDWAY, onboarding, mood
        yield end, Moment.END, onboarding, mood
    running = (
        select(Onboarding)
        .join(Partner, Partner.id == Onboarding.partner_id)
        .where(Partner.code == code, Onboarding.state == OnboardingState.RUNNING, Onboarding.current_position > 1)
    )
    for onboarding in db.session.scalars(running.order_by(Onboarding.start_on.desc(), Onboarding.id).limit(2)):
        yield clock.today() - timedelta(days=LATELY), Moment.HANDOFF, onboarding, mood / 2


def _reply(survey: Survey, mood: float, dice: random.Random) -> Reply:
    felt = min(max(dice.gauss(mood, 0.2), 0.0), 1.0)
    numbers = {
        QuestionKind.SATISFACTION: 1 + round(4 * felt),
        QuestionKind.EFFORT: 7 - round(6 * felt),
        QuestionKind.RECOMMEND: round(10 * felt),
    }
    texts = {
        one.key: dice.choice(REMARKS) if one.kind is QuestionKind.REMARKS else WORRY if felt < 0.4 else ""
        for one in written(survey.version.asked)
    }
    scores = {one.key: numbers[one.kind] for one in scored(survey.version.asked)}
    return Reply(scores, texts, may_share=dice.random() < 0.6)


def _follow_up(manager: Principal) -> None:
    """Close every item whose day has come; the newest ones wait."""
    waiting = select(SurveyRecovery).where(SurveyRecovery.closed_at.is_(None), SurveyRecovery.due_on < clock.today())
    for recovery in list(db.session.scalars(waiting.order_by(SurveyRecovery.id))):
        with clock.at(recovery.opened_at + timedelta(hours=20)):
            close_recovery(recovery, done=DONE, seen=recovery.version, actor=manager)


def _newest_of(code: str) -> Select[SurveyPeriod]:
    """The newest published period of a firm."""
    mine = select(SurveyPeriod).join(Partner, Partner.id == SurveyPeriod.partner_id).where(Partner.code == code)
    return mine.order_by(SurveyPeriod.until_on.desc(), SurveyPeriod.id).limit(1)
