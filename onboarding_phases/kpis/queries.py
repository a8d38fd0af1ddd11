"""Reading onboardings for the KPIs: always whole values, in a number of statements that does not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, func, select

from onboarding_phases.customers.models import Customer
from onboarding_phases.kpis.estimates import Case
from onboarding_phases.kpis.values import Facts, PhaseFacts, PhaseMove, Wanted
from onboarding_phases.onboardings.clock import Hold as HoldSpan
from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Hold, Onboarding, Phase, PhaseChange
from onboarding_phases.onboardings.queries import bounds_in_force
from partners.models import Partner, Tier
from portal.database import db

ALL = Wanted()
Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])


def cases(as_of: date, *, partner_id: int | None = None, product: str | None = None) -> list[tuple[Facts, Case]]:
    """Onboardings that had begun by a day, with the cases that the estimates count; three statements.

    What the session's scope does not show is not there: a firm reads its own.
    """
    found = facts(Wanted(partner_id, product))
    return [(one, one.case(as_of)) for one in found if one.start_on <= as_of]


def facts(wanted: Wanted = ALL) -> list[Facts]:
    """Every onboarding that the session sees, by start; the firm's tier is that of the day of the start."""
    limits = bounds_in_force().limits
    holds = _holds(wanted)
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
        ).join(Partner, Partner.id == Onboarding.partner_id),
        wanted,
    ).order_by(Onboarding.start_on, Onboarding.id)
    rows = db.session.execute(statement).mappings()
    return [Facts(**row, holds=holds.get(row["id"], ()), limits=limits) for row in rows]


def phase_facts(wanted: Wanted = ALL) -> list[PhaseFacts]:
    """Every phase of those onboardings, in one statement; of those entered from records the phases are not known."""
    skipped_on = (
        select(func.max(PhaseChange.on))
        .where(PhaseChange.phase_id == Phase.id, PhaseChange.to_state == PhaseState.SKIPPED)
        .correlate(Phase)
        .scalar_subquery()
    )
    statement = _narrowed(
        select(
            Phase.onboarding_id,
            Phase.position,
            Phase.due_day,
            Phase.started_on,
            Phase.submitted_on,
            Phase.completed_on,
            skipped_on.label("skipped_on"),
            Phase.returns,
        )
        .join(Onboarding, Onboarding.id == Phase.onboarding_id)
        .where(~Onboarding.is_recorded),
        wanted,
    ).order_by(Phase.onboarding_id, Phase.position)
    return [PhaseFacts(**row) for row in db.session.execute(statement).mappings()]


def phase_moves(onboarding_ids: Iterable[int], until: date) -> list[PhaseMove]:
    """What happened to the phases of these onboardings up to a day, in the order in which it did."""
    statement = (
        select(Phase.onboarding_id, Phase.position, PhaseChange.to_state, PhaseChange.on)
        .join(Phase, Phase.id == PhaseChange.phase_id)
        .where(Phase.onboarding_id.in_(set(onboarding_ids)), PhaseChange.on <= until)
        .order_by(PhaseChange.id)
    )
    return [PhaseMove(**row) for row in db.session.execute(statement).mappings()]


def customer_codes(customer_ids: Iterable[int]) -> dict[int, str]:
    """The vendor's own numbers of customers, by their ids; in a firm's scope there are none."""
    statement = select(Customer.id, Customer.code).where(Customer.id.in_(set(customer_ids)))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _holds(wanted: Wanted) -> dict[int, list[HoldSpan]]:
    statement = _narrowed(
        select(Hold.onboarding_id, Hold.cause, Hold.started_on, Hold.ended_on).join(
            Onboarding, Onboarding.id == Hold.onboarding_id
        ),
        wanted,
    ).order_by(Hold.started_on, Hold.id)
    found: dict[int, list[HoldSpan]] = defaultdict(list)
    for onboarding_id, cause, started_on, ended_on in db.session.execute(statement):
        found[onboarding_id].append(HoldSpan(cause, started_on, ended_on))
    return found


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
    if wanted.product is not None:
        statement = statement.where(Onboarding.product == wanted.product)
    return statement
