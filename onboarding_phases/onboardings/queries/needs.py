"""What waits for a person on the start page, and the onboardings of their day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from onboarding_phases.onboardings.enums import OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase, Staffing
from onboarding_phases.onboardings.queries.lists import by_risk
from onboarding_phases.onboardings.queries.numbers import bounds_in_force
from onboarding_phases.onboardings.queries.rows import OnboardingRow, rows_of
from partners.models import Consultant
from portal import clock
from portal.access import select_visible
from portal.database import db

MOST = 24
MY_DAY = "onboardings.my_day"
STAFFED = "onboardings.staffed"


def for_the_vendor() -> list[OnboardingRow]:
    """Running onboardings with a submission to review or at high risk, the riskiest first."""
    today = clock.today()
    waiting = select(Phase.onboarding_id).where(Phase.state == PhaseState.SUBMITTED)
    wanted = or_(Onboarding.high_from <= today, Onboarding.id.in_(waiting))
    return _rows(select_visible(Onboarding).where(_running(), wanted).order_by(*by_risk(today), Onboarding.id))


def of_my_day() -> list[OnboardingRow]:
    """The reader's running onboardings, what is due first at the top; read once a page."""
    known: dict[str, list[OnboardingRow]] = db.session.info
    if MY_DAY not in known:
        order = by_risk(clock.today())
        known[MY_DAY] = _rows(select_visible(Onboarding).where(_running()).order_by(*order, Onboarding.id))
    return known[MY_DAY]


@dataclass(frozen=True)
class Staffed:
    """A running onboarding and the names of those whom the firm put on it."""

    code: str
    customer_name: str
    start_on: date
    names: list[str]


def staffed() -> dict[int, Staffed]:
    """Who works on the reader's running onboardings, by their ids, the earliest start first; read once a page."""
    known: dict[str, dict[int, Staffed]] = db.session.info
    if STAFFED not in known:
        rows = db.session.execute(_staffed_rows()).all()
        known[STAFFED] = {
            key: Staffed(code, customer, start_on, []) for key, code, customer, start_on, _name in rows
        }
        for key, *_row, name in rows:
            if name is not None:
                known[STAFFED][key].names.append(name)
    return known[STAFFED]


def _staffed_rows() -> Select[int, str, str, date, str]:
    working = and_(Staffing.onboarding_id == Onboarding.id, Staffing.until_on.is_(None))
    return (
        select_visible(Onboarding)
        .where(_running())
        .outerjoin(Staffing, working)
        .outerjoin(Consultant, Consultant.id == Staffing.consultant_id)
        .order_by(Onboarding.start_on, Onboarding.id, Consultant.name)
        .with_only_columns(
            Onboarding.id, Onboarding.code, Onboarding.customer_name, Onboarding.start_on, Consultant.name
        )
    )


def without_people() -> list[Staffed]:
    """Running onboardings for which the firm has named nobody."""
    return [one for one in staffed().values() if not one.names][:MOST]


def consultant_names(onboarding_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of those whom the firm put on these running onboardings, by the onboarding's id."""
    return {key: staffed()[key].names for key in onboarding_ids if key in staffed()}


def _running() -> ColumnElement[bool]:
    return Onboarding.state == OnboardingState.RUNNING


def _rows(statement: Select[Onboarding]) -> list[OnboardingRow]:
    # A start page counts its statements: the few rows of one bring phases and holds with them.
    shown = statement.options(
        joinedload(Onboarding.partner), joinedload(Onboarding.holds), joinedload(Onboarding.phases)
    )
    found = db.session.scalars(shown.limit(MOST)).unique()
    return rows_of(found, clock.today(), bounds_in_force())
