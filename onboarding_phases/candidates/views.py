"""The next candidate of a customer: looked at, and asked."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.candidates.forms import AskCandidateForm
from onboarding_phases.candidates.permissions import ASK_CANDIDATE, VIEW_CANDIDATES
from onboarding_phases.candidates.queries import proposal_for
from onboarding_phases.candidates.reports import passed_words
from onboarding_phases.candidates.services import ask_candidate
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.queries import fee_today, reply_by_from_now
from portal.access import fetch_or_404, person, requires
from portal.forms import attempt

bp = Blueprint("candidates", __name__, url_prefix="/customers", template_folder="templates")


@bp.get("/<code:code>/candidate")
@requires(VIEW_CANDIDATES)
def show(code: str) -> ResponseReturnValue:
    """Who comes next, on which terms, and who was passed over."""
    return _page(fetch_or_404(Customer, public_code=code), AskCandidateForm(formdata=None))


@bp.post("/<code:code>/candidate")
@requires(ASK_CANDIDATE)
def ask(code: str) -> ResponseReturnValue:
    """Send the offer to the next candidate."""
    customer, form = fetch_or_404(Customer, public_code=code), AskCandidateForm()
    if not form.validate_on_submit():
        return _page(customer, form), 422
    with attempt(form) as tried:
        offer = ask_candidate(customer, partner_code=form.partner.data or "", actor=person())
    if not tried.done:
        return _page(customer, form), tried.status
    flash(_("The offer was sent."), "ok")
    return redirect(url_for("offers.show_offer", offer=offer.code), 303)


def _page(customer: Customer, form: AskCandidateForm) -> str:
    proposal = proposal_for(customer)
    partner = proposal.partner if proposal else None
    form.partner.data = partner.code if partner else ""
    return render_template(
        "candidates/show.html",
        customer=customer,
        proposal=proposal,
        form=form,
        passed_words=passed_words(),
        fee=fee_today(partner.id, customer.effort).yen if partner else None,
        reply_by=reply_by_from_now(partner.id) if partner else None,
    )
