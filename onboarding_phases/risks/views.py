"""Pages of risks and plays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.onboardings.enums import RiskLevel, RiskReason
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.permissions import RETURN_PHASE
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.playbooks.wording import prescriptions
from onboarding_phases.risks.enums import CAUSE_LABELS, CAUSES, SILENT, PlayState
from onboarding_phases.risks.forms import FinishPlayForm, FreeRiskForm, SetRiskForm, TemplateForm, entered
from onboarding_phases.risks.models import Play, PlayTemplate
from onboarding_phases.risks.permissions import (
    CHANGE_TEMPLATES,
    FINISH_PLAY,
    OVERRIDE_RISK,
    VIEW_RISKS,
    VIEW_TEMPLATES,
)
from onboarding_phases.risks.queries import accuracies, plays_of, risk_numbers, stays_of, templates
from onboarding_phases.risks.reports import may_finish, outlook_values
from onboarding_phases.risks.services import change_template, finish_play, free_risk, set_risk
from onboarding_phases.risks.services.overriding import seen_override
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import people
from portal.errors import Stale
from portal.forms import attempt, choices_of

bp = Blueprint("risks", __name__, template_folder="templates")
ANY_CAUSE = ",".join(cause.value for cause in CAUSES)


@bp.get("/onboardings/<code:code>/risks")
@requires(VIEW_RISKS)
def show(code: str) -> ResponseReturnValue:
    onboarding = onboarding_or_404(code)
    plays = plays_of([onboarding.id])[onboarding.id]
    stays = stays_of(onboarding) if person().is_vendor else None
    return render_template(
        "risks/show.html",
        values=outlook_values(onboarding),
        stays=stays,
        least=int(risk_numbers()["cases_least"]),
        plays=plays,
        why=CAUSE_LABELS,
        silent=SILENT,
        open_state=PlayState.OPEN,
        mine=lambda play: play.state is PlayState.OPEN and may_finish(play.side),
        free=FreeRiskForm(seen=seen_override(onboarding)),
    )


@bp.route("/onboardings/<code:code>/risks/level", methods=["GET", "POST"])
@requires(OVERRIDE_RISK)
def level(code: str) -> ResponseReturnValue:
    onboarding, status = onboarding_or_404(code), 200
    owners = people(RETURN_PHASE.roles)
    form = SetRiskForm(
        seen=seen_override(onboarding),
        until_on=clock.today() + timedelta(days=14),
        owner=next((one.code for one in owners if one.id == person().id), None),
    )
    form.owner.choices = choices_of((one.code, one.name) for one in owners)
    if form.validate_on_submit():
        with attempt(form) as tried:
            set_risk(
                onboarding,
                level=RiskLevel(form.level.data),
                reason=form.reason.data,
                owner=next(one for one in owners if one.code == form.owner.data),
                until_on=form.until_on.data,
                seen=form.seen.data or "",
                actor=person(),
            )
        if tried.done:
            flash(_("Set. On the day after its last the data say the level again."), "ok")
            return _back(onboarding)
        status = tried.status
        form.seen.raw_data, form.seen.data = None, seen_override(onboarding)
    elif request.method == "POST":
        status = 422
    return render_template("risks/level.html", form=form, values=outlook_values(onboarding)), status


@bp.post("/onboardings/<code:code>/risks/level/end")
@requires(OVERRIDE_RISK)
def end(code: str) -> ResponseReturnValue:
    onboarding, form = onboarding_or_404(code), FreeRiskForm()
    if form.validate_on_submit():
        free_risk(onboarding, seen=form.seen.data or "", actor=person())
        flash(_("The data say the level again."), "ok")
    return _back(onboarding)


@bp.post("/plays/<code:play>/done")
@requires(FINISH_PLAY)
def done(play: str) -> ResponseReturnValue:
    found = fetch_or_404(Play, code=play)
    onboarding, form = fetch_or_404(Onboarding, id=found.onboarding_id), FinishPlayForm()
    if not form.validate_on_submit():
        raise Stale(_("This page is out of date. Reload it and look again."))
    finish_play(found, onboarding=onboarding, version=form.version.data or 0, actor=person())
    flash(_("Done. It does not come back for this onboarding."), "ok")
    return redirect(url_for("onboardings.show", code=onboarding.code, _anchor="h-risks"), 303)


@bp.get("/risks")
@requires(VIEW_TEMPLATES)
def index() -> ResponseReturnValue:
    groups = accuracies()
    return render_template(
        "risks/index.html",
        templates=templates(),
        why=CAUSE_LABELS,
        groups=groups,
        tried=sum(group.tried for group in groups),
        held=sum(group.held for group in groups),
        measured_at=groups[0].measured_at if groups else None,
        least=int(risk_numbers()["cases_least"]),
        may_change=CHANGE_TEMPLATES.allows(person()),
    )


@bp.route(f"/risks/<any({ANY_CAUSE}):cause>", methods=["GET", "POST"])
@requires(CHANGE_TEMPLATES)
def template(cause: str) -> ResponseReturnValue:
    found, status = templates().get(RiskReason(cause)), 200
    if found is None:
        abort(404)
    form = TemplateForm(data=entered(found))
    if form.validate_on_submit():
        with attempt(form) as tried:
            _change(found, form)
        if tried.done:
            _warn(form)
            flash(_("Changed. Plays that are open already stay as they are."), "ok")
            return redirect(url_for("risks.index"), 303)
        status = tried.status
        form.version.raw_data, form.version.data = None, found.version
    elif request.method == "POST":
        status = 422
    shown: dict[str, Any] = {"form": form, "cause": CAUSE_LABELS[found.cause], "silent": found.cause in SILENT}
    return render_template("risks/template.html", **shown), status


def _change(found: PlayTemplate, form: TemplateForm) -> None:
    change_template(
        found,
        title=form.words("title"),
        text=form.words("text"),
        side=TaskSide(form.side.data),
        due_days=form.due_days.data or 0,
        metric=form.metric.data or "",
        is_active=bool(form.is_active.data),
        version=form.version.data or 0,
        actor=person(),
    )


def _warn(form: TemplateForm) -> None:
    """Warn where a play of the firm reads like an order to its people."""
    words = [text for name in ("title", "text") for text in form.words(name).values()]
    count = sum(len(prescriptions(text)) for text in words) if form.side.data == TaskSide.PARTNER else 0
    if count:
        flash(
            ngettext(
                "One wording reads like an order to the firm's people. Ask the firm for an outcome instead.",
                "%(num)s wordings read like orders to the firm's people. Ask the firm for an outcome instead.",
                count,
            ),
            "warn",
        )


def _back(onboarding: Onboarding) -> ResponseReturnValue:
    return redirect(url_for("risks.show", code=onboarding.code), 303)
