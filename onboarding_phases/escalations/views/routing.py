"""The routing table, which everybody reads."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.escalations.enums import EscalationKind, Severity
from onboarding_phases.escalations.forms import ChangeRouteForm
from onboarding_phases.escalations.permissions import CHANGE_ROUTES, VIEW_ESCALATIONS
from onboarding_phases.escalations.queries import business_hours, hours_for, route_versions, routes
from onboarding_phases.escalations.services import change_route
from onboarding_phases.escalations.views.blueprint import bp
from portal.access import person, requires
from portal.forms import attempt
from portal.people import Role


@bp.get("/escalations/routing")
@requires(VIEW_ESCALATIONS)
def table() -> ResponseReturnValue:
    return render_template(
        "escalations/routing.html",
        routes=routes().values(),
        versions=route_versions() if person().is_vendor else [],
        hours={severity: hours_for(severity) for severity in Severity},
        times=business_hours(),
        may_change=CHANGE_ROUTES.allows(person()),
    )


@bp.route("/escalations/routing/<any(product,contract,scope,firm,legal):kind>", methods=["GET", "POST"])
@requires(CHANGE_ROUTES)
def change(kind: str) -> ResponseReturnValue:
    present, status = routes()[EscalationKind(kind)], 200
    form = ChangeRouteForm(role=present.role.value)
    if form.validate_on_submit():
        with attempt(form) as tried:
            change_route(present.kind, role=Role(form.role.data), reason=form.reason.data, actor=person())
        if tried.done:
            flash(_("Changed. What is raised from now on goes there."), "ok")
            return redirect(url_for("escalations.table"), 303)
        status = tried.status
    elif request.method == "POST":
        status = 422
    return render_template("escalations/route.html", form=form, route=present), status
