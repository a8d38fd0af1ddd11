"""Reading risks: how long finished onboardings took, plays, and what runs in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from onboarding_phases.escalations.enums import EscalationState
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.onboardings.enums import OnboardingState, RiskReason
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.risks.defaults import NUMBERS
from onboarding_phases.risks.enums import CAUSES, PlayState
from onboarding_phases.risks.models import Play, PlayTemplate, Stays
from onboarding_phases.risks.rules import Range, range_of
from onboarding_phases.usage.models import UsageRecord
from portal import clock
from portal.access import person, select_visible
from portal.database import db
from portal.defaults.queries import numbers
from portal.defaults.values import Number
from portal.needs import need_columns
from portal.people import Role

MOST_NEEDS = 20
LOOK_BACK = timedelta(days=95)
"""So far back the days of silence are counted, which is beyond what can be set."""

Group = tuple[str, int, int]
Values = Mapping[date, float]


@dataclass(frozen=True)
class Accuracy:
    """What is predicted of onboardings of a product and effort: a range for each phase, None under enough cases."""

    product: str
    effort: int
    cases: int
    ranges: list[Range | None]
    tried: int
    held: int
    measured_at: datetime


def risk_numbers() -> Mapping[str, Number]:
    """The numbers of this room's setting, in force today."""
    return numbers(NUMBERS)


def templates() -> dict[RiskReason, PlayTemplate]:
    """What is proposed against each cause, in the order of the causes."""
    found = {row.cause: row for row in db.session.scalars(select(PlayTemplate))}
    return {cause: found[cause] for cause in CAUSES if cause in found}


def stays_by_group() -> dict[Group, Stays]:
    """How long finished onboardings took, by product, effort and phase."""
    rows = db.session.scalars(select(Stays).order_by(Stays.product, Stays.effort, Stays.position))
    return {(row.product, row.effort, row.position): row for row in rows}


def stays_of(onboarding: Onboarding) -> Stays | None:
    """Those of the kind of one onboarding, at its phase."""
    statement = select(Stays).where(
        Stays.product == onboarding.product,
        Stays.effort == onboarding.effort,
        Stays.position == onboarding.current_position,
    )
    return db.session.scalars(statement).one_or_none()


def running(*, after: int, most: int) -> list[Onboarding]:
    """The running onboardings by their numbers, so many after one; locked for this unit."""
    statement = (
        select(Onboarding)
        .where(Onboarding.state == OnboardingState.RUNNING, Onboarding.id > after)
        .order_by(Onboarding.id)
        .limit(most)
        .options(selectinload(Onboarding.phases), selectinload(Onboarding.holds))
        .with_for_update()
    )
    return list(db.session.scalars(statement))


def running_one(onboarding_id: int) -> list[Onboarding]:
    """One of them, locked for this unit; none once it has ended."""
    return [one for one in running(after=onboarding_id - 1, most=1) if one.id == onboarding_id]


def values_of(customer_ids: Collection[int], metrics: Collection[str]) -> dict[tuple[int, str], Values]:
    """The recent values of metrics by customer and metric, each by its day."""
    found: dict[tuple[int, str], dict[date, float]] = {}
    statement = select(UsageRecord.customer_id, UsageRecord.metric, UsageRecord.on, UsageRecord.value).where(
        UsageRecord.customer_id.in_(customer_ids),
        UsageRecord.metric.in_(metrics),
        UsageRecord.on > clock.today() - LOOK_BACK,
        UsageRecord.on <= clock.today(),
    )
    for customer_id, metric, on, value in db.session.execute(statement):
        found.setdefault((customer_id, metric), {})[on] = value
    return dict(found)


def escalated(onboarding_ids: Collection[int]) -> set[int]:
    """Those of which an escalation is not resolved."""
    statement = select(Escalation.onboarding_id).where(
        Escalation.onboarding_id.in_(onboarding_ids), Escalation.state != EscalationState.RESOLVED
    )
    return set(db.session.scalars(statement))


def plays_of(onboarding_ids: Collection[int]) -> dict[int, list[Play]]:
    """All plays of onboardings, the earliest due first."""
    found: dict[int, list[Play]] = {key: [] for key in onboarding_ids}
    statement = select(Play).where(Play.onboarding_id.in_(onboarding_ids)).order_by(Play.due_on, Play.id)
    for play in db.session.scalars(statement):
        found[play.onboarding_id].append(play)
    return found


def plays_waiting() -> Select[Any]:
    """The open plays of the reader's side that are theirs to do: a CS person's of the onboardings that they own."""
    reader = person()
    statement = (
        select_visible(Onboarding)
        .join(Play, Play.onboarding_id == Onboarding.id)
        .where(Onboarding.state == OnboardingState.RUNNING, Play.state == PlayState.OPEN)
        .order_by(Play.due_on, Play.id)
        .limit(MOST_NEEDS)
    )
    if reader.is_vendor:
        nobodys = Onboarding.owner_id.is_(None) if reader.role is Role.CS_MANAGER else Onboarding.id.is_(None)
        mine = or_(Onboarding.owner_id == reader.id, nobodys)
        statement = statement.where(mine, Play.side == TaskSide.VENDOR)
    else:
        statement = statement.where(Play.side == TaskSide.PARTNER)
    told = need_columns(code=Onboarding.code, name=Onboarding.customer_name, text=Play.cause, on=Play.due_on)
    return statement.with_only_columns(*told)


def accuracies() -> list[Accuracy]:
    """What is predicted of each product and effort, phase by phase, and how often the range held."""
    least, found = int(risk_numbers()["cases_least"]), stays_by_group()
    return [
        _accuracy([found[group] for group in kind], least)
        for _name, kind in groupby(found, key=lambda group: group[:2])
    ]


def _accuracy(rows: Iterable[Stays], least: int) -> Accuracy:
    phases = list(rows)
    first = phases[0]
    return Accuracy(
        product=first.product,
        effort=first.effort,
        cases=len(first.days),
        ranges=[range_of(row.days, elapsed=0, least=least) for row in phases],
        tried=sum(row.tried for row in phases),
        held=sum(row.held for row in phases),
        measured_at=first.measured_at,
    )
