"""What becomes of an open offer: the firm takes the customer or does not, or the vendor takes the offer back."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext as _

from onboarding_phases.offers.enums import WAITING, OfferState
from onboarding_phases.offers.events import OfferAccepted, OfferDeclined, OfferWithdrawn
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services.waiting import about, give_up, lock, settle
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CustomerFacts
from onboarding_phases.onboardings.services.beginning import begin_onboarding
from partners.services import accept_reserved
from portal import clock
from portal.errors import RuleViolation
from portal.events import publish
from portal.people import Principal


def accept_offer(offer: Offer, *, actor: Principal, version: int | None = None) -> Onboarding:
    """The firm takes the customer: its slots are accepted and the onboarding is made.

    Raises:
        RuleViolation: the offer is not open any more.
    """
    open_brief(offer, version)
    return take_on(offer, actor=actor)


def take_on(offer: Offer, *, actor: Principal) -> Onboarding:
    """Turn the reserved slots of an offer into accepted ones, and make its onboarding by the terms that it holds."""
    brief = _facts(offer)
    accept_reserved(offer.partner_id, offer.month, offer.slots, actor=actor)
    settle(offer, OfferState.ACCEPTED)
    onboarding = begin_onboarding(
        partner_id=offer.partner_id,
        offer_id=offer.id,
        customer_id=offer.customer_id,
        facts=_for_onboarding(brief),
        start_on=offer.start_on,
        playbook_version=brief.get("playbook_version"),
        actor=actor,
    )
    publish(OfferAccepted(**about(offer, actor), onboarding=onboarding.code))
    return onboarding


def decline_offer(offer: Offer, *, reason: str, actor: Principal, version: int | None = None) -> None:
    """The firm does not take the customer, and says why.

    Raises:
        RuleViolation: the offer is not open any more, or there is no reason.
    """
    open_brief(offer, version)
    if not reason.strip():
        raise RuleViolation(_("Say why; the reason helps to choose the next candidate."), field="reason")
    give_up(offer, OfferState.DECLINED, reason=reason.strip(), actor=actor)
    publish(OfferDeclined(**about(offer, actor), reason=reason.strip()))


def withdraw_offer(offer: Offer, *, reason: str, actor: Principal) -> None:
    """The vendor takes an offer back that nobody has accepted, a countered one too, and says why.

    Raises:
        RuleViolation: the offer is not open any more, or there is no reason.
    """
    lock(offer)
    if offer.state not in WAITING:
        raise RuleViolation(_("This offer is not open any more."))
    if not reason.strip():
        raise RuleViolation(_("Say why; the firm reads the reason."), field="reason")
    for counter in offer.counters:
        if counter.decided_at is None:
            counter.decided_at, counter.decided_by = clock.now(), actor.name
            counter.is_agreed, counter.answer = False, reason.strip()
    give_up(offer, OfferState.WITHDRAWN, reason=reason.strip(), actor=actor)
    publish(OfferWithdrawn(**about(offer, actor), reason=reason.strip()))


def _facts(offer: Offer) -> dict[str, Any]:
    if offer.brief is None or offer.brief.facts is None:
        raise RuleViolation(_("This offer is not open any more."))
    return offer.brief.facts


def _for_onboarding(brief: dict[str, Any]) -> CustomerFacts:
    return cast(CustomerFacts, {key: brief[key] for key in CustomerFacts.__annotations__})


def open_brief(offer: Offer, version: int | None) -> None:
    """Make sure that the firm may answer an offer as it has read it.

    Raises:
        RuleViolation: it is not open any more, its time is over, or somebody of the firm has answered it.
    """
    lock(offer)
    if offer.state != OfferState.OPEN:
        raise RuleViolation(_("This offer is not open any more."))
    if offer.reply_by < clock.now():
        raise RuleViolation(_("The time to answer this offer is over."))
    if version is not None and version != offer.version:
        raise RuleViolation(_("Somebody of your firm answered this offer in the meantime. Reload and look again."))
