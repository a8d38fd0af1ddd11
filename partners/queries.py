"""Reading partners, for this room and for those above."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, or_, select

from partners.models import Capacity, Consultant, Partner, Qualification, StatusChange, Tier
from partners.rules import first_of_month, months_from
from portal.database import db


def partner_by_code(code: str) -> Partner | None:
    """The firm with this code, if the session may see it."""
    return db.session.scalars(select(Partner).where(Partner.code == code)).one_or_none()


def partners_by_code(codes: Iterable[str]) -> dict[str, Partner]:
    """The firms with these codes; a code that is unknown is left out."""
    found = db.session.scalars(select(Partner).where(Partner.code.in_(set(codes))))
    return {partner.code: partner for partner in found}


def partner_names(partner_ids: Iterable[int]) -> dict[int, str]:
    """The names of firms, by their ids."""
    statement = select(Partner.id, Partner.name).where(Partner.id.in_(set(partner_ids)))
    return dict(db.session.execute(statement).all())


def tier_of(partner_id: int, on: date) -> int:
    """The tier of a firm that is in force on a day; 1 where none was granted yet."""
    statement = (
        select(Tier.level)
        .where(Tier.partner_id == partner_id, Tier.effective_on <= on)
        .order_by(Tier.effective_on.desc(), Tier.id.desc())
        .limit(1)
    )
    return db.session.scalar(statement) or 1


def tiers_in_force(on: date) -> dict[int, int]:
    """The tier of every firm that has one on a day, by the firm's id."""
    statement = (
        select(Tier.partner_id, Tier.level).where(Tier.effective_on <= on).order_by(Tier.effective_on, Tier.id)
    )
    return dict(db.session.execute(statement).all())


def tier_history(partner_id: int) -> list[Tier]:
    """Every tier of a firm, the newest first."""
    statement = select(Tier).where(Tier.partner_id == partner_id).order_by(Tier.effective_on.desc(), Tier.id.desc())
    return list(db.session.scalars(statement))


def free_slots(month: date) -> dict[int, int]:
    """Slots of a month neither reserved nor accepted, by the firm's id; firms that stated none are left out."""
    statement = select(Capacity).where(Capacity.month == first_of_month(month))
    return {capacity.partner_id: capacity.free for capacity in db.session.scalars(statement)}


def capacities_of(partner_id: int, from_month: date, months: int = 6) -> dict[date, Capacity | None]:
    """The slots of a firm in each of so many months, None where it has stated nothing."""
    wanted = months_from(from_month, months)
    statement = select(Capacity).where(Capacity.partner_id == partner_id, Capacity.month.in_(wanted))
    stated = {capacity.month: capacity for capacity in db.session.scalars(statement)}
    return {month: stated.get(month) for month in wanted}


def valid_qualifications(subject: str, on: date) -> dict[int, int]:
    """How many consultants of each firm hold a subject on a day, by the firm's id; those that left do not count."""
    statement = (
        select(Qualification.partner_id, func.count(Qualification.consultant_id.distinct()))
        .join(Consultant, Consultant.id == Qualification.consultant_id)
        .where(
            Qualification.subject == subject,
            Qualification.valid_from <= on,
            Qualification.valid_until >= on,
            or_(Qualification.revoked_on.is_(None), Qualification.revoked_on > on),
            Consultant.left_at.is_(None),
        )
        .group_by(Qualification.partner_id)
    )
    return dict(db.session.execute(statement).all())


def consultants_of(partner_id: int) -> list[Consultant]:
    """The people of a firm who work on onboardings now, by name."""
    statement = (
        select(Consultant)
        .where(Consultant.partner_id == partner_id, Consultant.left_at.is_(None))
        .order_by(Consultant.name, Consultant.id)
    )
    return list(db.session.scalars(statement))


def consultant_of_user(user_id: int) -> Consultant | None:
    """The consultant behind an account."""
    return db.session.scalars(select(Consultant).where(Consultant.user_id == user_id)).one_or_none()


def status_history(partner_id: int) -> list[StatusChange]:
    """Every step of a firm's life, the newest first."""
    statement = (
        select(StatusChange)
        .where(StatusChange.partner_id == partner_id)
        .order_by(StatusChange.on.desc(), StatusChange.id.desc())
    )
    return list(db.session.scalars(statement))
