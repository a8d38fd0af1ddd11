"""Reading offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Offer
from partners.models import Partner
from portal.database import db


def declined_by_customer() -> Mapping[int, frozenset[str]]:
    """By customer, the codes of the firms that declined it or let its offer lapse."""
    refused = (OfferState.DECLINED, OfferState.LAPSED)
    pairs = select(Offer.customer_id, Partner.code).join(Partner, Partner.id == Offer.partner_id)
    found: dict[int, set[str]] = defaultdict(set)
    for customer_id, code in db.session.execute(pairs.where(Offer.state.in_(refused))):
        found[customer_id].add(code)
    return {customer_id: frozenset(codes) for customer_id, codes in found.items()}


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


def latest_offers(customer_ids: Iterable[int]) -> dict[int, Offer]:
    """The newest offer of each of these customers; those who never had one are left out."""
    wanted = select(Offer).where(Offer.customer_id.in_(list(customer_ids))).order_by(Offer.id)
    return {offer.customer_id: offer for offer in db.session.scalars(wanted.options(joinedload(Offer.partner)))}


def offers_of(customer_id: int) -> list[Offer]:
    """Every offer that was made of a customer, the newest first."""
    statement = select(Offer).where(Offer.customer_id == customer_id).order_by(Offer.id.desc())
    return list(db.session.scalars(statement.options(joinedload(Offer.partner))))
