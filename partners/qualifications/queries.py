"""Reading qualifications."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select

from partners.models import Consultant, Qualification
from portal.database import db


def counts_on(day: date) -> ColumnElement[bool]:
    """Whether a qualification counts on a day, as `Qualification.is_valid` says it."""
    not_revoked = or_(Qualification.revoked_on.is_(None), Qualification.revoked_on > day)
    return (Qualification.valid_from <= day) & (Qualification.valid_until >= day) & not_revoked


def held_until(consultant_id: int, subject: str, *, on: date) -> date | None:
    """The last day on which somebody holds a subject without a gap from a day on; None if they do not hold it."""
    return db.session.scalar(
        select(func.max(Qualification.valid_until)).where(
            Qualification.consultant_id == consultant_id, Qualification.subject == subject, counts_on(on)
        )
    )


def last_days(consultant_ids: Collection[int]) -> dict[tuple[int, str], date]:
    """The last day of each subject that each of these people ever held, lapsed ones too, by person and subject."""
    statement = (
        select(Qualification.consultant_id, Qualification.subject, func.max(Qualification.valid_until))
        .where(Qualification.consultant_id.in_(consultant_ids), Qualification.revoked_on.is_(None))
        .group_by(Qualification.consultant_id, Qualification.subject)
    )
    return {(person, subject): day for person, subject, day in db.session.execute(statement)}


def holders_by_firm(subject: str, *, on: date) -> dict[int, int]:
    """How many present consultants of each firm hold a subject on a day; firms without one are left out."""
    statement = _present_holders().where(Qualification.subject == subject, counts_on(on))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _present_holders() -> Select[int, int]:
    return (
        select(Qualification.partner_id, func.count(Qualification.consultant_id.distinct()))
        .join(Consultant, Consultant.id == Qualification.consultant_id)
        .where(Consultant.left_at.is_(None))
        .group_by(Qualification.partner_id)
    )
