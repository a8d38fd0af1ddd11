"""The firm's own page of closing days."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from partners.closings.forms import StateClosingForm, TakeClosingBackForm
from partners.closings.queries import bounds_of, closings_of
from partners.closings.services import state_closing, take_closing_back
from partners.models import ClosingDays, Partner
from partners.permissions import STATE_CLOSINGS
from portal.access import fetch_or_404, person, requires
from portal.forms import attempt

bp = Blueprint("closings", __name__, url_prefix="/closing-days", template_folder="../templates")


@bp.route("", methods=["GET", "POST"])
@requires(STATE_CLOSINGS)
def own() -> ResponseReturnValue:
    partner, form, status = fetch_or_404(Partner, id=person().partner_id), StateClosingForm(), 200
    if form.validate_on_submit():
        with attempt(form) as tried:
            state_closing(
                partner,
                first_on=form.first_on.data,
                last_on=form.last_on.data,
                note=form.note.data or "",
                actor=person(),
            )
        if tried.done:
            flash(_("Stated. Reply-by days and answers due that begin from now on leave these days out."), "ok")
            return redirect(url_for("closings.own"), 303)
        status = tried.status
    elif form.errors:
        status = 422
    shown = {"partner": partner, "closings": closings_of(partner.id), "bounds": bounds_of(), "form": form}
    return render_template("partners/closings.html", **shown), status


@bp.post("/<code:closing>/back")
@requires(STATE_CLOSINGS)
def back(closing: str) -> ResponseReturnValue:
    found = fetch_or_404(ClosingDays, code=closing)
    if not TakeClosingBackForm().validate_on_submit():
        abort(400)
    take_closing_back(found, actor=person())
    flash(_("Taken back."), "ok")
    return redirect(url_for("closings.own"), 303)
