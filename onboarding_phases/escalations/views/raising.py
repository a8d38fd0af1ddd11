"""Raising an escalation from the page of its onboarding."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.escalations.enums import EscalationKind, Severity
from onboarding_phases.escalations.forms import RaiseEscalationForm
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.permissions import RAISE_ESCALATION
from onboarding_phases.escalations.queries import hours_for, routes
from onboarding_phases.escalations.services import raise_escalation
from onboarding_phases.escalations.services.raising import levels_to_raise
from onboarding_phases.escalations.values import Words
from onboarding_phases.escalations.views.blueprint import bp
from onboarding_phases.escalations.views.requests import reader_words
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from portal.access import person, requires
from portal.errors import Stale
from portal.forms import attempt
from portal.people import ROLE_LABELS


@bp.route("/onboardings/<code:code>/escalate", methods=["GET", "POST"])
@requires(RAISE_ESCALATION)
def escalate(code: str) -> ResponseReturnValue:
    onboarding, form, status = onboarding_or_404(code), RaiseEscalationForm(), 200
    if onboarding.ended_on and request.method == "GET":
        raise Stale(_("This onboarding has ended. No escalation can be raised on it any more."))
    levels = levels_to_raise(person())
    form.offer(levels, reader_words())
    if form.validate_on_submit():
        with attempt(form) as tried:
            raised = _raise(onboarding, form)
            escalation = raised.code
        if tried.done:
            flash(_("Raised. Whoever owns it was told, and the clock runs."), "ok")
            return redirect(url_for("escalations.show", escalation=escalation), 303)
        status = tried.status
    elif request.method == "POST":
        status = 422
    hours = {severity: hours_for(severity) for severity in Severity}
    owners = {kind: ROLE_LABELS[route.role] for kind, route in routes().items()}
    values = {"hours": hours, "owners": owners, "level": levels[0]}
    return render_template("escalations/raise.html", form=form, onboarding=onboarding, **values), status


def _raise(onboarding: Onboarding, form: RaiseEscalationForm) -> Escalation:
    return raise_escalation(
        onboarding,
        kind=EscalationKind(form.kind.data),
        severity=Severity(form.severity.data),
        subject=form.subject.data,
        words=Words(form.text.data, form.chosen),
        actor=person(),
    )
