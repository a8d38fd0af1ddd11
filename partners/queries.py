"""Reading partners, for this room and for those above."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from partners.enums import PartnerKind, PartnerStatus
from partners.geography import PREFECTURES
from partners.models import Capacity, Consultant, Partner, Qualification, StatusChange, Tier
from partners.rules import MONTHS_AHEAD, months_from
from portal import clock
from portal.database import db

TIERS = "tier_histories"
NEWEST_TIER = (Tier.effective_on.desc(), Tier.id.desc())
FIRM = "partners.firm"
SLOTS = "partners.slots"


def partner_by_code(code: str) -> Partner | None:
    """The firm with this code, if the session may see it."""
    return db.session.scalars(select(Partner).where(Partner.code == code)).one_or_none()


def firm_with_slots(partner_id: int) -> Partner | None:
    """A firm with its tiers and slots, for pages that ask much else; read once a page, in one."""
    known: dict[Any, Any] = db.session.info
    if (FIRM, partner_id) not in known:
        months = months_from(clock.today(), MONTHS_AHEAD + 1)
        slots = and_(Capacity.partner_id == Partner.id, Capacity.month.in_(months))
        statement = (
            select(Partner, Tier, Capacity)
            .outerjoin(Tier, Tier.partner_id == Partner.id)
            .outerjoin(Capacity, slots)
            .where(Partner.id == partner_id)
        )
        rows = db.session.execute(statement.order_by(*NEWEST_TIER)).all()
        known[FIRM, partner_id] = rows[0][0] if rows else None
        tiers = {tier.id: tier for _firm, tier, _slots in rows if tier is not None}
        known.setdefault(TIERS, {})[partner_id] = list(tiers.values())
        stated = {slots.month: slots for _firm, _tier, slots in rows if slots is not None}
        known[SLOTS, partner_id] = {month: stated.get(month) for month in months}
    found: Partner | None = known[FIRM, partner_id]
    return found


def slots_of(partner_id: int) -> Mapping[date, Capacity | None]:
    """The slots of a firm in this month and the next ones, None where it has stated nothing."""
    firm_with_slots(partner_id)
    slots: Mapping[date, Capacity | None] = db.session.info[SLOTS, partner_id]
    return slots


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
    return next((tier.level for tier in tier_history(partner_id) if tier.effective_on <= on), 1)


def tiers_in_force(on: date) -> dict[int, int]:
    """The tier of every firm that has one on a day, by the firm's id."""
    statement = (
        select(Tier.partner_id, Tier.level).where(Tier.effective_on <= on).order_by(Tier.effective_on, Tier.id)
    )
    return dict(db.session.execute(statement).all())


def tier_history(partner_id: int) -> Sequence[Tier]:
    """Every tier of a firm, the newest first; read once in a unit of work, for many parts of a page ask."""
    known: dict[int, Sequence[Tier]] = db.session.info.setdefault(TIERS, {})
    if partner_id not in known:
        newest = select(Tier).where(Tier.partner_id == partner_id)
        known[partner_id] = db.session.scalars(newest.order_by(*NEWEST_TIER)).all()
    return known[partner_id]


def forget_tiers() -> None:
    """Read tiers anew from here on: one was granted in this unit of work."""
    db.session.info.pop(TIERS, None)


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


@dataclass(frozen=True)
class Moment:
    """A step of a firm's life, or a tier that it was given."""

    on: date
    reason: str
    status: PartnerStatus | None = None
    level: int | None = None


def history_of(partner_id: int) -> list[Moment]:
    """A firm's steps and tiers in one row, the newest first; of one day, the step before the tier."""
    steps = [Moment(step.on, step.reason, status=step.status) for step in status_history(partner_id)]
    tiers = [Moment(tier.effective_on, tier.reason, level=tier.level) for tier in tier_history(partner_id)]
    return sorted([*tiers, *steps], key=lambda moment: moment.on, reverse=True)


@dataclass(frozen=True)
class PartnerFilter:
    """What a list of partners is narrowed to; an empty value leaves all in."""

    search: str = ""
    status: str = ""
    kind: str = ""
    product: str = ""
    prefecture: str = ""


def partner_filter(asked: Mapping[str, str]) -> PartnerFilter:
    """What an address narrows the list to; a word that is no filter leaves all in."""
    known: dict[str, Collection[str]] = {
        "status": set(PartnerStatus),
        "kind": set(PartnerKind),
        "prefecture": set(PREFECTURES),
    }
    chosen = {name: asked[name] for name, words in known.items() if asked.get(name) in words}
    return PartnerFilter(search=asked.get("q", "").strip()[:100], product=asked.get("product", "")[:60], **chosen)


