"""Loading the demo: the sample files as the waiting queue, behind them eighteen months until yesterday."""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import takewhile

import click
from sqlalchemy import func, select

from certification.rules import quarter_ends
from certification.services import decide_all_as_proposed, evaluate_all, load_default_policy
from demo.asking import ask_customers
from demo.escalating import leave_escalations
from demo.finishing import leave_handovers
from demo.learning import add_lessons
from demo.multiplying import multiply
from demo.people import FirmPeople, make_firm, make_vendor
from demo.planning import plan_ahead
from demo.playbooks import PUBLISHED_DAYS, date_back, leave_draft, move_some, publish_second_version
from demo.promising import leave_promises
from demo.rooms import open_rooms
from demo.samples import import_sample, line_up, months_since_samples, sample_rows
from demo.scale import Scale
from demo.stories import MONTHS, Firm, Story, stories
from demo.talking import talk
from demo.telling import Stage, tell
from demo.timeline import Timeline
from demo.watching import bring_logins
from demo.working import leave_open
from onboarding_phases.calibration.services import measure_calibration
from onboarding_phases.efforts.services import measure_efforts
from onboarding_phases.kpis.projecting import count_due
from onboarding_phases.offers.orders.services import enter_issuer
from onboarding_phases.playbooks.queries import playbook_for
from onboarding_phases.playbooks.services import load_default_playbooks
from onboarding_phases.risks.services import load_plays, watch_over
from onboarding_phases.surveys.questions.services import load_default_surveys
from onboarding_phases.usage.services import record_usage
from onboarding_phases.usage.values import UsageRow
from partners.geography import PREFECTURES
from partners.models import Partner
from partners.rules import first_of_month, months_from
from partners.services import state_capacity
from portal import clock
from portal.accounts.hashing import hash_password
from portal.database import db
from portal.inbox.services import mark_read
from portal.people import PORTAL, Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from training.services import load_courses

DRIFTS = {"P0016": 0.022, "P0008": -0.022}
QUALITIES = {"P0016": 0.45, "P0008": 0.85, "P0020": 0.96}
CARES = {"P0020": 1.0, "P0017": 0.8, "P0023": 0.7, "P0008": 0.1, "P0001": 0.5}
ISSUER = {
    "name": "株式会社ソラノベ",
    "address": "東京都千代田区見本町一丁目2番3号",
    "place": "オンラインおよび顧客の事業所。成果はこのポータルで提出する",
    "payment_method": "受託者が指定する銀行口座への振込",
}
MONTHLY_SLOT_SHARE = 0.108
EVALUATED_AFTER = 170  # days until there is something to evaluate
DECIDED_AFTER = 14
REVIEWED_DAYS = 6  # what closed its last phase since then waits for its completion review
READ_DAYS = 3  # up to so many days ago everybody has read the inbox


def is_empty() -> bool:
    """Whether the database holds no firm and no account yet."""
    with unit_of_work(EVERY_TENANT, write=False) as session:
        return not session.scalar(select(func.count()).select_from(Partner))


def load(*, seed: int, password: str | None, scale: Scale | None = None, months: int = MONTHS) -> str:
    """Load the demo into an empty database, and give the password of all its logins.

    Its past is as many `months` long. With a `scale` what was told is multiplied to that size.
    """
    secret = password or secrets.token_urlsafe(12)
    password_hash = hash_password(secret)
    _tell_history(seed, password_hash, today=clock.today(), months=months)
    if scale is not None:
        multiply(scale, seed=seed, password_hash=password_hash)
    count_due()
    return secret


def _tell_history(seed: int, password_hash: str, *, today: date, months: int) -> None:
    """So many months until yesterday, day by day through the services, and the queue of the sample files."""
    beginning = today - timedelta(days=months * 30 + 40)
    with clock.at(datetime.combine(beginning, time(9), clock.zone())):
        vendor, firms, told = _set_stage(seed, password_hash)
    stage = Stage(vendor, firms, _rules(told), finished_until=today - timedelta(days=REVIEWED_DAYS))
    timeline = Timeline()
    past = list(stories(told, months=months, today=today, seed=seed, prefectures=PREFECTURES))
    _state_slots(past, told, stage, timeline, beginning=beginning, today=today)
    for story in past:
        tell(story, stage, timeline)
    _take_in_usage(stage, timeline)
    add_lessons(firms, timeline, today=today)
    _certify(stage, timeline, beginning=beginning, today=today)
    timeline.add(today - timedelta(days=PUBLISHED_DAYS), lambda: publish_second_version(vendor["manager"]))
    timeline.add(today - timedelta(days=READ_DAYS), lambda: _read_inboxes(stage))
    with click.progressbar(length=(today - beginning).days, label="demo") as bar:
        reached = beginning
        for day in timeline.happen(until=today - timedelta(days=1)):
            bar.update((day - reached).days)
            reached = day
            stage.at_hand.clear()
    with clock.at(datetime.combine(today - timedelta(days=1), time(16), clock.zone())):
        line_up(stage, months=months_since_samples(today))
        with unit_of_work(EVERY_TENANT):
            leave_open(firms)
            leave_escalations(firms, vendor)
            leave_promises(firms, vendor)
            leave_handovers(firms, vendor)
            move_some(vendor["manager"])
            leave_draft(vendor["manager"])
            plan_ahead(firms, vendor)
            open_rooms(manager=vendor["manager"])
            bring_logins()
            ask_customers(vendor, {code: people.manager for code, people in firms.items()})
        talk(vendor, firms)
        watch_over()
        measure_efforts()
        measure_calibration()


