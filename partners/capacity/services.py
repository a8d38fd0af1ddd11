"""Changing slots. The database decides who gets the last one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from partners.events import AcceptedReleased, CapacityStated, ReservationAccepted, ReservationReleased, SlotsReserved
from partners.models import Capacity, Partner
from partners.queries import capacities_of
from partners.rules import first_of_month, open_months
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.events import publish
from portal.i18n import current_locale
from portal.people import Principal
from portal.ui.formatting import format_month


def state_capacity(partner: Partner, *, slots: Mapping[date, int], actor: Principal) -> bool:
    """State how many slots a firm has, by month; tells whether anything was different.

    Raises:
        RuleViolation: a month is not open, or more is reserved and accepted than would be stated.
    """
    changed: dict[str, int] = {}
    for day, stated in sorted(slots.items()):
        month = first_of_month(day)
        if month not in open_months(clock.today()):
            raise RuleViolation(_("Slots can be stated for this month and the six after it."), field=_key(month))
        if _state_month(partner.id, month, stated):
            changed[_key(month)] = stated
    if changed:
        publish(CapacityStated(partner_id=partner.id, actor_id=actor.id, slots=changed))
    return bool(changed)


def _state_month(partner_id: int, month: date, stated: int) -> bool:
    if stated < 0:
        raise RuleViolation(_("Slots cannot be fewer than none."), field=_key(month))
    capacity = capacities_of(partner_id, month, months=1)[month]
    if capacity is None:
        db.session.add(Capacity(partner_id=partner_id, month=month, stated=stated))
        db.session.flush()
        return True
    if capacity.stated == stated:
        return False
    if not _change_slots(partner_id, month, {"stated": stated}):
        taken = capacity.reserved + capacity.accepted
        text = _("In %(month)s %(taken)s slots are promised already; at least so many must be stated.")
        raise RuleViolation(text % {"month": _told(month), "taken": taken}, field=_key(month))
    return True


def reserve_slots(partner_id: int, month: date, slots: int, *, actor: Principal) -> None:
    """Keep slots of a month for an offer. The database decides, so that two at once never overfill a firm.

    Raises:
        RuleViolation: so many are not free.
    """
    month = first_of_month(month)
    if not _change_slots(partner_id, month, {"reserved": Capacity.reserved + slots}):
        raise RuleViolation(_("There are no free slots left in %(month)s.", month=_told(month)))
    publish(SlotsReserved(partner_id=partner_id, actor_id=actor.id, month=month, slots=slots))


def release_reserved(partner_id: int, month: date, slots: int, *, actor: Principal) -> None:
    """Give back slots that were kept for an offer: it was declined, withdrawn or has lapsed.

    Raises:
        RuleViolation: fewer were reserved.
    """
    month = first_of_month(month)
    if not _change_slots(partner_id, month, {"reserved": Capacity.reserved - slots}):
        raise RuleViolation(_("So many slots are not reserved in %(month)s.", month=_told(month)))
    publish(ReservationReleased(partner_id=partner_id, actor_id=actor.id, month=month, slots=slots))


def accept_reserved(partner_id: int, month: date, slots: int, *, actor: Principal) -> None:
    """Turn slots that were kept for an offer into accepted ones.

    Raises:
        RuleViolation: fewer were reserved.
    """
    month = first_of_month(month)
    moved = {"reserved": Capacity.reserved - slots, "accepted": Capacity.accepted + slots}
    if not _change_slots(partner_id, month, moved):
        raise RuleViolation(_("So many slots are not reserved in %(month)s.", month=_told(month)))
    publish(ReservationAccepted(partner_id=partner_id, actor_id=actor.id, month=month, slots=slots))


def hold_slots(partner_ids: Iterable[int], month: date) -> None:
    """Keep the slots of firms in a month for this unit of work, so that nobody else promises of them meanwhile.

    Whoever promises slots of several firms holds all of them first, in the order of firms, and promises then in the
    order of customers: two who meet wait for each other, and never in a circle. SQLite has one writer anyway.
    """
    rows = select(Capacity.id).where(
        Capacity.partner_id.in_(set(partner_ids)), Capacity.month == first_of_month(month)
    )
    db.session.execute(rows.order_by(Capacity.partner_id).with_for_update()).all()


def release_accepted(partner_id: int, month: date, slots: int, *, actor: Principal) -> None:
    """Give back slots that were accepted: the firm will not use them, and says so before the start.

    Raises:
        RuleViolation: fewer were accepted.
    """
    month = first_of_month(month)
    if not _change_slots(partner_id, month, {"accepted": Capacity.accepted - slots}):
        raise RuleViolation(_("So many slots are not accepted in %(month)s.", month=_told(month)))
    publish(AcceptedReleased(partner_id=partner_id, actor_id=actor.id, month=month, slots=slots))


def _change_slots(partner_id: int, month: date, values: Mapping[str, Any]) -> bool:
    """Change a row of slots in one statement; False where there is none or a constraint of it refuses."""
    here = (Capacity.partner_id == partner_id, Capacity.month == month)
    statement = update(Capacity).where(*here).values(**values).returning(Capacity.id)
    try:
        with db.session.begin_nested():
            found = db.session.scalar(statement.execution_options(synchronize_session=False))
    except IntegrityError:
        return False
    # What the session holds of this row is out of date now.
    db.session.scalars(select(Capacity).where(*here).execution_options(populate_existing=True)).first()
    return found is not None


def _told(month: date) -> str:
    return format_month(month, current_locale())


def _key(month: date) -> str:
    return f"{month:%Y-%m}"
