"""Reading predictions with what came of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import aliased

from onboarding_phases.allocation.models import AllocationOverride, AllocationRun
from onboarding_phases.calibration.enums import Way
from onboarding_phases.calibration.learning import Ended
from onboarding_phases.calibration.models import Prediction, TriedEstimate
from onboarding_phases.calibration.rules import Past, Seen
from onboarding_phases.customers.models import Customer
from onboarding_phases.kpis.queries import facts
from onboarding_phases.kpis.values import Facts
from onboarding_phases.offers.models import Offer
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Partner
from portal import clock
from portal.database import db

SETTLED = (Prediction.success.is_not(None), Prediction.rate.is_not(None))


def seen_predictions() -> list[Seen]:
    """Every prediction that can be judged, the lowest first; of equal ones the older."""
    statement = select(Prediction.rate, Prediction.success).where(*SETTLED).order_by(Prediction.rate, Prediction.id)
    return [Seen(float(row.rate), bool(row.success)) for row in db.session.execute(statement)]


@dataclass(frozen=True)
class Counted:
    """How many predictions there are, and why some are not judged."""

    known: int
    unsettled: int
    unknown: int


def counted() -> Counted:
    """Predictions that wait for their clock or were left out, and those for which the run knew no result."""
    unknown = func.count().filter(Prediction.rate.is_(None))
    unsettled = func.count().filter(Prediction.rate.is_not(None), Prediction.success.is_(None))
    row = db.session.execute(select(func.count(), unsettled, unknown).select_from(Prediction)).one()
    return Counted(*(int(count) for count in row))


def cases_between(first: int, last: int) -> Select[Prediction, Onboarding, str]:
    """The cases of a group, by their places in the order of `seen_predictions`."""
    places = select(Prediction.id).where(*SETTLED).order_by(Prediction.rate, Prediction.id)
    mine = places.offset(first).limit(last - first).subquery()
    return (
        select(Prediction, Onboarding, Partner.name)
        .join(Onboarding, Onboarding.id == Prediction.onboarding_id)
        .join(Partner, Partner.id == Onboarding.partner_id)
        .where(Prediction.id.in_(select(mine.c.id)))
        .order_by(Prediction.rate, Prediction.id)
    )


def tried_estimates() -> dict[Way, TriedEstimate]:
    """Both ways to estimate, as they were tried last night."""
    return {Way(row.way): row for row in db.session.scalars(select(TriedEstimate))}


def runs_to_read() -> dict[str, list[tuple[int, str]]]:
    """By run, the onboardings that were begun from its offers and have no prediction yet, with their firm's code."""
    kept = exists().where(Prediction.onboarding_id == Onboarding.id)
    statement = (
        select(Offer.run_code, Onboarding.id, Partner.code)
        .join(Onboarding, Onboarding.offer_id == Offer.id)
        .join(Partner, Partner.id == Onboarding.partner_id)
        .where(Offer.run_code.is_not(None), ~kept)
    )
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for run_code, onboarding_id, partner in db.session.execute(statement):
        found[str(run_code)].append((onboarding_id, partner))
    return found


def frozen_results(run_code: str) -> tuple[date, dict[str, tuple[float | None, int]]] | None:
    """The day of a run, and what it knew of each firm's result, with the cases behind it."""
    statement = select(AllocationRun.created_at, AllocationRun.frozen).where(AllocationRun.code == run_code)
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return None
    firms = row.frozen["partners"]
    return clock.day_of(row.created_at), {one["code"]: (one["outcome"], one["outcome_cases"]) for one in firms}


def all_facts() -> list[Facts]:
    """Every onboarding as the KPIs take it."""
    return facts()


def success_of(one: Facts, on: date) -> bool | None:
    """Whether an onboarding was active within its X; None while it is too young, or where it is left out."""
    case = one.case(on)
    if one.excluded_reason is not None or case.net_clock(on) < one.x_days:
        return None
    days = case.days_to_activation(on)
    return days is not None and days <= one.x_days


def past_cases(found: list[Facts], on: date) -> list[Past]:
    """Those that are over, with the day on which that became known."""
    cases = []
    for one in found:
        success = success_of(one, on)
        if success is not None:
            ended = Ended(one.partner_code, one.product, one.effort, one.industry, success)
            cases.append(Past(one.start_on, one.reaches(one.x_days), ended))
    return cases


def overridden() -> Select[AllocationOverride, str, str, str, str, str, bool | None]:
    """What managers decided against a plan, the newest first, with what came of the firm that they chose."""
    chosen, proposed = aliased(Partner), aliased(Partner)
    begun = and_(
        Onboarding.customer_id == AllocationOverride.customer_id,
        Onboarding.partner_id == AllocationOverride.chosen_id,
    )
    return (
        select(
            AllocationOverride,
            Customer.name.label("customer"),
            Customer.public_code,
            proposed.name.label("proposed"),
            chosen.name.label("chosen"),
            Onboarding.code.label("onboarding"),
            Prediction.success,
        )
        .join(Customer, Customer.id == AllocationOverride.customer_id)
        .outerjoin(chosen, chosen.id == AllocationOverride.chosen_id)
        .outerjoin(proposed, proposed.id == AllocationOverride.proposed_id)
        .outerjoin(Onboarding, begun)
        .outerjoin(Prediction, Prediction.onboarding_id == Onboarding.id)
        .order_by(AllocationOverride.id.desc(), Onboarding.id.desc())
    )


def overrides_judged() -> list[tuple[float | None, float | None, bool]]:
    """Of every override that can be judged, the results predicted for both firms, and what came."""
    statement = (
        select(AllocationOverride.proposed_outcome, AllocationOverride.chosen_outcome, Prediction.success)
        .join(Onboarding, Onboarding.customer_id == AllocationOverride.customer_id)
        .join(Prediction, Prediction.onboarding_id == Onboarding.id)
        .where(Onboarding.partner_id == AllocationOverride.chosen_id, Prediction.success.is_not(None))
    )
    return [(row[0], row[1], bool(row[2])) for row in db.session.execute(statement)]


def overrides_made() -> int:
    """How often managers decided against a plan."""
    return db.session.scalar(select(func.count()).select_from(AllocationOverride)) or 0
