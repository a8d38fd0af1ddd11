"""Holds: let the clock stand still, and run again."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.onboardings.enums import HOLD_CAUSE_LABELS, HoldCause
from onboarding_phases.onboardings.forms import EndHoldForm, PlaceHoldForm
from onboarding_phases.onboardings.permissions import PLACE_HOLD
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.rows import row_of
from onboarding_phases.onboardings.services import end_hold, place_hold
from onboarding_phases.onboardings.views.blueprint import bp
from onboarding_phases.onboardings.views.requests import attempt, onboarding_or_404
from portal import clock
from portal.access import person, requires
from portal.errors import Stale
from portal.forms import choices_of

USUAL = timedelta(days=7)


@bp.route("/<code:code>/hold", methods=["GET", "POST"])
@requires(PLACE_HOLD)
def hold(code: str) -> ResponseReturnValue:
    onboarding, today, status = onboarding_or_404(code), clock.today(), 200
    form = PlaceHoldForm(from_on=today, expected_end_on=today + USUAL)
    if not person().is_vendor:
        form.cause.choices = choices_of([(HoldCause.PARTNER.value, HOLD_CAUSE_LABELS[HoldCause.PARTNER])])
    if form.validate_on_submit():
        with attempt(form) as tried:
            place_hold(
                onboarding,
                cause=HoldCause(form.cause.data),
                reason=form.reason.data,
                from_on=form.from_on.data,
                expected_end_on=form.expected_end_on.data,
                actor=person(),
            )
        if tried.done:
            flash(_("On hold. The clock runs again by itself on the day you named."), "ok")
            return redirect(url_for("onboardings.show", code=code), 303)
        status = tried.status
    bounds = bounds_in_force()
    page = render_template(
        "onboardings/hold.html",
        onboarding=onboarding,
        form=form,
        limits=bounds.limits,
        row=row_of(onboarding, today, bounds),
    )
    return page, status if status != 200 or not form.errors else 422


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