def _set_stage(
    seed: int, password_hash: str
) -> tuple[Mapping[str, Principal], Mapping[str, FirmPeople], list[Firm]]:
    dice = random.Random(seed)
    with unit_of_work(EVERY_TENANT) as session:
        vendor = make_vendor(password_hash)
        load_default_playbooks(PORTAL)
        load_default_surveys(PORTAL)
        date_back()
        load_courses(actor=PORTAL)
        load_default_policy(PORTAL)
        load_plays(PORTAL)
        enter_issuer(**ISSUER, actor=vendor["manager"])
        import_sample("partners", months=0, actor=vendor["manager"])
        partners = session.scalars(select(Partner).order_by(Partner.code)).all()
        firms = {row.code: make_firm(row, password_hash=password_hash, dice=dice) for row in partners}
        told = [_firm(row) for row in partners]
    return vendor, firms, told


def _firm(partner: Partner) -> Firm:
    slots = {row["partner_code"]: int(row["capacity"]) for row in sample_rows()}[partner.code]
    return Firm(
        code=partner.code,
        quality=QUALITIES.get(partner.code, partner.stated_outcome or 0.72),
        drift=DRIFTS.get(partner.code, 0.0),
        products=partner.products,
        monthly=slots * MONTHLY_SLOT_SHARE,
        care=CARES.get(partner.code, 0.3),
    )


def _rules(told: Sequence[Firm]) -> dict[str, list[tuple[str, float]]]:
    """The metrics and thresholds by which each product's customers become active."""
    with unit_of_work(EVERY_TENANT, write=False):
        books = [playbook_for(product) for product in sorted({p for firm in told for p in firm.products})]
        return {
            book.product: [(item["metric"], float(item["at_least"])) for item in book.activation_rule]
            for book in books
        }


def _state_slots(
    past: Sequence[Story],
    told: Sequence[Firm],
    stage: Stage,
    timeline: Timeline,
    *,
    beginning: date,
    today: date,
) -> None:
    """Every firm states its slots month by month, six months ahead, and never fewer than it then takes on."""
    usual = {row["partner_code"]: int(row["capacity"]) for row in sample_rows()}
    taken: Counter[tuple[str, date]] = Counter()
    for story in past:
        for code in filter(None, (story.firm, story.declined_by)):
            taken[code, first_of_month(story.start_on)] += story.effort
    for month in months_from(beginning, (today - beginning).days // 30 + 2):
        day = max(month, beginning)
        if day < today:
            for firm in told:
                wanted = {m: max(usual[firm.code], taken[firm.code, m]) for m in months_from(month, 7)}
                timeline.add(day, partial(_state, firm, wanted, stage))


def _state(firm: Firm, wanted: Mapping[date, int], stage: Stage) -> None:
    partner = db.session.scalars(select(Partner).where(Partner.code == firm.code)).one()
    state_capacity(partner, slots=wanted, actor=stage.firms[firm.code].manager)


def _take_in_usage(stage: Stage, timeline: Timeline) -> None:
    """Usage arrives once a week, on Mondays, with the days on which it was measured."""
    weeks: dict[date, list[date]] = {}
    for day in stage.usage:
        weeks.setdefault(day + timedelta(days=(7 - day.weekday()) % 7), []).append(day)
    for monday, days in weeks.items():
        rows = [row for day in sorted(days) for row in stage.usage[day]]
        timeline.add(monday, partial(_record, rows))


def _record(rows: Sequence[UsageRow]) -> None:
    record_usage(rows, PORTAL)


def _certify(stage: Stage, timeline: Timeline, *, beginning: date, today: date) -> None:
    """Every quarter is evaluated a week after its end and decided a week later, but for the latest one."""
    ends = takewhile(lambda day: day > beginning + timedelta(days=EVALUATED_AFTER), quarter_ends(today))
    for end in ends:
        timeline.add(end + timedelta(days=7), partial(_evaluate, end, stage.vendor["manager"]))
        timeline.add(end + timedelta(days=DECIDED_AFTER), partial(_decide, end, stage.vendor["manager"]))


def _evaluate(period_end: date, manager: Principal) -> None:
    evaluate_all(period_end=period_end, actor=manager)


def _decide(period_end: date, manager: Principal) -> None:
    decide_all_as_proposed(period_end=period_end, reason="評価の結果どおりに決定します。", actor=manager)


def _read_inboxes(stage: Stage) -> None:
    everybody = [*stage.vendor.values()]
    for people in stage.firms.values():
        everybody += [people.manager, *people.consultants]
    for reader in everybody:
        mark_read(reader=reader)
