"""The slots of one firm by month: stated by the firm, read by the vendor."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from partners.capacity.forms import PREFIX, StateCapacityForm, capacity_form
from partners.capacity.services import state_capacity
from partners.models import Partner
from partners.permissions import STATE_CAPACITY, VIEW_CAPACITY
from partners.queries import capacities_of
from partners.rules import MONTHS_AHEAD
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.database import db
from portal.errors import RuleViolation
from portal.forms import show_refusal

bp = Blueprint("capacity", __name__, template_folder="../templates")


@bp.route("/capacity")
@requires(STATE_CAPACITY)
def own() -> ResponseReturnValue:
    return _page(fetch_or_404(Partner, id=person().partner_id))


@bp.route("/partners/<partner_code:partner>/capacity")
@requires(VIEW_CAPACITY)
def show(partner: str) -> ResponseReturnValue:
    return _page(fetch_or_404(Partner, code=partner))


@bp.route("/partners/<partner_code:partner>/capacity", methods=["POST"])
@requires(STATE_CAPACITY)
def state(partner: str) -> ResponseReturnValue:
    found = fetch_or_404(Partner, code=partner)
    form = capacity_form(capacities_of(found.id, clock.today(), months=MONTHS_AHEAD + 1))
    if not form.validate_on_submit():
        return _page(found, form), 422
    try:
        with db.session.begin_nested():
            changed = state_capacity(found, slots=form.stated(), actor=person())
    except RuleViolation as refusal:
        show_refusal(form, RuleViolation(refusal.text, field=f"{PREFIX}{refusal.field}"))
        return _page(found, form), 409
    flash(_("Your slots are stated.") if changed else _("Nothing was different."), "ok")
    return redirect(url_for(".own"), 303)


def _page(partner: Partner, form: StateCapacityForm | None = None) -> str:
    capacities = capacities_of(partner.id, clock.today(), months=MONTHS_AHEAD + 1)
    return render_template(
        "partners/capacity.html",
        partner=partner,
        capacities=capacities,
        form=form or capacity_form(capacities),
        silent=[month for month, capacity in capacities.items() if capacity is None],
        states=STATE_CAPACITY,
    )
