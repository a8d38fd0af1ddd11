"""Who of the firm works on an onboarding: the firm alone says so."""

from __future__ import annotations

from collections.abc import Iterable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.onboardings.forms import NameConsultantsForm
from onboarding_phases.onboardings.permissions import NAME_CONSULTANTS
from onboarding_phases.onboardings.services import name_consultants
from onboarding_phases.onboardings.views.blueprint import bp
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from partners.queries import consultants_of
from portal.access import person, requires
from portal.forms import attempt, choices_of

SEPARATOR = " "


@bp.route("/<code:code>/consultants", methods=["GET", "POST"])
@requires(NAME_CONSULTANTS)
def consultants(code: str) -> ResponseReturnValue:
    onboarding, status = onboarding_or_404(code), 200
    there = {consultant.email: consultant for consultant in consultants_of(onboarding.partner_id)}
    named = {item.consultant.email: item.consultant_id for item in onboarding.staffings if item.until_on is None}
    form = NameConsultantsForm(consultants=list(named), seen=_joined(named))
    form.consultants.choices = choices_of((email, consultant.name) for email, consultant in there.items())
    if form.validate_on_submit():
        # Whoever is not named any more cannot have been seen by the same name: 0 is nobody's id.
        seen = [named.get(email, 0) for email in form.seen.data.split(SEPARATOR) if email]
        chosen = [there[email] for email in form.consultants.data]
        with attempt(form) as tried:
            name_consultants(onboarding, chosen, actor=person(), seen=seen)
        if tried.done:
            flash(_("Named. They find the onboarding on their start page."), "ok")
            return redirect(url_for("onboardings.show", code=code), 303)
        status = tried.status
    page = render_template("onboardings/consultants.html", onboarding=onboarding, form=form)
    return page, status if status != 200 or not form.errors else 422


def _joined(emails: Iterable[str]) -> str:
    return SEPARATOR.join(sorted(emails))
