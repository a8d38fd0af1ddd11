"""The pages of allocation; the vendor's own."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from onboarding_phases.allocation.forms import ApproveRunForm, DiscardRunForm, RequestRunForm
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.permissions import APPROVE_ALLOCATION, RUN_ALLOCATION, VIEW_ALLOCATIONS
from onboarding_phases.allocation.queries import demand_by_month
from onboarding_phases.allocation.reports.comparison import (
    GREEDY,
    Comparison,
    greedy_side,
    others_of,
    run_title,
    side_of,
)
from onboarding_phases.allocation.reports.plan import PlanPage
from onboarding_phases.allocation.reports.progress import RunHead
from onboarding_phases.allocation.reports.whole import WholePlan
from onboarding_phases.allocation.reports.words import COMPONENT_LABELS, REGION_LABELS
from onboarding_phases.allocation.runs import solved_runs
from onboarding_phases.allocation.services import (
    approve_run,
    discard_run,
    request_run,
    run_again,
    stop_run,
    try_again,
)
from portal.access import fetch_or_404, person, requires
from portal.paging import cut, paginate

ROWS_OF_A_PLAN = 10
ROWS_OF_DEMAND = 12
allocations = Blueprint("allocations", __name__, url_prefix="/allocations", template_folder="templates")


@allocations.get("")
@requires(VIEW_ALLOCATIONS)
def index() -> ResponseReturnValue:
    """Who waits for a partner, month by month, and the runs made so far."""
    runs = select(AllocationRun).order_by(AllocationRun.id.desc())
    return render_template(
        "allocation/runs.html", demand=demand_by_month(), page=paginate(runs, size=12), form=RequestRunForm()
    )


@allocations.post("")
@requires(RUN_ALLOCATION)
def create() -> ResponseReturnValue:
    """Freeze a month's input and have it solved."""
    form = RequestRunForm()
    if not form.validate_on_submit():
        flash(str(form.month.errors[0]), "late")
        return redirect(url_for(".index"), 303)
    run = request_run(month=date.fromisoformat(f"{form.month.data}-01"), actor=person())
    return redirect(url_for(".show", run=run.code), 303)


@allocations.get("/<code:run>")
@requires(VIEW_ALLOCATIONS)
def show(run: str) -> ResponseReturnValue:
    """A run: what it proposes, who is left, and why."""
    found = fetch_or_404(AllocationRun, code=run)
    if not found.result:
        return render_template("allocation/solving.html", run=found, view=RunHead(found))
    plan = PlanPage(found)
    rows = plan.rows()
    shown = {"left": [row for row in rows if not row.partner], "placed": [row for row in rows if row.partner]}
    tab = "left" if request.args.get("show") == "left" else "placed" if shown["placed"] else "left"
    page = cut(shown[tab], size=ROWS_OF_A_PLAN)
    chosen = request.args.get("customer") or next((row.public_code for row in page.items), "")
    return render_template(
        "allocation/run.html",
        run=found,
        plan=plan,
        view=RunHead(found),
        others=others_of(found),
        page=page,
        tab=tab,
        counts={key: len(found_rows) for key, found_rows in shown.items()},
        chosen=chosen,
        why=plan.why(chosen, priced=request.args.get("price") == "1"),
        component_labels=COMPONENT_LABELS,
        approve=ApproveRunForm(),
        discard=DiscardRunForm(),
    )


@allocations.post("/<code:run>/approve")
@requires(APPROVE_ALLOCATION)
def approve(run: str) -> ResponseReturnValue:
    """Send an offer for every placed customer."""
    found = fetch_or_404(AllocationRun, code=run)
    sent = approve_run(found, actor=person())
    flash(ngettext("%(num)s offer was sent.", "%(num)s offers were sent.", len(sent)), "ok")
    return redirect(url_for("offers.index"), 303)


@allocations.post("/<code:run>/discard")
@requires(APPROVE_ALLOCATION)
def discard(run: str) -> ResponseReturnValue:
    """Put a plan aside."""
    discard_run(fetch_or_404(AllocationRun, code=run), actor=person())
    flash(_("The plan was put aside. Nothing was sent."), "ok")
    return redirect(url_for(".index"), 303)


@allocations.post("/<code:run>/stop")
@requires(RUN_ALLOCATION)
def stop(run: str) -> ResponseReturnValue:
    """Have the solver end soon and keep the best so far."""
    stop_run(fetch_or_404(AllocationRun, code=run), actor=person())
    flash(_("The computation ends in a moment. What is best so far becomes the draft."), "ok")
    return redirect(url_for(".show", run=run), 303)


@allocations.post("/<code:run>/retry")
@requires(RUN_ALLOCATION)
def retry(run: str) -> ResponseReturnValue:
    """Compute a plan that failed once more."""
    try_again(fetch_or_404(AllocationRun, code=run), actor=person())
    return redirect(url_for(".show", run=run), 303)


@allocations.post("/<code:run>/again")
@requires(RUN_ALLOCATION)
def again(run: str) -> ResponseReturnValue:
    """Solve the same input as a new run."""
    made = run_again(fetch_or_404(AllocationRun, code=run), actor=person())
    return redirect(url_for(".show", run=made.code), 303)


@allocations.get("/<code:run>/compare")
@requires(VIEW_ALLOCATIONS)
def compare(run: str) -> ResponseReturnValue:
    """A plan beside another of its month, or beside the simple rule."""
    found = fetch_or_404(AllocationRun, code=run)
    if not found.result:
        return redirect(url_for(".show", run=run), 303)
    others = [each for each in solved_runs(found.month) if each.id != found.id]
    asked = request.args.get("with") or (others[0].code if others else GREEDY)
    other = next((each for each in others if each.code == asked), None)
    side = side_of(other) if other else greedy_side(found)
    compared = Comparison(side_of(found), side) if side else None
    choices = [(each.code, run_title(each)) for each in others] + [(GREEDY, _("Simple rule"))]
    page = cut(compared.changes, size=ROWS_OF_A_PLAN) if compared else None
    asked = other.code if other else GREEDY
    return render_template(
        "allocation/compare.html", run=found, compared=compared, choices=choices, asked=asked, page=page
    )


@allocations.get("/<code:run>/whole")
@requires(VIEW_ALLOCATIONS)
def whole(run: str) -> ResponseReturnValue:
    """A plan as a whole: what lacks slots, how even the load is, and which promised volumes are missed."""
    found = fetch_or_404(AllocationRun, code=run)
    if not found.result:
        return redirect(url_for(".show", run=run), 303)
    seen = WholePlan(found)
    page = cut(seen.demands, size=ROWS_OF_DEMAND)
    priced = request.args.get("worth") == "1" and seen.can_price
    worths = seen.worths(list(page.items)) if priced else {}
    return render_template(
        "allocation/whole.html",
        run=found,
        seen=seen,
        page=page,
        worths=worths,
        priced=priced,
        region_labels=REGION_LABELS,
        people=seen.people(list(page.items)),
    )
