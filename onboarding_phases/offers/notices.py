"""Whom an offer concerns, and the offers that wait for a firm's answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.events import OfferAccepted, OfferDeclined, OfferLapsed, OfferSent, OfferWithdrawn
from onboarding_phases.offers.models import Offer
from partners.queries import partner_names
from portal import clock
from portal.database import db
from portal.feature import Need
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role

COST_OF_A_SILENT_OFFER = 60.0


def tell_firm(event: OfferSent | OfferWithdrawn | OfferLapsed) -> None:
    """Put a notice about an offer into the inbox of the firm's managers."""
    audience = Audience(partner_id=event.partner_id, roles=(Role.PARTNER_MANAGER,))
    notify(audience, f"offers.{type(event).__name__}", href=f"/offers/{event.offer}", slots=event.slots)


def tell_managers(event: OfferAccepted | OfferDeclined | OfferLapsed) -> None:
    """Put a notice about an answer into the inbox of the vendor's managers."""
    notify(
        Audience(roles=(Role.CS_MANAGER,)),
        f"offers.{type(event).__name__}.vendor",
        href=f"/offers/{event.offer}",
        partner=_name(event.partner_id),
    )


def _name(partner_id: int) -> str:
    return partner_names([partner_id]).get(partner_id, "")


def _sent(values: Mapping[str, Any]) -> str:
    text: str = ngettext(
        "You have a new offer of %(num)s slot.", "You have a new offer of %(num)s slots.", values["slots"]
    )
    return text


def _plain(text: str) -> str:
    return text


NOTICES = [
    NoticeKind("offers.OfferSent", _sent),
    NoticeKind("offers.OfferWithdrawn", lambda _values: _plain(_("An offer to you was withdrawn."))),
    NoticeKind("offers.OfferLapsed", lambda _values: _plain(_("An offer to you lapsed without an answer."))),
    NoticeKind(
        "offers.OfferAccepted.vendor",
        lambda values: _plain(_("%(partner)s accepted an offer.", partner=values["partner"])),
    ),
    NoticeKind(
        "offers.OfferDeclined.vendor",
        lambda values: _plain(_("%(partner)s declined an offer.", partner=values["partner"])),
    ),
    NoticeKind(
        "offers.OfferLapsed.vendor",
        lambda values: _plain(_("An offer to %(partner)s lapsed without an answer.", partner=values["partner"])),
    ),
]


def offers_to_answer() -> list[Need]:
    """The open offers of the reader's firm."""
    open_offers = select(Offer).where(Offer.state == OfferState.OPEN).order_by(Offer.reply_by).limit(50)
    return [
        Need(
            text=_("Answer the offer of %(name)s", name=offer.brief.facts["customer_name"]),
            href=url_for("offers.show_offer", offer=offer.code),
            due_on=clock.day_of(offer.reply_by),
            cost=COST_OF_A_SILENT_OFFER,
        )
        for offer in db.session.scalars(open_offers)
        if offer.brief is not None and offer.brief.facts is not None
    ]
