"""Reading onboardings for the KPIs: always whole values, in a number of statements that does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select

from onboarding_phases.customers.models import Customer
from onboarding_phases.kpis.estimates import Case
from onboarding_phases.kpis.values import Facts, PhaseFacts, PhaseMove, Wanted
from onboarding_phases.onboardings.clock import Hold as HoldSpan
from onboarding_phases.onboardings.clock import HoldLimits
from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Hold, Onboarding, Phase, PhaseChange
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.playbooks.models import Playbook
from partners.models import Partner, Tier
from portal.database import db

ALL = Wanted()
PHASE_COLUMNS = (
    Phase.onboarding_id,
    Phase.position,
    Phase.due_day,
    Phase.started_on,
    Phase.submitted_on,
    Phase.completed_on,
    Phase.returns,
    Phase.rescued_on,
)
HOLD_COLUMNS = (Hold.cause, Hold.started_on, Hold.ended_on, Hold.limit_days)
Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])


def cases(as_of: date, *, partner_id: int | None = None, product: str | None = None) -> list[tuple[Facts, Case]]:
    """Onboardings that had begun by a day, with the cases that the estimates count; two statements.

    What the session's scope does not show is not there: a firm reads its own.
    """
    found = facts(Wanted(partner_id, product))
    return [(one, one.case(as_of)) for one in found if one.start_on <= as_of]


def facts(wanted: Wanted = ALL) -> list[Facts]:
    """Every onboarding that the session sees, by start; the firm's tier is that of the day of the start."""
    limits = bounds_in_force().limits
    statement = _narrowed(
        select(
            Onboarding.id,
            Onboarding.code,
            Onboarding.customer_id,
            Onboarding.customer_name,
            Onboarding.partner_id,
            Partner.code.label("partner_code"),
            Partner.name.label("partner_name"),
            func.coalesce(_tier_at_start(), 1).label("tier"),
            Onboarding.product,
            Onboarding.industry,
            Onboarding.effort,
            Onboarding.x_days,
            Onboarding.start_on,
            Onboarding.activated_on,
            Onboarding.completed_on,
            Onboarding.withdrawn_on,
            Onboarding.excluded_reason,
            *HOLD_COLUMNS,
        )
        .join(Partner, Partner.id == Onboarding.partner_id)
        .outerjoin(Hold, Hold.onboarding_id == Onboarding.id),
        wanted,
    ).order_by(Onboarding.start_on, Onboarding.id, Hold.started_on, Hold.id)
    rows = groupby(db.session.execute(statement), key=itemgetter(0))
    return [_facts_of(list(own), limits) for _id, own in rows]


def _facts_of(rows: Sequence[Row[Any]], limits: HoldLimits) -> Facts:
    """One onboarding out of its rows: one for each of its holds, or one without any."""
    width = len(HOLD_COLUMNS)
    spans = [HoldSpan(*row[-width:]) for row in rows if row[-width] is not None]
    values = [*rows[0][:-width], spans, limits]
    return Facts(*values)


def phase_facts(wanted: Wanted = ALL) -> list[PhaseFacts]:
    """Every phase of those onboardings, in one statement; of those entered from records the phases are not known."""
    return phases_and_moves(wanted)[0]


def accepted_phases(wanted: Wanted, position: int, *, since: date, until: date) -> list[PhaseFacts]:
    """The phases of a place whose submission was accepted after one day and by another."""
    within = Phase.submitted_on.is_not(None), Phase.completed_on > since, Phase.completed_on <= until
    statement = _narrowed(
        select(*PHASE_COLUMNS)
        .join(Onboarding, Onboarding.id == Phase.onboarding_id)
        .where(*within, Phase.position == position),
        wanted,
    )
    return [PhaseFacts(*row, None) for row in db.session.execute(statement)]


def phases_and_moves(wanted: Wanted, running_on: date | None = None) -> tuple[list[PhaseFacts], list[PhaseMove]]:
    """Every phase of those onboardings, and what happened up to a day to those that then ran; one statement."""
    moved = PhaseChange.to_state == PhaseState.SKIPPED
    if running_on is not None:
        moved = or_(moved, and_(PhaseChange.on <= running_on, _runs(running_on)))
    statement = _narrowed(
        select(*PHASE_COLUMNS, PhaseChange.to_state, PhaseChange.on)
        .join(Onboarding, Onboarding.id == Phase.onboarding_id)
        .outerjoin(PhaseChange, and_(PhaseChange.phase_id == Phase.id, moved))
        .where(~Onboarding.is_recorded),
        wanted,
    ).order_by(Phase.onboarding_id, Phase.position, PhaseChange.id)
    phases: list[PhaseFacts] = []
    moves: list[PhaseMove] = []
    found: Iterable[Any] = db.session.execute(statement)
    for (onboarding_id, position), rows in groupby(found, key=itemgetter(0, 1)):
        own: list[Any] = list(rows)
        changes = [PhaseMove(onboarding_id, position, *row[-2:]) for row in own if row[-1] is not None]
        skipped = [move.on for move in changes if move.to_state is PhaseState.SKIPPED]
        phases.append(PhaseFacts(*(*own[0][:-2], max(skipped, default=None))))
        moves += [move for move in changes if running_on is not None and move.on <= running_on]
    return phases, moves


def _runs(on: date) -> ColumnElement[bool]:
    """Whether an onboarding had begun and not ended on a day, as `Facts.runs` says."""
    ended_on = func.coalesce(Onboarding.completed_on, Onboarding.withdrawn_on)
    return and_(Onboarding.start_on <= on, or_(ended_on.is_(None), ended_on > on))


def customer_codes(customer_ids: Iterable[int]) -> dict[int, str]:
    """The vendor's own numbers of customers, by their ids; in a firm's scope there are none."""
    statement = select(Customer.id, Customer.code).where(Customer.id.in_(set(customer_ids)))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def products_begun() -> tuple[date | None, list[str]]:
    """The first start of what the session sees, and the products of which it sees onboardings."""
    first = select(func.min(Onboarding.start_on)).scalar_subquery()
    has = exists().where(Onboarding.product == Playbook.product)
    rows = list(db.session.execute(select(first, Playbook.product).where(has).distinct().order_by(Playbook.product)))
    return (rows[0][0] if rows else None), [row[1] for row in rows]


def x_days_by_product() -> dict[str, int]:
    """The X of each product, by the newest version of its playbook."""
    versions = select(Playbook.product, Playbook.x_days).order_by(Playbook.version)
    return {row[0]: row[1] for row in db.session.execute(versions)}


def _tier_at_start() -> Any:
    return (
        select(Tier.level)
        .where(Tier.partner_id == Onboarding.partner_id, Tier.effective_on <= Onboarding.start_on)
        .order_by(Tier.effective_on.desc(), Tier.id.desc())
        .limit(1)
        .correlate(Onboarding)
        .scalar_subquery()
    )


def _narrowed(statement: Statement, wanted: Wanted) -> Statement:
    if wanted.partner_id is not None:
        statement = statement.where(Onboarding.partner_id == wanted.partner_id)
    if wanted.partner_ids is not None:
        statement = statement.where(Onboarding.partner_id.in_(wanted.partner_ids))
    if wanted.product is not None:
        statement = statement.where(Onboarding.product == wanted.product)
    return statement
