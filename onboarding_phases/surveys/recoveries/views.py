"""The recovery items, and the page on which one is closed."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.surveys.figures.queries import answer_of, survey_in_full
from onboarding_phases.surveys.models import SurveyRecovery
from onboarding_phases.surveys.permissions import CLOSE_RECOVERY, VIEW_RECOVERIES
from onboarding_phases.surveys.recoveries.forms import CloseRecoveryForm
from onboarding_phases.surveys.recoveries.queries import counts, listed
from onboarding_phases.surveys.recoveries.services import close_recovery
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import names_of
from portal.forms import attempt
from portal.paging import paginate

bp = Blueprint("survey_recoveries", __name__, url_prefix="/surveys/recoveries", template_folder="templates")


@bp.get("")
@requires(VIEW_RECOVERIES)
def index() -> ResponseReturnValue:
    is_closed, there = request.args.get("state") == "closed", counts()
    with_firm = joinedload(SurveyRecovery.onboarding).joinedload(Onboarding.partner)
    page = paginate(listed(is_closed=is_closed).options(with_firm))
    tabs = [(_("To be followed up"), None, False), (_("Followed up"), "closed", True)]
    return render_template(
        "survey_recoveries/index.html",
        page=page,
        tabs=[
            {"label": label, "href": url_for(".index", state=state), "current": closed is is_closed}
            | {"count": there.get(closed, 0)}
            for label, state, closed in tabs
        ],
        is_closed=is_closed,
        names=names_of(one.owner_id for one in page.items),
        today=clock.today(),
    )


@bp.get("/<code:recovery>")
@requires(VIEW_RECOVERIES)
def show(recovery: str) -> ResponseReturnValue:
    found = fetch_or_404(SurveyRecovery, code=recovery)
    return _page(found, CloseRecoveryForm(version=found.version))


@bp.post("/<code:recovery>")
@requires(CLOSE_RECOVERY)
def close(recovery: str) -> ResponseReturnValue:
    found, status, form = fetch_or_404(SurveyRecovery, code=recovery), 422, CloseRecoveryForm()
    if form.validate_on_submit():
        with attempt(form) as tried:
            close_recovery(found, done=form.done.data, seen=form.version.data, actor=person())
        if tried.done:
            flash(_("Closed. What was done is kept with the answer."), "ok")
            return redirect(url_for(".index"), 303)
        status = tried.status
    return _page(found, form), status


def _page(recovery: SurveyRecovery, form: CloseRecoveryForm) -> str:
    survey = survey_in_full(recovery.survey_id)
    return render_template(
        "survey_recoveries/show.html",
        recovery=recovery,
        survey=survey,
        onboarding=survey.onboarding,
        answer=answer_of(survey) or abort(404),
        owner=names_of([recovery.owner_id]).get(recovery.owner_id or 0),
        form=form,
        may_close=CLOSE_RECOVERY.allows(person()),
        today=clock.today(),
    )
