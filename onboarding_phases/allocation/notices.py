"""Whom an offer concerns, and what waits for whom on the start page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from onboarding_phases.allocation.enums import OfferState, RunState
from onboarding_phases.allocation.events import OfferAccepted, OfferDeclined, OfferLapsed, OfferSent, OfferWithdrawn
from onboarding_phases.allocation.models import AllocationRun, Offer
from onboarding_phases.allocation.queries import customers_waiting
from partners.queries import partner_names
from portal import clock
from portal.database import db
from portal.feature import Need
from portal.i18n import current_locale
from portal.inbox.services import notify
from portal.inbox.values import Audience, NoticeKind
from portal.people import Role
from portal.ui.formatting import format_month

COST_OF_A_SILENT_OFFER = 60.0
COST_OF_A_WAITING_CUSTOMER = 40.0


def tell_firm(event: OfferSent | OfferWithdrawn | OfferLapsed) -> None:
    """Put a notice about an offer into the inbox of the firm's managers."""
    audience = Audience(partner_id=event.partner_id, roles=(Role.PARTNER_MANAGER,))
    notify(audience, f"allocation.{type(event).__name__}", href=f"/offers/{event.offer}", slots=event.slots)


def tell_managers(event: OfferAccepted | OfferDeclined | OfferLapsed) -> None:
    """Put a notice about an answer into the inbox of the vendor's managers."""
    notify(
        Audience(roles=(Role.CS_MANAGER,)),
        f"allocation.{type(event).__name__}.vendor",
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
    NoticeKind("allocation.OfferSent", _sent),
    NoticeKind("allocation.OfferWithdrawn", lambda _values: _plain(_("An offer to you was withdrawn."))),
    NoticeKind("allocation.OfferLapsed", lambda _values: _plain(_("An offer to you lapsed without an answer."))),
    NoticeKind(
        "allocation.OfferAccepted.vendor",
        lambda values: _plain(_("%(partner)s accepted an offer.", partner=values["partner"])),
    ),
    NoticeKind(
        "allocation.OfferDeclined.vendor",
        lambda values: _plain(_("%(partner)s declined an offer.", partner=values["partner"])),
    ),
    NoticeKind(
        "allocation.OfferLapsed.vendor",
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


def plans_and_customers() -> list[Need]:
    """Plans that wait for approval, else the months in which customers wait for a partner."""
    drafts = select(AllocationRun).where(AllocationRun.state == RunState.DRAFT).order_by(AllocationRun.id.desc())
    needs = [
        Need(
            text=_("Approve or put aside the plan for %(month)s, run %(number)s", **_run(run)),
            href=url_for("allocations.show", run=run.code),
            due_on=run.month,
            cost=COST_OF_A_WAITING_CUSTOMER,
        )
        for run in db.session.scalars(drafts.limit(5))
    ]
    if needs:
        return needs
    return [
        Need(
            text=ngettext("Find a partner for %(num)s customer", "Find partners for %(num)s customers", count),
            href=url_for("allocations.index"),
            due_on=month,
            cost=COST_OF_A_WAITING_CUSTOMER,
        )
        for month, count in customers_waiting()[:3]
    ]


def _run(run: AllocationRun) -> dict[str, Any]:
    return {"month": format_month(run.month, current_locale()), "number": run.number}
