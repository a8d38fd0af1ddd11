"""Holds: let the clock stand still, and run again."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.onboardings.enums import HOLD_CAUSE_LABELS, HoldCause
from onboarding_phases.onboardings.forms import DecideHoldForm, EndHoldForm, PlaceHoldForm
from onboarding_phases.onboardings.models import Hold
from onboarding_phases.onboardings.permissions import CONFIRM_HOLD, PLACE_HOLD
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.rows import row_of
from onboarding_phases.onboardings.services import decide_hold, end_hold, place_hold
from onboarding_phases.onboardings.views.blueprint import bp
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from partners.rights.queries import decision_rights
from portal import clock
from portal.access import person, requires
from portal.errors import Stale
from portal.forms import attempt, choices_of
from portal.web.context import vendor_word

USUAL = timedelta(days=7)


@bp.route("/<code:code>/hold", methods=["GET", "POST"])
@requires(PLACE_HOLD)
def hold(code: str) -> ResponseReturnValue:
    onboarding, today, status = onboarding_or_404(code), clock.today(), 200
    form = PlaceHoldForm(from_on=today, expected_end_on=today + USUAL)
    words = {**HOLD_CAUSE_LABELS, HoldCause.VENDOR: vendor_word()}
    form.cause.choices = choices_of((cause.value, word) for cause, word in words.items())
    if form.validate_on_submit():
        with attempt(form) as tried:
            placed = place_hold(
                onboarding,
                cause=HoldCause(form.cause.data),
                reason=form.reason.data,
                evidence=form.evidence.data or "",
                from_on=form.from_on.data,
                expected_end_on=form.expected_end_on.data,
                actor=person(),
            )
        if tried.done:
            flash(_told(placed), "ok")
            return redirect(url_for("onboardings.show", code=code), 303)
        status = tried.status
    bounds = bounds_in_force()
    page = render_template(
        "onboardings/hold.html",
        onboarding=onboarding,
        form=form,
        limits=bounds.limits,
        rights=None if person().is_vendor else decision_rights(onboarding.partner_id),
        row=row_of(onboarding, today, bounds),
    )
    return page, status if status != 200 or not form.errors else 422


def _told(hold: Hold) -> str:
    if hold.is_waiting:
        return str(_("Entered. It counts in full once the vendor has confirmed it."))
    return str(_("On hold. The clock runs again by itself on the day you named."))


@bp.route("/<code:code>/hold/decision", methods=["GET", "POST"])
@requires(CONFIRM_HOLD)
def decide(code: str) -> ResponseReturnValue:
    onboarding, form, status = onboarding_or_404(code), DecideHoldForm(), 200
    waiting = [hold for hold in onboarding.holds if hold.is_waiting]
    if not waiting:
        return _nothing_waits(code)
    if form.validate_on_submit():
        seen = next((hold for hold in waiting if hold.started_on == form.started_on.data), None)
        if seen is None:
            raise Stale(_("This hold is decided already."))
        confirm = form.decision.data == "confirm"
        with attempt(form) as tried:
            decide_hold(seen, confirm=confirm, reason=form.reason.data or "", actor=person())
        if tried.done:
            told = _("Confirmed: all its days count.") if confirm else _("Refused: none of its days counts.")
            flash(told, "ok")
            return redirect(url_for("onboardings.show", code=code), 303)
        status = tried.status
    elif form.errors:
        status = 422
    form.started_on.raw_data, form.started_on.data = None, waiting[0].started_on
    page = render_template("onboardings/decide_hold.html", onboarding=onboarding, hold=waiting[0], form=form)
    return page, status


def _nothing_waits(code: str) -> ResponseReturnValue:
    told = _("No hold of this onboarding waits for a decision.")
    if request.method == "POST":
        raise Stale(told)
    flash(told, "info")
    return redirect(url_for("onboardings.show", code=code), 303)


@bp.post("/<code:code>/hold/end")
@requires(PLACE_HOLD)
def end(code: str) -> ResponseReturnValue:
    onboarding, today = onboarding_or_404(code), clock.today()
    form = EndHoldForm()
    if not form.validate_on_submit():
        abort(400)
    seen = [hold for hold in onboarding.holds if hold.started_on == form.started_on.data]
    if not seen:
        raise Stale(_("This hold is over."))
    end_hold(seen[-1], on=today, actor=person())
    flash(_("The clock runs again from today."), "ok")
    return redirect(url_for("onboardings.show", code=code), 303)
