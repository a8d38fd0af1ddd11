"""Reading offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from onboarding_phases.offers.defaults import OFFERS
from onboarding_phases.offers.enums import TAKEN, TURNED_DOWN, OfferState
from onboarding_phases.offers.models import Counter, Offer
from onboarding_phases.offers.rules import fee_of, offered_phases
from onboarding_phases.offers.values import Fee, KeptSlots, OfferedPhase
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CALENDAR
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.playbooks.queries import playbook_for
from partners.closings.queries import calendar_of
from partners.models import Partner
from partners.queries import tier_of
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.needs import need_columns
from portal.people import Principal

MOST_NEEDS = 50
OFFERS_SHOWN = "offers.shown"


def declined_by_customer(customer_ids: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """By customer, the codes of the firms that declined it or let its offer lapse."""
    pairs = select(Offer.customer_id, Partner.code).join(Partner, Partner.id == Offer.partner_id)
    mine = pairs.where(Offer.state.in_(TURNED_DOWN), Offer.customer_id.in_(list(customer_ids)))
    found: dict[int, set[str]] = defaultdict(set)
    for customer_id, code in db.session.execute(mine):
        found[customer_id].add(code)
    return {customer_id: frozenset(codes) for customer_id, codes in found.items()}


def begun_customers() -> Select[int]:
    """The customers whose onboarding has begun, or ended; those whose firm gave them back late wait again."""
    returned = select(Offer.id).where(Offer.state == OfferState.RETURNED_LATE)
    return select(Onboarding.customer_id).where(func.coalesce(Onboarding.offer_id, 0).not_in(returned))


def kept_by_month(partner_id: int, months: Sequence[date]) -> dict[date, KeptSlots]:
    """What a firm took on in each month: slots accepted, those of onboardings that have begun, given back late."""
    taken = Offer.state.in_(TAKEN)
    statement = (
        select(
            Offer.month,
            func.coalesce(func.sum(Offer.slots).filter(taken), 0),
            func.coalesce(func.sum(Offer.slots).filter(taken, Offer.start_on <= clock.today()), 0),
            func.count(Offer.id).filter(Offer.state == OfferState.RETURNED_LATE),
        )
        .where(Offer.partner_id == partner_id, Offer.month.in_(months))
        .group_by(Offer.month)
    )
    found = {month: KeptSlots(int(a), int(u), late) for month, a, u, late in db.session.execute(statement)}
    return {month: found.get(month, KeptSlots(0, 0, 0)) for month in months}


def open_offers(most: int) -> tuple[list[Offer], int]:
    """The first open offers, the next answer due first, and how many there are."""
    found = db.session.execute(listed_offers("open").add_columns(func.count(Offer.id).over()).limit(most)).all()
    return [offer for offer, _total in found], found[0][1] if found else 0


def listed_offers(state: str) -> Select[Offer]:
    """Offers in a state, or all of them; the next answer due first, then the latest."""
    statement = select(Offer).options(joinedload(Offer.partner))
    if state == "open":
        return statement.where(Offer.state == OfferState.OPEN).order_by(Offer.reply_by, Offer.id)
    narrowed = statement if state == "all" else statement.where(Offer.state == OfferState(state))
    return narrowed.order_by(Offer.id.desc())


def counted_offers() -> dict[str, int]:
    """How many offers there are in each state."""
    rows = db.session.execute(select(Offer.state, func.count()).group_by(Offer.state)).all()
    return {str(state): count for state, count in rows}


def readable_facts(offers: Iterable[Offer], reader: Principal) -> dict[int, dict[str, Any] | None]:
    """What a reader may still read of each offer's customer; None where only date and reason remain.

    A firm reads that of an onboarding that is over no longer than the onboarding itself.
    """
    told = {offer.id: (offer, offer.brief.facts if offer.brief else None) for offer in offers}
    over = [] if reader.is_vendor else [key for key, (one, _f) in told.items() if one.state == OfferState.ENDED]
    if not over:
        return {key: facts for key, (_offer, facts) in told.items()}
    mine = select(Onboarding.offer_id).where(Onboarding.offer_id.in_(over), Onboarding.visible_to(reader))
    closed = set(over) - set(db.session.scalars(mine))
    return {key: None if key in closed else facts for key, (_offer, facts) in told.items()}


def latest_offers(customer_ids: Iterable[int]) -> dict[int, Offer]:
    """The newest offer of each of these customers; those who never had one are left out."""
    wanted = select(Offer).where(Offer.customer_id.in_(list(customer_ids))).order_by(Offer.id)
    return {offer.customer_id: offer for offer in db.session.scalars(wanted.options(joinedload(Offer.partner)))}


def offers_of(customer_id: int) -> list[Offer]:
    """Every offer that was made of a customer, the newest first."""
    statement = select(Offer).where(Offer.customer_id == customer_id).order_by(Offer.id.desc())
    return list(db.session.scalars(statement.options(joinedload(Offer.partner))))


def offers_shown(customer_id: int) -> list[Offer]:
    """The same for the panels of a page, which all ask: read once."""
    known: dict[int, list[Offer]] = db.session.info.setdefault(OFFERS_SHOWN, {})
    if customer_id not in known:
        known[customer_id] = offers_of(customer_id)
    return known[customer_id]


def fee_today(partner_id: int, slots: int) -> Fee:
    """What a firm would be paid for an offer that is sent today."""
    return fee_of(slots, tier=tier_of(partner_id, clock.today()), numbers=numbers(OFFERS.key))


def reply_by_from_now(partner_id: int) -> datetime:
    """Business days of the firm from today: its closing days are left out too."""
    in_force = numbers(OFFERS.key)
    day = calendar_of(partner_id).add(clock.today(), int(in_force["reply_days"]))
    return datetime.combine(day, time(int(in_force["reply_hour"])), clock.zone())


def counter_answer_by() -> datetime:
    """Business days of the vendor from today, at the hour at which answers are due."""
    in_force = numbers(OFFERS.key)
    day = CALENDAR.add(clock.today(), int(in_force["counter_days"]))
    return datetime.combine(day, time(int(in_force["reply_hour"])), clock.zone())


def counters_to_answer() -> Select[Any]:
    """The counter-proposals that wait for the vendor, the first due first, for start pages."""
    columns = need_columns(code=Offer.code, name=Partner.name, at=Counter.answer_by)
    return (
        select(*columns)
        .select_from(Counter)
        .join(Offer, Offer.id == Counter.offer_id)
        .join(Partner, Partner.id == Counter.partner_id)
        .where(Counter.decided_at.is_(None))
        .order_by(Counter.answer_by, Counter.id)
        .limit(MOST_NEEDS)
    )


def reminder_before(partner_id: int, reply_by: datetime) -> datetime | None:
    """Business days of the firm before an answer is due; None where nobody is reminded."""
    days = int(numbers(OFFERS.key)["remind_days"])
    if not days:
        return None
    due = reply_by.astimezone(clock.zone())
    return datetime.combine(calendar_of(partner_id).add(due.date(), -days), due.time(), clock.zone())


def scope_of(playbook: Playbook, effort: int) -> list[dict[str, Any]]:
    """The six outcomes of a playbook and the days by which they are due, as a brief keeps them."""
    return [
        {
            "position": phase.position,
            "name": dict(phase.name),
            "outcome": dict(phase.outcome),
            "due_day": phase.due_day_for(effort),
        }
        for phase in playbook.phases
    ]


def phases_of(offer: Offer) -> list[OfferedPhase]:
    """The phases as they were offered; none where the brief is empty.

    Briefs from before the terms were written down tell none: there the playbook of today is what counts.
    """
    facts = offer.brief.facts if offer.brief else None
    if facts is None:
        return []
    told = facts.get("phases")
    if told is None:
        told = scope_of(playbook_for(facts["product"]), facts["effort"])
    return offered_phases(told, offer.start_on)
