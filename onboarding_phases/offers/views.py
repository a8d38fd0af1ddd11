"""The pages of offers: a firm's own, or all of them for the vendor."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.handoff.queries import label_of, text_of
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.forms import (
    AcceptOfferForm,
    AgreeForm,
    CounterOfferForm,
    DeclineCounterForm,
    DeclineOfferForm,
    ReturnForm,
    WithdrawOfferForm,
)
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.permissions import (
    ANSWER_COUNTER,
    ANSWER_OFFER,
    RETURN_ASSIGNMENT,
    VIEW_OFFERS,
    WITHDRAW_OFFER,
)
from onboarding_phases.offers.queries import counted_offers, listed_offers, phases_of, readable_facts
from onboarding_phases.offers.services import (
    accept_offer,
    agree_to_counter,
    counter_offer,
    decline_counter,
    decline_offer,
    return_assignment,
    withdraw_offer,
)
from partners.queries import capacities_of
from partners.rules import first_of_month
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.forms import Form, attempt
from portal.paging import paginate

offers = Blueprint("offers", __name__, url_prefix="/offers", template_folder="templates")


@offers.get("")
@requires(VIEW_OFFERS)
def index_offers() -> ResponseReturnValue:
    """Offers: a firm's own, or all of them for the vendor."""
    state = request.args.get("state", "open")
    wanted = state if state in {*OfferState, "all"} else "open"
    page = paginate(listed_offers(wanted))
    facts = readable_facts(page.items, person())
    return render_template("offers/index.html", page=page, facts=facts, state=wanted, counts=counted_offers())


offers.add_url_rule("", endpoint="index", view_func=index_offers)


@offers.get("/<code:offer>")
@requires(VIEW_OFFERS)
def show_offer(offer: str) -> ResponseReturnValue:
    """One offer: what it asks, what it takes, and by when."""
    return _offer_page(fetch_or_404(Offer, code=offer))


@offers.post("/<code:offer>/accept")
@requires(ANSWER_OFFER)
def accept(offer: str) -> ResponseReturnValue:
    """Take the customer."""
    found, form = fetch_or_404(Offer, code=offer), AcceptOfferForm()
    if not form.validate_on_submit():
        return _offer_page(found, accepting=form), 422
    with attempt(form) as tried:
        onboarding = accept_offer(found, actor=person(), version=form.version.data)
    if not tried.done:
        return _offer_page(found, accepting=form), tried.status
    flash(_("You took on %(name)s. Name the consultants who will work on it.", name=onboarding.customer_name), "ok")
    return redirect(url_for("onboardings.show", code=onboarding.code), 303)


@offers.post("/<code:offer>/decline")
@requires(ANSWER_OFFER)
def decline(offer: str) -> ResponseReturnValue:
    """Do not take the customer."""
    found, form = fetch_or_404(Offer, code=offer), DeclineOfferForm()
    if not form.validate_on_submit():
        return _offer_page(found, declining=form), 422
    with attempt(form) as tried:
        decline_offer(found, reason=form.reason.data or "", actor=person(), version=form.version.data)
    if not tried.done:
        return _offer_page(found, declining=form), tried.status
    flash(_("The offer was declined. Your slots are free again."), "ok")
    return redirect(url_for(".index"), 303)


@offers.post("/<code:offer>/counter")
@requires(ANSWER_OFFER)
def counter(offer: str) -> ResponseReturnValue:
    """Propose other terms."""
    found, form = fetch_or_404(Offer, code=offer), CounterOfferForm()
    if not form.validate_on_submit():
        return _offer_page(found, countering=form), 422
    with attempt(form) as tried:
        told = {"reason": form.counter_reason.data or "", "version": form.version.data}
        counter_offer(found, terms=form.terms, actor=person(), **told)
    if not tried.done:
        return _offer_page(found, countering=form), tried.status
    flash(_("Your counter-proposal was sent. Your slots stay reserved, and no time runs against you."), "ok")
    return redirect(url_for(".show_offer", offer=found.code), 303)


