"""The pages of allocation: runs for the vendor, offers for firms."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from onboarding_phases.allocation.enums import OfferState, RunState
from onboarding_phases.allocation.forms import (
    AcceptOfferForm,
    ApproveRunForm,
    DeclineOfferForm,
    DiscardRunForm,
    RequestRunForm,
    WithdrawOfferForm,
)
from onboarding_phases.allocation.models import AllocationRun, Offer
from onboarding_phases.allocation.permissions import (
    ANSWER_OFFER,
    APPROVE_ALLOCATION,
    RUN_ALLOCATION,
    VIEW_ALLOCATIONS,
    VIEW_OFFERS,
    WITHDRAW_OFFER,
)
from onboarding_phases.allocation.queries import counted_offers, demand_by_month, listed_offers
from onboarding_phases.allocation.reports.plan import PlanPage
from onboarding_phases.allocation.reports.words import COMPONENT_LABELS
from onboarding_phases.allocation.services.offers import accept_offer, decline_offer, withdraw_offer
from onboarding_phases.allocation.services.runs import approve_run, discard_run, request_run
from onboarding_phases.handoff.queries import label_of, text_of
from onboarding_phases.playbooks.queries import playbook_for
from partners.queries import capacities_of
from portal.access import fetch_or_404, person, requires
from portal.database import db
from portal.errors import RuleViolation
from portal.paging import cut, paginate

ROWS_OF_A_PLAN = 10
allocations = Blueprint("allocations", __name__, url_prefix="/allocations", template_folder="templates")
offers = Blueprint("offers", __name__, url_prefix="/offers", template_folder="templates")


@allocations.get("")
@requires(VIEW_ALLOCATIONS)
def index() -> ResponseReturnValue:
    """Who waits for a partner, month by month, and the runs made so far."""
    runs = select(AllocationRun).order_by(AllocationRun.id.desc())
    return render_template(
        "allocation/runs.html", demand=demand_by_month(), page=paginate(runs, size=12), form=RequestRunForm()
    )


@allocations.post("")
@requires(RUN_ALLOCATION)
def create() -> ResponseReturnValue:
    """Freeze a month's input and have it solved."""
    form = RequestRunForm()
    if not form.validate_on_submit():
        flash(str(form.month.errors[0]), "late")
        return redirect(url_for(".index"), 303)
    run = request_run(month=date.fromisoformat(f"{form.month.data}-01"), actor=person())
    return redirect(url_for(".show", run=run.code), 303)


@allocations.get("/<code:run>")
@requires(VIEW_ALLOCATIONS)
def show(run: str) -> ResponseReturnValue:
    """A run: what it proposes, who is left, and why."""
    found = fetch_or_404(AllocationRun, code=run)
    if found.state in (RunState.SOLVING, RunState.FAILED):
        return render_template("allocation/solving.html", run=found)
    plan = PlanPage(found)
    rows = plan.rows()
    shown = {"left": [row for row in rows if not row.partner], "placed": [row for row in rows if row.partner]}
    tab = "left" if request.args.get("show") == "left" else "placed" if shown["placed"] else "left"
    page = cut(shown[tab], size=ROWS_OF_A_PLAN)
    chosen = request.args.get("customer") or next((row.public_code for row in page.items), "")
    return render_template(
        "allocation/run.html",
        run=found,
        plan=plan,
        page=page,
        tab=tab,
        counts={key: len(found_rows) for key, found_rows in shown.items()},
        chosen=chosen,
        why=plan.why(chosen, priced=request.args.get("price") == "1"),
        component_labels=COMPONENT_LABELS,
        approve=ApproveRunForm(),
        discard=DiscardRunForm(),
    )


@allocations.post("/<code:run>/approve")
@requires(APPROVE_ALLOCATION)
def approve(run: str) -> ResponseReturnValue:
    """Send an offer for every placed customer."""
    found = fetch_or_404(AllocationRun, code=run)
    sent = approve_run(found, actor=person())
    flash(ngettext("%(num)s offer was sent.", "%(num)s offers were sent.", len(sent)), "ok")
    return redirect(url_for("offers.index"), 303)


@allocations.post("/<code:run>/discard")
@requires(APPROVE_ALLOCATION)
def discard(run: str) -> ResponseReturnValue:
    """Put a plan aside."""
    discard_run(fetch_or_404(AllocationRun, code=run), actor=person())
    flash(_("The plan was put aside. Nothing was sent."), "ok")
    return redirect(url_for(".index"), 303)


@offers.get("")
@requires(VIEW_OFFERS)
def index_offers() -> ResponseReturnValue:
    """Offers: a firm's own, or all of them for the vendor."""
    state = request.args.get("state", "open")
    wanted = state if state in {*OfferState, "all"} else "open"
    return render_template(
        "allocation/offers.html", page=paginate(listed_offers(wanted)), state=wanted, counts=counted_offers()
    )


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
        return _offer_page(found), 422
    onboarding = accept_offer(found, actor=person(), version=form.version.data)
    flash(_("You took on %(name)s. Name the consultants who will work on it.", name=onboarding.customer_name), "ok")
    return redirect(url_for("onboardings.show", code=onboarding.code), 303)


@offers.post("/<code:offer>/decline")
@requires(ANSWER_OFFER)
def decline(offer: str) -> ResponseReturnValue:
    """Do not take the customer."""
    found, form = fetch_or_404(Offer, code=offer), DeclineOfferForm()
    if not form.validate_on_submit():
        return _offer_page(found, declining=form), 422
    decline_offer(found, reason=form.reason.data or "", actor=person(), version=form.version.data)
    flash(_("The offer was declined. Your slots are free again."), "ok")
    return redirect(url_for(".index"), 303)


@offers.post("/<code:offer>/withdraw")
@requires(WITHDRAW_OFFER)
def withdraw(offer: str) -> ResponseReturnValue:
    """Take an open offer back."""
    found, form = fetch_or_404(Offer, code=offer), WithdrawOfferForm()
    if not form.validate_on_submit():
        return _offer_page(found, withdrawing=form), 422
    try:
        with db.session.begin_nested():
            withdraw_offer(found, reason=form.reason.data or "", actor=person())
    except RuleViolation as against:
        form.reason.errors = [str(against.text)]
        return _offer_page(found, withdrawing=form), 409
    flash(_("The offer was withdrawn. The firm's slots are free again."), "ok")
    return redirect(url_for(".index"), 303)


def _offer_page(
    offer: Offer,
    *,
    declining: DeclineOfferForm | None = None,
    withdrawing: WithdrawOfferForm | None = None,
) -> str:
    facts = offer.brief.facts if offer.brief else None
    playbook = playbook_for(facts["product"]) if facts else None
    phases = playbook.phases if playbook else []
    due_days = {phase.position: phase.due_day_for(offer.slots) for phase in phases}
    return render_template(
        "allocation/offer.html",
        offer=offer,
        facts=facts,
        phases=phases,
        handoff=[(label_of(key), text_of(key, value)) for key, value in (facts or {}).get("handoff", {}).items()],
        due_days=due_days,
        due_on={position: offer.start_on + timedelta(days=day) for position, day in due_days.items()},
        capacity=capacities_of(offer.partner_id, offer.month, months=1)[offer.month],
        accepting=AcceptOfferForm(formdata=None, version=offer.version),
        declining=declining or DeclineOfferForm(formdata=None, version=offer.version),
        withdrawing=withdrawing or WithdrawOfferForm(formdata=None),
    )
