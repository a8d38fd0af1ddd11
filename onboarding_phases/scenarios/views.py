"""The pages of the what-if board."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.reports.comparison import run_title
from onboarding_phases.scenarios.enums import WhatIfState
from onboarding_phases.scenarios.forms import DeleteForm, RenameForm, what_if_form
from onboarding_phases.scenarios.models import WhatIf
from onboarding_phases.scenarios.permissions import KEEP_WHAT_IFS, VIEW_WHAT_IFS
from onboarding_phases.scenarios.queries import what_ifs
from onboarding_phases.scenarios.reports import changes_in_words, compared, firm_names
from onboarding_phases.scenarios.services import ask_what_if, delete_what_if, rename_what_if, try_again
from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import names_of
from portal.forms import attempt
from portal.paging import cut, paginate

ROWS_OF_CHANGES = 10
bp = Blueprint("what_if", __name__, url_prefix="/what-if", template_folder="templates")


@bp.get("")
@requires(VIEW_WHAT_IFS)
def index() -> ResponseReturnValue:
    """All scenarios, the newest first."""
    page = paginate(what_ifs())
    people = names_of([each.created_by for each in page.items])
    return render_template("scenarios/list.html", page=page, people=people, run_title=run_title)


@bp.route("/new", methods=["GET", "POST"])
@requires(KEEP_WHAT_IFS)
def create() -> ResponseReturnValue:
    """Say what is different from a run."""
    asked = request.args.get("run", "")
    if not asked:
        flash(_("Open a plan first: a scenario begins with its input."), "info")
        return redirect(url_for("allocations.index"), 303)
    run = fetch_or_404(AllocationRun, code=asked)
    form, status = what_if_form(run, firm_names()), 200
    if form.validate_on_submit():
        with attempt(form) as tried:
            kept = ask_what_if(run, name=form.name.data, changes=form.told(run), actor=person())
        if tried.done:
            return redirect(url_for(".show", scenario=kept.code), 303)
        status = tried.status
    elif form.is_submitted():
        status = 422
    return render_template("scenarios/new.html", form=form, run=run, title=run_title(run)), status


@bp.get("/<code:scenario>")
@requires(VIEW_WHAT_IFS)
def show(scenario: str) -> ResponseReturnValue:
    """A scenario beside its run."""
    found = fetch_or_404(WhatIf, code=scenario)
    told = {"scenario": found, "lines": changes_in_words(found), "title": run_title(found.run)}
    if found.state != WhatIfState.SOLVED:
        return render_template("scenarios/solving.html", **told)
    sides = compared(found)
    page = cut(sides.changes, size=ROWS_OF_CHANGES)
    return render_template("scenarios/show.html", compared=sides, page=page, **told)


@bp.route("/<code:scenario>/rename", methods=["GET", "POST"])
@requires(KEEP_WHAT_IFS)
def rename(scenario: str) -> ResponseReturnValue:
    """Another name for a scenario."""
    found, status = fetch_or_404(WhatIf, code=scenario), 200
    form = RenameForm(name=found.name)
    if form.validate_on_submit():
        rename_what_if(found, name=form.name.data, actor=person())
        flash(_("Renamed."), "ok")
        return redirect(url_for(".show", scenario=scenario), 303)
    if form.is_submitted():
        status = 422
    return render_template("scenarios/rename.html", form=form, scenario=found), status


@bp.route("/<code:scenario>/delete", methods=["GET", "POST"])
@requires(KEEP_WHAT_IFS)
def delete(scenario: str) -> ResponseReturnValue:
    """Forget a scenario, once it is confirmed."""
    found, form = fetch_or_404(WhatIf, code=scenario), DeleteForm()
    if form.validate_on_submit():
        delete_what_if(found, actor=person())
        flash(_("“%(name)s” was deleted.", name=found.name), "ok")
        return redirect(url_for(".index"), 303)
    if form.is_submitted():
        abort(400)
    return render_template("scenarios/delete.html", scenario=found)


@bp.post("/<code:scenario>/retry")
@requires(KEEP_WHAT_IFS)
def retry(scenario: str) -> ResponseReturnValue:
    """Compute a scenario that failed once more."""
    try_again(fetch_or_404(WhatIf, code=scenario), actor=person())
    return redirect(url_for(".show", scenario=scenario), 303)
