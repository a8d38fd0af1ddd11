"""Reading escalations, their threads and the routing table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union_all
from sqlalchemy.orm import contains_eager

from onboarding_phases.escalations.defaults import NUMBERS
from onboarding_phases.escalations.enums import EscalationKind, EscalationState, Severity
from onboarding_phases.escalations.hours import BusinessHours
from onboarding_phases.escalations.models import (
    Escalation,
    EscalationMessage,
    EscalationNote,
    EscalationRoute,
    EscalationTurn,
)
from onboarding_phases.escalations.rules import SHIPPED_ROUTES
from onboarding_phases.escalations.values import Filters, Line, Route, ThreadEntry, Told
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CALENDAR
from portal import clock
from portal.access import person, select_visible
from portal.database import db
from portal.defaults.queries import numbers
from portal.levels import Level
from portal.needs import need_columns
from portal.people import PARTNER_ROLES, Principal, Role

MOST_NEEDS = 20
MOST_ON_PANEL = 5
MOST_ENTRIES = 200
MOST_VERSIONS = 50
TABS = ("open", "mine", "overdue", "resolved", "all")
ORDERS = ("due", "severity", "raised", "customer")


def business_hours() -> BusinessHours:
    """The business hours in force."""
    found = numbers(NUMBERS)
    return BusinessHours(int(found["opens"]), int(found["closes"]), clock.zone(), CALENDAR)


def hours_for(severity: Severity) -> float:
    """In how many business hours an answer is due."""
    return float(numbers(NUMBERS)[f"hours_{severity.value}"])


def due_at(severity: Severity, since: datetime) -> datetime:
    """When an answer to an escalation of this severity is due."""
    return business_hours().due_at(since, hours_for(severity))


def routes() -> dict[EscalationKind, Route]:
    """The routing table as it stands: the latest version of each line, or what the product ships with."""
    newest = select(func.max(EscalationRoute.id)).group_by(EscalationRoute.kind)
    found = db.session.scalars(select(EscalationRoute).where(EscalationRoute.id.in_(newest)))
    table = {kind: Route(kind, role) for kind, role in SHIPPED_ROUTES.items()}
    return {**table, **{row.kind: Route(row.kind, row.role, row.set_at, row.set_by, row.reason) for row in found}}


def route_versions() -> list[EscalationRoute]:
    """What was changed in the routing table, the latest first."""
    return list(db.session.scalars(select(EscalationRoute).order_by(EscalationRoute.id.desc()).limit(MOST_VERSIONS)))


def is_owners(reader: Principal) -> ColumnElement[bool]:
    """Those that a person owns, by name or by role; a firm's people own those that were handed back to it."""
    if reader.role in PARTNER_ROLES:
        return Escalation.owner_role == Role.PARTNER_MANAGER
    by_role = and_(Escalation.owner_id.is_(None), Escalation.owner_role == reader.role)
    return or_(Escalation.owner_id == reader.id, by_role)


def waits_for(reader: Principal) -> ColumnElement[bool]:
    """Those that wait for a person: for their answer, or for what they have to add."""
    waiting = (EscalationState.OPEN, EscalationState.HANDED_BACK)
    return and_(Escalation.state.in_(waiting), is_owners(reader))


def tab_conditions() -> dict[str, ColumnElement[bool]]:
    """The saved views, in their order."""
    unresolved = Escalation.state != EscalationState.RESOLVED
    return {
        "open": unresolved,
        "mine": waits_for(person()),
        "overdue": and_(unresolved, Escalation.due_at < clock.now()),
        "resolved": Escalation.state == EscalationState.RESOLVED,
        "all": Escalation.id.is_not(None),
    }


def tab_counts(filters: Filters) -> dict[str, int]:
    """How many escalations each saved view has, with the other filters in force."""
    chosen = _narrowed(_joined(), filters).with_only_columns(func.count(Escalation.id))
    counts = [chosen.where(condition).scalar_subquery() for condition in tab_conditions().values()]
    return dict(zip(tab_conditions(), db.session.execute(select(*counts)).one(), strict=True))


def listed(filters: Filters) -> Select[Escalation]:
    """The escalations of a saved view with its filters, in the order asked for, each with its onboarding."""
    statement = _narrowed(_joined(), filters).where(tab_conditions()[filters.tab])
    order = _order()[filters.sort]
    chosen = [column.desc() for column in order] if filters.descending else order
    return statement.options(contains_eager(Escalation.onboarding)).order_by(*chosen, Escalation.id)


def _joined() -> Select[Escalation]:
    return select_visible(Escalation).join(Onboarding, Onboarding.id == Escalation.onboarding_id)


def _narrowed(statement: Select[Escalation], filters: Filters) -> Select[Escalation]:
    if filters.text:
        named = Onboarding.customer_name.icontains(filters.text, autoescape=True)
        about = Escalation.subject.icontains(filters.text, autoescape=True)
        statement = statement.where(or_(named, about, Escalation.code == filters.text.upper()))
    if filters.severity:
        statement = statement.where(Escalation.severity == filters.severity)
    if filters.kind:
        statement = statement.where(Escalation.kind == filters.kind)
    if filters.owner_role:
        statement = statement.where(Escalation.owner_role == filters.owner_role)
    return statement


