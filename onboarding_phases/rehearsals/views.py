"""The pages of rehearsals; the vendor's own."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.allocation.permissions import VIEW_ALLOCATIONS
from onboarding_phases.rehearsals.forms import RehearsalForm, rehearsal_form
from onboarding_phases.rehearsals.models import Rehearsal
from onboarding_phases.rehearsals.permissions import MAKE_REHEARSALS, VIEW_REHEARSALS
from onboarding_phases.rehearsals.reports import RehearsalPage
from onboarding_phases.rehearsals.services import request_rehearsal
from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import names_of
from portal.forms import attempt
from portal.paging import cut, paginate

FIRMS_A_PAGE = 25
bp = Blueprint("rehearsals", __name__, url_prefix="/allocations/rehearsal", template_folder="templates")


@bp.get("")
@requires(VIEW_REHEARSALS)
def index() -> ResponseReturnValue:
    """Numbers to try, and what was tried."""
    return _page(rehearsal_form())


@bp.post("")
@requires(MAKE_REHEARSALS)
def create() -> ResponseReturnValue:
    """Have numbers tried on past runs."""
    form, status = rehearsal_form(), 422
    if form.validate_on_submit():
        with attempt(form) as tried:
            made = request_rehearsal(draft=form.draft(), months=int(form.months.data), actor=person())
        if tried.done:
            flash(_("The past runs are computed again, one after the other. Nothing is sent or changed."), "ok")
            return redirect(url_for(".show", rehearsal=made.code), 303)
        status = tried.status
    return _page(form), status


@bp.get("/<code:rehearsal>")
@requires(VIEW_REHEARSALS)
def show(rehearsal: str) -> ResponseReturnValue:
    """How far it is; then who would change, and what it would mean."""
    found = fetch_or_404(Rehearsal, code=rehearsal)
    page = RehearsalPage(found)
    # Customers are for those who read plans: the administrator sees what the numbers do, and to whom not.
    moves = cut(page.moves, size=FIRMS_A_PAGE) if VIEW_ALLOCATIONS.allows(person()) else None
    return render_template(
        "rehearsals/rehearsal.html",
        rehearsal=found,
        shown=page,
        moves=moves,
        firms=page.firms[:FIRMS_A_PAGE],
        names=names_of([found.created_by]),
    )


def _page(form: RehearsalForm) -> str:
    kept = paginate(select(Rehearsal).order_by(Rehearsal.id.desc()), size=10)
    names = names_of([one.created_by for one in kept.items])
    return render_template("rehearsals/rehearsals.html", form=form, page=kept, names=names)
