"""The pages of the capacity plan; the vendor's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.forecast.enums import DIMENSION_LABELS, METHOD_LABELS, Dimension
from onboarding_phases.forecast.forms import MONTHS, DeleteScenarioForm, ScenarioForm, scenario_form
from onboarding_phases.forecast.models import Scenario
from onboarding_phases.forecast.permissions import KEEP_SCENARIOS, VIEW_PLAN
from onboarding_phases.forecast.queries import scenarios
from onboarding_phases.forecast.reports import amount, plan_page
from onboarding_phases.forecast.services import change_scenario, delete_scenario, keep_scenario
from partners.rules import months_from
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.forms import attempt

SPANS = (6, 9, 12)
bp = Blueprint("forecast", __name__, url_prefix="/capacity-plan", template_folder="templates")


@bp.get("")
@requires(VIEW_PLAN)
def index() -> ResponseReturnValue:
    """Who is likely to start in the months ahead, against the slots that firms stated."""
    kept, by, count = scenarios(), _by(), _count()
    chosen = _chosen(kept)
    asked: dict[str, Any] = {"months": count, "by": by.value, "scenario": chosen.code if chosen else None}
    return render_template(
        "forecast/plan.html",
        shown=plan_page(clock.today(), count=count, dimension=by, scenario=chosen),
        asked=asked,
        scenarios=kept,
        spans=SPANS,
        tabs=[
            {"label": label, "href": url_for(".index", **{**asked, "by": word.value}), "current": word is by}
            for word, label in DIMENSION_LABELS.items()
        ],
        method_labels=METHOD_LABELS,
        amount=amount,
    )


@bp.get("/export.csv")
@requires(VIEW_PLAN)
def export() -> ResponseReturnValue:
    """The plan as a file."""
    page = plan_page(clock.today(), count=_count(), dimension=_by(), scenario=_chosen(scenarios()))
    answer = Response(page.file(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename=capacity-plan-{clock.today():%Y%m%d}.csv"
    return answer


@bp.route("/scenarios/new", methods=["GET", "POST"])
@requires(KEEP_SCENARIOS)
def new() -> ResponseReturnValue:
    """Assumptions of one's own, kept under a name."""
    form, status = scenario_form(months_from(clock.today(), MONTHS)), 200
    if form.validate_on_submit():
        with attempt(form) as tried:
            kept = keep_scenario(**form.told(), actor=person())
        if tried.done:
            flash(_("The scenario is kept. The plan below is told under its assumptions."), "ok")
            return redirect(url_for(".index", scenario=kept.code), 303)
        status = tried.status
    elif form.errors:
        status = 422
    return _form_page(form, None), status


@bp.route("/scenarios/<code:scenario>", methods=["GET", "POST"])
@requires(KEEP_SCENARIOS)
def edit(scenario: str) -> ResponseReturnValue:
    """Change what a scenario assumes."""
    found = fetch_or_404(Scenario, code=scenario)
    form, status = scenario_form(months_from(clock.today(), MONTHS), found), 200
    if form.validate_on_submit():
        seen = form.version.data or ""
        if not seen.isascii() or not seen.isdigit() or len(seen) > 9:
            abort(400)
        with attempt(form) as tried:
            change_scenario(found, **form.told(), seen=int(seen), actor=person())
        if tried.done:
            flash(_("The scenario is changed."), "ok")
            return redirect(url_for(".index", scenario=found.code), 303)
        status = tried.status
    elif form.errors:
        status = 422
    return _form_page(form, found), status


@bp.post("/scenarios/<code:scenario>/delete")
@requires(KEEP_SCENARIOS)
def delete(scenario: str) -> ResponseReturnValue:
    """Forget a scenario."""
    found = fetch_or_404(Scenario, code=scenario)
    if not DeleteScenarioForm().validate_on_submit():
        abort(400)
    delete_scenario(found, actor=person())
    flash(_("“%(name)s” was deleted.", name=found.name), "ok")
    return redirect(url_for(".index"), 303)


def _form_page(form: ScenarioForm, scenario: Scenario | None) -> str:
    return render_template("forecast/scenario.html", form=form, scenario=scenario)


def _count() -> int:
    text = request.args.get("months", "")
    return int(text) if text in map(str, SPANS) else SPANS[0]


def _by() -> Dimension:
    text = request.args.get("by", "")
    return Dimension(text) if text in list(Dimension) else Dimension.PRODUCT


def _chosen(kept: list[Scenario]) -> Scenario | None:
    """The scenario that the address names; a word that is none leaves the plan as it is."""
    return next((scenario for scenario in kept if scenario.code == request.args.get("scenario")), None)
