"""What waits for a person on the start page, and the onboardings of their day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union_all
from sqlalchemy.orm import joinedload

from onboarding_phases.onboardings.enums import OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase, Staffing
from onboarding_phases.onboardings.queries.lists import FIRM, Order, by_risk, phases_by
from onboarding_phases.onboardings.queries.numbers import bounds_in_force
from onboarding_phases.onboardings.queries.rows import OnboardingRow, rows_of
from partners.models import Consultant
from portal import clock
from portal.access import select_visible
from portal.database import db

MOST = 24
MY_DAY = "onboardings.my_day"
STAFFED = "onboardings.staffed"
FOR_THE_VENDOR = "onboardings.for_the_vendor"
RISKY, TO_REVIEW = "risky", "to_review"
WITH_ITS_PARTS = (FIRM, joinedload(Onboarding.holds), phases_by(joinedload))
"""A start page counts its statements: the few rows of one bring phases and holds with them."""


@dataclass(frozen=True)
class Waiting:
    """The first rows of what waits, and how many there are of it."""

    rows: list[OnboardingRow]
    total: int

    @property
    def unread(self) -> int:
        return self.total - len(self.rows)


def at_high_risk() -> Waiting:
    """Running onboardings at high risk, the riskiest first."""
    return _for_the_vendor()[RISKY]


def waiting_for_review() -> Waiting:
    """Running onboardings with a submission for the vendor to look at, the longest wait first."""
    return _for_the_vendor()[TO_REVIEW]


def _for_the_vendor() -> dict[str, Waiting]:
    """Both, by one statement; read once a page."""
    known: dict[str, dict[str, Waiting]] = db.session.info
    if FOR_THE_VENDOR not in known:
        today = clock.today()
        oldest = (
            select(Phase.onboarding_id, func.min(Phase.submitted_on).label("since"))
            .where(Phase.state == PhaseState.SUBMITTED)
            .group_by(Phase.onboarding_id)
            .subquery()
        )
        running = select_visible(Onboarding).where(_running())
        risky = running.where(Onboarding.high_from <= today)
        submitted = running.join(oldest, oldest.c.onboarding_id == Onboarding.id)
        known[FOR_THE_VENDOR] = _read(
            _first(RISKY, risky, by_risk(today)), _first(TO_REVIEW, submitted, [oldest.c.since])
        )
    return known[FOR_THE_VENDOR]


def _first(name: str, rows: Select[Onboarding], order: Order) -> Select[Any]:
    """The ids of a list's first rows with their places, and how many rows it has."""
    total = rows.with_only_columns(func.count(Onboarding.id)).scalar_subquery()
    place = func.row_number().over(order_by=[*order, Onboarding.id])
    ranked = rows.with_only_columns(Onboarding.id.label("onboarding_id"), place.label("place")).subquery()
    told = (literal(name).label("list"), total.label("total"), *ranked.c)
    return select(*told).where(ranked.c.place <= MOST)


def _read(*lists: Select[Any]) -> dict[str, Waiting]:
    first = union_all(*lists).subquery()
    statement = (
        select(Onboarding, first.c.list, first.c.total)
        .join(first, first.c.onboarding_id == Onboarding.id)
        .order_by(first.c.list, first.c.place)
        .options(*WITH_ITS_PARTS)
    )
    found = db.session.execute(statement).unique().all()
    return {name: _waiting(found, name) for name in (RISKY, TO_REVIEW)}


def _waiting(found: Sequence[Any], name: str) -> Waiting:
    own = [row for row in found if row[1] == name]
    rows = rows_of((row[0] for row in own), clock.today(), bounds_in_force())
    return Waiting(rows, own[0][2] if own else 0)


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
    found = db.session.scalars(statement.options(*WITH_ITS_PARTS).limit(MOST)).unique()
    return rows_of(found, clock.today(), bounds_in_force())