def _order() -> Mapping[str, Sequence[Any]]:
    """What has no clock running comes after what has."""
    weight = case({severity.value: place for place, severity in enumerate(Severity)}, value=Escalation.severity)
    by_clock = (Escalation.due_at.is_(None), Escalation.due_at, Escalation.raised_at)
    return {
        "due": by_clock,
        "severity": (weight, *by_clock),
        "raised": (Escalation.raised_at,),
        "customer": (Onboarding.customer_name,),
    }


def line_of(row: Escalation) -> Line:
    return Line(
        code=row.code,
        subject=row.subject,
        kind=row.kind,
        severity=row.severity,
        state=row.state,
        owner_role=row.owner_role,
        owner_id=row.owner_id,
        due_at=row.due_at,
        raised_at=row.raised_at,
        level=row.level,
        is_taken_over=row.is_taken_over,
        onboarding_code=row.onboarding.code,
        customer_name=row.onboarding.customer_name,
    )


def waiting_for_reader() -> Select[Any]:
    """What waits for the signed-in person, the most pressing first; the number is 1 where it was handed back."""
    told = need_columns(
        code=Escalation.code,
        name=Onboarding.customer_name,
        text=Escalation.subject,
        at=Escalation.due_at,
        number=case((Escalation.state == EscalationState.HANDED_BACK, 1), else_=0),
    )
    pressing = _joined().where(waits_for(person())).order_by(*_order()["due"], Escalation.id)
    return pressing.limit(MOST_NEEDS).with_only_columns(*told)


def of_onboarding(onboarding_id: int) -> tuple[list[Line], int]:
    """The first unresolved escalations of an onboarding that the reader sees, and how many there are in all."""
    total = func.count().over()
    statement = (
        _joined()
        .where(Escalation.onboarding_id == onboarding_id, Escalation.state != EscalationState.RESOLVED)
        .options(contains_eager(Escalation.onboarding))
        .add_columns(total)
    )
    rows = db.session.execute(statement.order_by(*_order()["due"], Escalation.id).limit(MOST_ON_PANEL)).all()
    return [line_of(row) for row, _total in rows], rows[0][1] if rows else 0


def thread_of(escalation: Escalation) -> list[ThreadEntry]:
    """The whole thread as the reader may read it, in its order."""
    found: list[ThreadEntry] = []
    for model in _threads():
        statement = (
            select_visible(model)
            .where(model.escalation_id == escalation.id)
            .order_by(model.place.desc())
            .limit(MOST_ENTRIES)
        )
        found += [_entry(row) for row in db.session.scalars(statement)]
    return sorted(found, key=lambda entry: entry.place)[-MOST_ENTRIES:]


def _threads() -> tuple[type[EscalationMessage | EscalationNote], ...]:
    """Where the reader's entries lie: a firm has no notes of the vendor to look for."""
    return (EscalationMessage, EscalationNote) if person().is_vendor else (EscalationMessage,)


def _entry(row: EscalationMessage | EscalationNote) -> ThreadEntry:
    return ThreadEntry(
        row.place, row.kind, row.at, row.by, row.by_role, row.text, row.to_role, row.told_customer, row.level
    )


def last_told(onboarding_id: int) -> list[Told]:
    """What each role told the customer last, on any escalation of an onboarding, the latest first.

    Sales and support read each other's, whether or not they see the escalation that it was said on; a firm reads
    what both sides read.
    """
    # Two tables in one statement for the vendor; a firm has one of them.
    told = [_told(model, onboarding_id) for model in _threads()]
    rows = db.session.execute(union_all(*told) if len(told) > 1 else told[0])
    latest: dict[Role, Told] = {}
    for by, role, at, text in sorted(rows, key=lambda row: row[2]):
        latest[Role(role)] = Told(by, Role(role), at, text)
    return list(latest.values())[::-1]


def _told(model: type[EscalationMessage | EscalationNote], onboarding_id: int) -> Select[str, Role, datetime, str]:
    read = Escalation.onboarding_id == onboarding_id
    if person().is_vendor and issubclass(model, EscalationMessage):
        read = and_(read, EscalationMessage.level == Level.BOTH)
    newest = (
        select(func.max(model.id))
        .join(Escalation, Escalation.id == model.escalation_id)
        .where(read, model.told_customer)
        .group_by(model.by_role)
    )
    return select(model.by, model.by_role, model.at, model.text).where(model.id.in_(newest))


def one_escalation(code: str) -> Escalation | None:
    """An escalation that the reader may see, with its onboarding; None where there is none."""
    statement = _joined().where(Escalation.code == code).options(contains_eager(Escalation.onboarding))
    return db.session.scalars(statement).one_or_none()


def turns_of(escalation: Escalation) -> list[EscalationTurn]:
    """Who owned it when, in order."""
    statement = select(EscalationTurn).where(EscalationTurn.escalation_id == escalation.id)
    return list(db.session.scalars(statement.order_by(EscalationTurn.id).limit(MOST_ENTRIES)))


def taken_over_at_all(onboarding_id: int) -> Escalation | None:
    """The escalation by which the vendor holds the case of an onboarding now."""
    statement = select(Escalation).where(
        Escalation.onboarding_id == onboarding_id,
        Escalation.taken_over_at.is_not(None),
        Escalation.given_back_at.is_(None),
    )
    return db.session.scalars(statement.limit(1)).first()


def taken_over(onboarding_id: int) -> Escalation | None:
    """The same, where it counts as a rescue."""
    found = taken_over_at_all(onboarding_id)
    return found if found is not None and found.is_rescue else None
