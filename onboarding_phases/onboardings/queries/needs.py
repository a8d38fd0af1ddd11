"""What waits for a person on the start page, and the onboardings of their day."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, or_, select

from onboarding_phases.onboardings.enums import OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase, Staffing
from onboarding_phases.onboardings.queries.lists import by_risk, with_rows
from onboarding_phases.onboardings.queries.numbers import bounds_in_force
from onboarding_phases.onboardings.queries.rows import OnboardingRow, rows_of
from partners.models import Consultant
from portal import clock
from portal.access import select_visible
from portal.database import db

MOST = 24
MY_DAY = "onboardings.my_day"


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


def without_people() -> list[Onboarding]:
    """Running onboardings for which the firm has named nobody."""
    named = select(Staffing.onboarding_id).where(Staffing.until_on.is_(None))
    statement = select_visible(Onboarding).where(_running(), Onboarding.id.not_in(named))
    return list(db.session.scalars(statement.order_by(Onboarding.start_on).limit(MOST)))


def consultant_names(onboarding_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of those whom the firm put on these onboardings, by the onboarding's id."""
    working = (
        select(Staffing.onboarding_id, Consultant.name)
        .join(Consultant, Consultant.id == Staffing.consultant_id)
        .where(Staffing.onboarding_id.in_(set(onboarding_ids)), Staffing.until_on.is_(None))
        .order_by(Consultant.name)
    )
    found: dict[int, list[str]] = {}
    for onboarding_id, name in db.session.execute(working):
        found.setdefault(onboarding_id, []).append(name)
    return found


def _running() -> ColumnElement[bool]:
    return Onboarding.state == OnboardingState.RUNNING


def _rows(statement: Select[Onboarding]) -> list[OnboardingRow]:
    found = db.session.scalars(with_rows(statement).limit(MOST)).unique()
    return rows_of(found, clock.today(), bounds_in_force())
