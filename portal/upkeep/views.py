"""What the portal could not do in the background, and the button that has it tried again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from portal.access import person, requires
from portal.forms import attempt
from portal.jobs.services import jobs_by_kind
from portal.upkeep.forms import TryAgainForm
from portal.upkeep.permissions import LOOK_AFTER_JOBS
from portal.upkeep.queries import behind, given_up
from portal.upkeep.services import try_again

bp = Blueprint("upkeep", __name__, url_prefix="/upkeep", template_folder="templates")


@bp.get("")
@requires(LOOK_AFTER_JOBS)
def index() -> ResponseReturnValue:
    return _page(TryAgainForm())


@bp.post("")
@requires(LOOK_AFTER_JOBS)
def again() -> ResponseReturnValue:
    form, status = TryAgainForm(), 422
    if form.validate_on_submit():
        count = 0
        with attempt(form) as tried:
            count = try_again(form.kind.data, actor=person())
        if tried.done:
            text = ngettext("%(num)s job is tried again now.", "%(num)s jobs are tried again now.", count)
            flash(text, "ok")
            return redirect(url_for("upkeep.index"), 303)
        status = tried.status
    return _page(form), status


def _page(form: TryAgainForm) -> str:
    return render_template("upkeep/jobs.html", form=form, kinds=jobs_by_kind(), failed=given_up(), behind=behind())
