"""Reading policies and evaluations. What the session's scope does not show is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer

from certification.enums import EvaluationState
from certification.models import CertificationPolicy, Evaluation
from certification.policies.files import ready_policy
from certification.policies.policy import Policy
from certification.rules import SHIPPED, LastDecision, parsed
from onboarding_phases.onboardings.models import Onboarding
from partners.enums import PartnerStatus
from partners.models import Partner
from partners.queries import firm_with_slots
from portal.access import select_visible
from portal.database import db
from portal.needs import need_columns
from portal.people import Principal

EVALUATED = (PartnerStatus.ACTIVE, PartnerStatus.PAUSED)
WITHOUT_METRICS = defer(Evaluation.metrics)


def policies() -> list[CertificationPolicy]:
    """All versions of the policy, the newest first."""
    return list(db.session.scalars(select(CertificationPolicy).order_by(CertificationPolicy.version.desc())))


def policy_in_force(on: date) -> CertificationPolicy | None:
    """The version of the policy that is in force on a day; None before the first one is entered."""
    in_force = (
        select(CertificationPolicy)
        .where(CertificationPolicy.effective_on <= on)
        .order_by(CertificationPolicy.effective_on.desc(), CertificationPolicy.version.desc())
        .limit(1)
    )
    return db.session.scalars(in_force).first()


def rules_in_force(on: date) -> Policy:
    """The rules of a day: the policy in force, or the shipped one until a first version is entered."""
    found = policy_in_force(on)
    return parsed(found.source) if found else ready_policy(SHIPPED)


def evaluated_partners() -> list[Partner]:
    """The firms that are evaluated: those that work, and those that pause."""
    statement = select(Partner).where(Partner.status.in_(EVALUATED)).order_by(Partner.code)
    return list(db.session.scalars(statement))


def periods() -> list[date]:
    """The last days of the periods that were evaluated, the latest first."""
    statement = select(Evaluation.period_end).distinct().order_by(Evaluation.period_end.desc())
    return list(db.session.scalars(statement))


def period_rows(period_end: date) -> list[tuple[Partner, Evaluation]]:
    """The firms of a period with their evaluations, without the metrics behind them, by code."""
    statement = (
        select(Partner, Evaluation)
        .join(Evaluation, Evaluation.partner_id == Partner.id)
        .where(Evaluation.period_end == period_end)
        .options(WITHOUT_METRICS)
        .order_by(Partner.code)
    )
    return [(partner, evaluation) for partner, evaluation in db.session.execute(statement)]


def evaluations_of_period(period_end: date, *, with_metrics: bool = False) -> dict[int, Evaluation]:
    """The evaluations of a period by the firm's id; the metrics behind them only where they are asked for."""
    statement = select(Evaluation).where(Evaluation.period_end == period_end)
    if not with_metrics:
        statement = statement.options(WITHOUT_METRICS)
    return {evaluation.partner_id: evaluation for evaluation in db.session.scalars(statement)}


def last_decisions(*, before: date) -> Mapping[int, LastDecision]:
    """The last decision on each firm over a period that ended before a day, by the firm's id."""
    decided = (
        select(Evaluation.partner_id, Evaluation.decided_tier, Evaluation.proposed_tier, Evaluation.below_count)
        .where(Evaluation.state == EvaluationState.DECIDED, Evaluation.period_end < before)
        .order_by(Evaluation.period_end)
    )
    return {row.partner_id: LastDecision(*row[1:]) for row in db.session.execute(decided)}


def waiting() -> dict[date, int]:
    """How many evaluations wait for a decision, by period."""
    return {row.need_on: row.need_number for row in db.session.execute(decisions_waiting())}


def decisions_waiting() -> Select[Any]:
    """The same as rows for start pages."""
    return (
        select(*need_columns(on=Evaluation.period_end, number=func.count(Evaluation.id)))
        .where(Evaluation.state == EvaluationState.PROPOSED)
        .group_by(Evaluation.period_end)
        .order_by(Evaluation.period_end)
    )


def history(partner_id: int) -> list[Evaluation]:
    """A firm's evaluations as the reader sees them, the latest first, without the metrics behind them."""
    return list(db.session.scalars(_of_firm(select_visible(Evaluation), partner_id).options(WITHOUT_METRICS)))


def decided_until(partner_id: int, until: date) -> list[Evaluation]:
    """A firm's decided evaluations over periods that ended by a day, the latest first."""
    decided = select(Evaluation).where(Evaluation.state == EvaluationState.DECIDED, Evaluation.period_end <= until)
    return list(db.session.scalars(_of_firm(decided, partner_id)))


def latest(partner_id: int) -> Evaluation | None:
    """A firm's latest evaluation that the reader sees, with its metrics."""
    return db.session.scalars(_of_firm(select_visible(Evaluation), partner_id).limit(1)).first()


def _of_firm(statement: Select[Evaluation], partner_id: int) -> Select[Evaluation]:
    return statement.where(Evaluation.partner_id == partner_id).order_by(Evaluation.period_end.desc())


def own_partner(reader: Principal) -> Partner | None:
    """The reader's own firm; the vendor's people have none."""
    if reader.partner_id is None:
        return None
    return firm_with_slots(reader.partner_id)


def latest_of_own_firm(reader: Principal) -> tuple[Partner, Evaluation] | None:
    """The reader's firm with its latest evaluation; the vendor's people have none."""
    if reader.partner_id is None:
        return None
    evaluations = _of_firm(select_visible(Evaluation), reader.partner_id)
    statement = evaluations.join(Partner, Partner.id == Evaluation.partner_id).add_columns(Partner).limit(1)
    found = db.session.execute(statement).first()
    return None if found is None else (found[1], found[0])


def visible_customers(codes: Iterable[str]) -> dict[str, str]:
    """The customers' names of these onboardings by their codes, as far as the reader still sees them."""
    statement = select_visible(Onboarding).where(Onboarding.code.in_(set(codes)))
    found = db.session.execute(statement.with_only_columns(Onboarding.code, Onboarding.customer_name))
    return dict(found.all())
