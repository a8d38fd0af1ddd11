"""Whom an offer concerns, and the offers that wait for a firm's answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.events import (
    AssignmentReturned,
    CounterAgreed,
    CounterDeclined,
    CounterUnanswered,
    OfferAccepted,
    OfferCountered,
    OfferDeclined,
    OfferLapsed,
    OfferReminded,
    OfferSent,
    OfferWithdrawn,
)
from onboarding_phases.offers.models import Offer
from partners.contacts.queries import contacts_of
from partners.queries import partner_names
from portal import clock
from portal.database import db
from portal.feature import Need
from portal.i18n import current_locale
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.mail.services import link_to, post_letter
from portal.people import Role
from portal.ui.formatting import format_instant

REMINDED = "offers.reminded"
COST_OF_A_SILENT_OFFER = 60.0


def tell_firm(event: OfferSent | OfferWithdrawn | OfferLapsed | CounterAgreed | CounterDeclined) -> None:
    """Put a notice about an offer into the inbox of the firm's managers."""
    audience = Audience(partner_id=event.partner_id, roles=(Role.PARTNER_MANAGER,))
    notify(audience, f"offers.{type(event).__name__}", href=f"/offers/{event.offer}", slots=event.slots)


def tell_managers(
    event: OfferAccepted | OfferDeclined | OfferLapsed | OfferCountered | CounterUnanswered | AssignmentReturned,
) -> None:
    """Put a notice about an answer into the inbox of the vendor's managers."""
    notify(
        Audience(roles=(Role.CS_MANAGER,)),
        f"offers.{type(event).__name__}.vendor",
        href=f"/offers/{event.offer}",
        partner=_name(event.partner_id),
    )


def remind_firm(event: OfferReminded) -> None:
    """Remind the firm's managers in their inbox and by mail: silence would cost them the customer."""
    audience = Audience(partner_id=event.partner_id, roles=(Role.PARTNER_MANAGER,))
    until = event.reply_by.isoformat()
    notify(audience, REMINDED, href=f"/offers/{event.offer}", slots=event.slots, reply_by=until)
    for contact in contacts_of(event.partner_id):
        locale = contact.locale or str(current_app.config["DEFAULT_LOCALE"])
        with force_locale(locale):
            parts = [
                _("Dear %(name)s,", name=contact.name),
                _reminded({"slots": event.slots, "reply_by": until}),
                _("Accept or decline it here. Without an answer it lapses, and your slots are free again:")
                + "\n"
                + link_to("offers.show_offer", offer=event.offer),
                "Bansou",
            ]
            post_letter(contact.email, _("An offer waits for your answer"), "\n\n".join(parts) + "\n", locale)


def _name(partner_id: int) -> str:
    return partner_names([partner_id]).get(partner_id, "")


def _sent(values: Mapping[str, Any]) -> str:
    text: str = ngettext(
        "You have a new offer of %(num)s slot.", "You have a new offer of %(num)s slots.", values["slots"]
    )
    return text


def _reminded(values: Mapping[str, Any]) -> str:
    until = format_instant(datetime.fromisoformat(values["reply_by"]), current_locale(), clock.zone())
    text: str = ngettext(
        "An offer of %(num)s slot waits for your answer until %(at)s.",
        "An offer of %(num)s slots waits for your answer until %(at)s.",
        values["slots"],
        at=until,
    )
    return text


def _plain(text: str) -> str:
    return text


NOTICES = [
    NoticeKind("offers.OfferSent", _sent),
    NoticeKind(REMINDED, _reminded),
    NoticeKind("offers.OfferWithdrawn", lambda _values: _plain(_("An offer to you was withdrawn."))),
    NoticeKind("offers.OfferLapsed", lambda _values: _plain(_("An offer to you lapsed without an answer."))),
    NoticeKind(
        "offers.CounterAgreed",
        lambda _values: _plain(_("Your counter-proposal was agreed to: you have the customer.")),
    ),
    NoticeKind(
        "offers.CounterDeclined",
        lambda _values: _plain(_("Your counter-proposal was declined. The offer waits for your answer again.")),
    ),
    NoticeKind(
        "offers.OfferCountered.vendor",
        lambda values: _plain(
            _("%(partner)s answered an offer with a counter-proposal.", partner=values["partner"])
        ),
    ),
    NoticeKind(
        "offers.CounterUnanswered.vendor",
        lambda values: _plain(
            _("The counter-proposal of %(partner)s is past its answer.", partner=values["partner"])
        ),
    ),
    NoticeKind(
        "offers.AssignmentReturned.vendor",
        lambda values: _plain(_("%(partner)s gave a customer back before its start.", partner=values["partner"])),
    ),
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