@offers.post("/<code:offer>/counter/agree")
@requires(ANSWER_COUNTER)
def agree(offer: str) -> ResponseReturnValue:
    """Agree to the terms that the firm proposed."""
    found, form = fetch_or_404(Offer, code=offer), AgreeForm()
    if not form.validate_on_submit():
        return _offer_page(found, agreeing=form), 422
    with attempt(form) as tried:
        agree_to_counter(found, actor=person(), version=form.version.data)
    if not tried.done:
        return _offer_page(found, agreeing=form), tried.status
    flash(_("You agreed. The firm has the customer on these terms."), "ok")
    return redirect(url_for(".show_offer", offer=found.code), 303)


@offers.post("/<code:offer>/counter/decline")
@requires(ANSWER_COUNTER)
def refuse(offer: str) -> ResponseReturnValue:
    """Do not agree to the terms that the firm proposed."""
    found, form = fetch_or_404(Offer, code=offer), DeclineCounterForm()
    if not form.validate_on_submit():
        return _offer_page(found, refusing=form), 422
    with attempt(form) as tried:
        told = {"reason": form.counter_reason.data or "", "version": form.version.data}
        decline_counter(found, actor=person(), **told)
    if not tried.done:
        return _offer_page(found, refusing=form), tried.status
    flash(_("You declined the counter-proposal. The offer waits for the firm's answer again."), "ok")
    return redirect(url_for(".show_offer", offer=found.code), 303)


@offers.post("/<code:offer>/return")
@requires(RETURN_ASSIGNMENT)
def give_back(offer: str) -> ResponseReturnValue:
    """Give an accepted customer back before its onboarding begins."""
    found, form = fetch_or_404(Offer, code=offer), ReturnForm()
    if not form.validate_on_submit():
        return _offer_page(found, returning=form), 422
    with attempt(form) as tried:
        return_assignment(found, reason=form.reason.data or "", actor=person(), version=form.version.data)
    if not tried.done:
        return _offer_page(found, returning=form), tried.status
    flash(_("Given back. Your slots are free again, and the vendor looks for another firm."), "ok")
    return redirect(url_for(".show_offer", offer=found.code), 303)


@offers.post("/<code:offer>/withdraw")
@requires(WITHDRAW_OFFER)
def withdraw(offer: str) -> ResponseReturnValue:
    """Take an open offer back."""
    found, form = fetch_or_404(Offer, code=offer), WithdrawOfferForm()
    if not form.validate_on_submit():
        return _offer_page(found, withdrawing=form), 422
    with attempt(form) as tried:
        withdraw_offer(found, reason=form.reason.data or "", actor=person())
    if not tried.done:
        return _offer_page(found, withdrawing=form), tried.status
    flash(_("The offer was withdrawn. The firm's slots are free again."), "ok")
    return redirect(url_for(".index"), 303)


def _offer_page(offer: Offer, **refused: Form) -> str:
    """The page of an offer; forms that were refused stand there with what was typed."""
    facts = readable_facts([offer], person())[offer.id]
    waiting = next((one for one in offer.counters if one.decided_at is None), None)
    forms: dict[str, Form] = {
        "accepting": AcceptOfferForm(formdata=None, version=offer.version),
        "declining": DeclineOfferForm(formdata=None, version=offer.version),
        "countering": CounterOfferForm(formdata=None, version=offer.version, **asdict(offer.terms)),
        "withdrawing": WithdrawOfferForm(formdata=None),
        "agreeing": AgreeForm(formdata=None, version=offer.version),
        "returning": ReturnForm(formdata=None, version=offer.version),
        "refusing": DeclineCounterForm(formdata=None, version=offer.version),
    }
    month = first_of_month(waiting.start_on) if waiting else offer.month
    return render_template(
        "offers/show.html",
        offer=offer,
        facts=facts,
        phases=phases_of(offer) if facts else [],
        handoff=[(label_of(key), text_of(key, value)) for key, value in (facts or {}).get("handoff", {}).items()],
        capacity=capacities_of(offer.partner_id, month, months=1)[month],
        counter=waiting,
        may_return=offer.state == OfferState.ACCEPTED and clock.today() < offer.start_on,
        kept=offer.slots if month == offer.month else 0,
        **(forms | refused),
    )
