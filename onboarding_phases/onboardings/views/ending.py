"""The end of an onboarding whose customer stopped."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.onboardings.forms import WithdrawForm
from onboarding_phases.onboardings.permissions import WITHDRAW_ONBOARDING
from onboarding_phases.onboardings.services import withdraw
from onboarding_phases.onboardings.views.blueprint import bp
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from portal import clock
from portal.access import person, requires
from portal.forms import attempt


@bp.route("/<code:code>/withdraw", methods=["GET", "POST"])
@requires(WITHDRAW_ONBOARDING)
def withdrawal(code: str) -> ResponseReturnValue:
    onboarding, status = onboarding_or_404(code), 200
    form = WithdrawForm(on=clock.today())
    if form.validate_on_submit():
        with attempt(form) as tried:
            withdraw(onboarding, reason=form.reason.data, on=form.on.data, actor=person())
        if tried.done:
            flash(_("Withdrawn. It counts as not active in the rates of its group."), "ok")
            return redirect(url_for("onboardings.show", code=code), 303)
        status = tried.status
    page = render_template("onboardings/withdraw.html", onboarding=onboarding, form=form)
    return page, status if status != 200 or not form.errors else 422