PARTNER_ORDERS = ("code", "name", "tier", "status", "free")


def listed_partners(filters: PartnerFilter, *, order: str, descending: bool, today: date) -> Select[Partner]:
    """The firms of a list, by one of `PARTNER_ORDERS`; `free` is by the free slots of the next month."""
    statement = select(Partner)
    if filters.search:
        named = Partner.name.icontains(filters.search, autoescape=True)
        statement = statement.where(named | Partner.code.icontains(filters.search, autoescape=True))
    if filters.status:
        statement = statement.where(Partner.status == filters.status)
    if filters.kind:
        statement = statement.where(Partner.kind == filters.kind)
    if filters.product:
        statement = statement.where(_holds(Partner.products, filters.product))
    if filters.prefecture:
        statement = statement.where(_holds(Partner.prefectures, filters.prefecture))
    by = _order(order, today)
    return statement.order_by(by.desc() if descending else by.asc(), Partner.code)


def _holds(column: InstrumentedAttribute[list[str]], word: str) -> ColumnElement[bool]:
    # A list is kept as JSON text in which a word stands in quotes, the same way in both databases.
    return cast(column, String).contains(json.dumps(word), autoescape=True)


def _order(order: str, today: date) -> ColumnElement[Any]:
    if order == "tier":
        latest = (
            select(Tier.level)
            .where(Tier.partner_id == Partner.id, Tier.effective_on <= today)
            .order_by(Tier.effective_on.desc(), Tier.id.desc())
            .limit(1)
        )
        return func.coalesce(latest.scalar_subquery(), 1)
    if order == "free":
        free = select(Capacity.stated - Capacity.reserved - Capacity.accepted).where(
            Capacity.partner_id == Partner.id, Capacity.month == months_from(today, 2)[1]
        )
        return func.coalesce(free.scalar_subquery(), -1)
    columns: dict[str, ColumnElement[Any]] = {
        "code": Partner.code.expression,
        "name": Partner.name.expression,
        "status": Partner.status.expression,
    }
    return columns[order]


def capacities_in(partner_ids: Iterable[int], months: Sequence[date]) -> dict[tuple[int, date], Capacity]:
    """The slots of these firms in these months; where nothing was stated there is no entry."""
    statement = select(Capacity).where(Capacity.partner_id.in_(set(partner_ids)), Capacity.month.in_(months))
    return {(capacity.partner_id, capacity.month): capacity for capacity in db.session.scalars(statement)}


@dataclass(frozen=True)
class SlotTotals:
    """Slots of one month over all active firms; `silent` firms have stated none."""

    stated: int
    taken: int
    silent: int
    active: int

    @property
    def free(self) -> int:
        return self.stated - self.taken


def slot_totals(month: date) -> SlotTotals:
    """What the active firms together have stated for a month, and how much of it is reserved or accepted."""
    here = (Capacity.partner_id == Partner.id) & (Capacity.month == month)
    statement = (
        select(
            func.coalesce(func.sum(Capacity.stated), 0),
            func.coalesce(func.sum(Capacity.reserved + Capacity.accepted), 0),
            func.count(Capacity.id),
            func.count(Partner.id),
        )
        .select_from(Partner)
        .outerjoin(Capacity, here)
        .where(Partner.status == PartnerStatus.ACTIVE)
    )
    stated, taken, spoken, active = db.session.execute(statement).one()
    return SlotTotals(int(stated), int(taken), active - spoken, active)


def known_words(column: InstrumentedAttribute[list[str]]) -> list[str]:
    """Every word that stands in a list of any firm, in order: what a filter can be set to."""
    return sorted({word for words in db.session.scalars(select(column)) for word in words})


def qualifications_held(partner_id: int, on: date) -> dict[int, list[Qualification]]:
    """What the people of a firm hold on a day, by the consultant's id, the first to end first."""
    statement = (
        select(Qualification)
        .where(
            Qualification.partner_id == partner_id,
            Qualification.valid_from <= on,
            Qualification.valid_until >= on,
            or_(Qualification.revoked_on.is_(None), Qualification.revoked_on > on),
        )
        .order_by(Qualification.valid_until, Qualification.id)
    )
    held: dict[int, list[Qualification]] = {}
    for qualification in db.session.scalars(statement):
        held.setdefault(qualification.consultant_id, []).append(qualification)
    return held
