"""Changing the firm of a customer."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CALENDAR
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from onboarding_phases.transfers.enums import CAUSE_LABELS, PART_LABELS, Cause
from onboarding_phases.transfers.forms import ChangeFirmForm
from onboarding_phases.transfers.permissions import CHANGE_FIRM
from onboarding_phases.transfers.queries import brief_rows, firms_to_ask, transfer_of
from onboarding_phases.transfers.services import change_firm
from partners.models import Partner
from partners.queries import partner_by_code
from portal import clock
from portal.access import person, requires
from portal.database import db
from portal.errors import Stale
from portal.forms import attempt

bp = Blueprint("transfers", __name__, url_prefix="/onboardings", template_folder="templates")
DAYS_AHEAD = 5


@bp.route("/<code:code>/transfer", methods=["GET", "POST"])
@requires(CHANGE_FIRM)
def change(code: str) -> ResponseReturnValue:
    """End the onboarding at its firm, and offer the customer to another."""
    onboarding = onboarding_or_404(code)
    if onboarding.state is not OnboardingState.RUNNING:
        raise Stale(_("This onboarding has ended already."))
    form, status = ChangeFirmForm(), 200
    firms = _offer_firms(form, onboarding)
    if form.validate_on_submit():
        with attempt(form) as tried:
            partner = partner_by_code(form.partner.data)
            assert partner is not None  # noqa: S101 - one of the choices
            told = {"start_on": form.start_on.data, "reason": form.reason.data or "", "brief": form.brief}
            cause = Cause(form.cause.data)
            offer = change_firm(onboarding, partner=partner, cause=cause, actor=person(), **told)
        if tried.done:
            flash(_("The onboarding has ended at its firm, and the next one is asked."), "ok")
            return redirect(url_for("offers.show_offer", offer=offer.code), 303)
        status = tried.status
    elif form.is_submitted():
        status = 422
    return render_template("transfers/change.html", onboarding=onboarding, form=form, firms=firms), status


@bp.get("/<code:code>/transfer/record")
@requires(CHANGE_FIRM)
def record(code: str) -> ResponseReturnValue:
    """The change by which an onboarding ended, or from which it came."""
    onboarding = onboarding_or_404(code)
    transfer = transfer_of(onboarding.id)
    if transfer is None:
        return redirect(url_for("onboardings.show", code=code), 303)
    came_from = transfer.next_onboarding_id == onboarding.id
    other_id = transfer.onboarding_id if came_from else transfer.next_onboarding_id
    return render_template(
        "transfers/record.html",
        onboarding=onboarding,
        transfer=transfer,
        came_from=came_from,
        other=db.session.scalars(select(Onboarding).where(Onboarding.id == other_id)).one_or_none(),
        cause=CAUSE_LABELS[transfer.cause],
        rows=brief_rows(transfer.brief, PART_LABELS),
    )


def _offer_firms(form: ChangeFirmForm, onboarding: Onboarding) -> int:
    """Fill in the firms that may be asked, the best score first; tells how many there are."""
    customer = db.session.scalars(select(Customer).where(Customer.id == onboarding.customer_id)).one()
    start_on = form.start_on.data or CALENDAR.add(clock.today(), DAYS_AHEAD)
    if not form.is_submitted():
        form.start_on.data = start_on
    firms = firms_to_ask(customer, start_on, leaves=onboarding.partner.code)
    form.partner.choices = [SelectChoice(row[0].code, _word(*row)) for row in firms]
    return len(firms)


def _word(partner: Partner, score: Decimal, free: int) -> str:
    told = {"name": partner.name, "score": round(score, 1), "free": free}
    return str(_("%(name)s (score %(score)s, %(free)s slots free)", **told))
