"""The page of an onboarding's end, and the report to its customer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from onboarding_phases.closing.enums import DONE_WORDS, POINT_LABELS, PointKind
from onboarding_phases.closing.forms import CompleteForm, LessonsForm, ReviewForm
from onboarding_phases.closing.models import CompletionReview
from onboarding_phases.closing.permissions import PASS_OPEN_POINTS, READ_REVIEW, WRITE_LESSONS
from onboarding_phases.closing.queries import goals_of, phases_on_time, review_of, standing
from onboarding_phases.closing.reports import customer_report
from onboarding_phases.closing.services import complete_after_review, write_lessons
from onboarding_phases.handoff.queries import label_of
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.permissions import COMPLETE_ONBOARDING
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.rows import row_of
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from portal import clock
from portal.access import person, requires
from portal.errors import RuleViolation
from portal.forms import attempt
from portal.i18n import current_locale
from portal.reports.composing import check_code
from portal.reports.printing import PrintingError, print_pdf
from portal.settings import LOCALES

bp = Blueprint("closing", __name__, url_prefix="/onboardings", template_folder="templates")
PLACES = {
    PointKind.PHASES: ("onboardings.show", "h-phases"),
    PointKind.COMMITMENTS: ("commitments.ledger", None),
    PointKind.ACTIVATION: ("onboardings.show", "h-activation"),
    PointKind.TASKS: ("onboardings.show", "h-tasks"),
    PointKind.BLOCKERS: ("onboardings.show", "h-blockers"),
    PointKind.ESCALATIONS: ("onboardings.show", "h-escalations"),
    PointKind.HOLDS: ("onboardings.show", "h-holds"),
}


@bp.get("/<code:code>/closing")
@requires(READ_REVIEW)
def show(code: str) -> ResponseReturnValue:
    return _page(onboarding_or_404(code))


@bp.post("/<code:code>/closing/lessons")
@requires(WRITE_LESSONS)
def lessons(code: str) -> ResponseReturnValue:
    onboarding, form, status = onboarding_or_404(code), LessonsForm(), 422
    if form.validate_on_submit():
        with attempt(form) as tried:
            write_lessons(onboarding, text=form.text.data, actor=person(), version=form.version.data)
        if tried.done:
            flash(_("Kept. Both sides read it."), "ok")
            return redirect(url_for(".show", code=code, _anchor="h-lessons"), 303)
        status = tried.status
    return _page(onboarding, lessons_form=form), status


@bp.post("/<code:code>/closing")
@requires(COMPLETE_ONBOARDING)
def complete(code: str) -> ResponseReturnValue:
    onboarding, form, status = onboarding_or_404(code), CompleteForm(), 422
    if form.validate_on_submit():
        with attempt(form) as tried:
            complete_after_review(
                onboarding,
                reached=form.reached.data,
                lessons=form.lessons.data or "",
                override_reason=form.override_reason.data or "",
                actor=person(),
                version=form.version.data,
            )
        if tried.done:
            flash(_("The onboarding is completed. The report to the customer is ready."), "ok")
            return redirect(url_for(".show", code=code), 303)
        status = tried.status
    return _page(onboarding, complete_form=form), status


def _page(
    onboarding: Onboarding, *, lessons_form: LessonsForm | None = None, complete_form: CompleteForm | None = None
) -> str:
    review, found, bounds = review_of(onboarding.id), standing(onboarding), bounds_in_force()
    on_time, submitted = phases_on_time(onboarding, bounds)
    runs = onboarding.state is OnboardingState.RUNNING
    if runs and complete_form is None and COMPLETE_ONBOARDING.allows(person()):
        complete_form = CompleteForm(formdata=None, lessons=review.vendor_lessons if review else "")
    if lessons_form is None and WRITE_LESSONS.allows(person()):
        lessons_form = LessonsForm(formdata=None, text=_own_lessons(review))
    for form in (lessons_form, complete_form):
        _set_version(form, review)
    return render_template(
        "closing/show.html",
        onboarding=onboarding,
        review=review,
        standing=found,
        goals=review.goals if review and review.reached else goals_of(onboarding) if person().is_vendor else {},
        label_of=label_of,
        row=row_of(onboarding, clock.today(), bounds),
        on_time=on_time,
        submitted=submitted,
        runs=runs,
        ended=onboarding.state is OnboardingState.COMPLETED,
        may_pass=PASS_OPEN_POINTS.allows(person()),
        lessons_form=lessons_form,
        complete_form=complete_form if runs else None,
        points=[_point(point, onboarding) for point in found.points] if runs else [],
    )


def _point(point: Any, onboarding: Onboarding) -> dict[str, Any]:
    endpoint, anchor = PLACES[point.kind]
    return {
        "point": point,
        "label": POINT_LABELS[point.kind],
        "done": DONE_WORDS[point.kind],
        "href": url_for(endpoint, code=onboarding.code, _anchor=anchor),
    }


def _own_lessons(review: CompletionReview | None) -> str:
    if review is None:
        return ""
    return review.vendor_lessons if person().is_vendor else review.firm_lessons


def _set_version(form: ReviewForm | None, review: CompletionReview | None) -> None:
    if form is not None:
        form.version.raw_data, form.version.data = None, review.version if review else 0


@bp.get("/<code:code>/report")
@requires(READ_REVIEW)
def report(code: str) -> ResponseReturnValue:
    with force_locale(_locale()):
        page = _report(code, printing=False)
    return page or redirect(url_for(".show", code=code))


@bp.get("/<code:code>/report.pdf")
@requires(READ_REVIEW)
def report_pdf(code: str) -> ResponseReturnValue:
    with force_locale(_locale()):
        page = _report(code, printing=True)
    if page is None:
        return redirect(url_for(".show", code=code))
    try:
        pdf = print_pdf(page)
    except PrintingError as problem:
        raise RuleViolation(str(problem)) from problem
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{code}-{_locale()}.pdf"'
    return response


def _locale() -> str:
    """The language that the address asks for, else the reader's."""
    asked = request.args.get("locale", "")
    return asked if asked in LOCALES else current_locale()


def _report(code: str, *, printing: bool) -> str | None:
    """The report to the customer; nothing while no review has completed the onboarding."""
    onboarding = onboarding_or_404(code)
    review = review_of(onboarding.id)
    if onboarding.state is not OnboardingState.COMPLETED or review is None or not review.reached:
        return None
    shown = customer_report(onboarding, review)
    check = check_code(render_template("closing/report_body.html", **shown))
    others = [one for one in LOCALES if one != _locale()]
    return render_template(
        "closing/report.html", **shown, check=check, printing=printing, locale_now=_locale(), others=others
    )
