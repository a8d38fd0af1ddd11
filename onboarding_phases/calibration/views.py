"""The pages of calibration; the vendor's own."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from onboarding_phases.calibration.enums import WAY_LABELS
from onboarding_phases.calibration.permissions import VIEW_CALIBRATION
from onboarding_phases.calibration.queries import cases_between, overridden, overrides_made
from onboarding_phases.calibration.reports import CalibrationPage
from onboarding_phases.calibration.rules import bounds
from portal.access import requires
from portal.database import db
from portal.paging import PAGE_SIZE, Page, page_number

bp = Blueprint("calibration", __name__, url_prefix="/calibration", template_folder="templates")


@bp.get("")
@requires(VIEW_CALIBRATION)
def index() -> ResponseReturnValue:
    """What runs predicted against what came, and which way to estimate is the better."""
    total = overrides_made()
    number = min(page_number(), max(1, -(-total // PAGE_SIZE)))
    rows = db.session.execute(overridden().limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    page = Page(rows, number, PAGE_SIZE, total, "overrides")
    return render_template("calibration/calibration.html", shown=CalibrationPage(), page=page, way_labels=WAY_LABELS)


@bp.get("/cases")
@requires(VIEW_CALIBRATION)
def cases() -> ResponseReturnValue:
    """The cases of one of the five groups."""
    shown, asked = CalibrationPage(), request.args.get("group", "1")
    places = bounds(len(shown.seen))
    if not places:
        return redirect(url_for(".index"), 303)  # there it says how many cases are missing
    if asked not in map(str, range(1, len(places) + 1)):
        abort(404)
    first, last = places[int(asked) - 1]
    number = min(page_number(), max(1, -(-(last - first) // PAGE_SIZE)))
    begin = first + (number - 1) * PAGE_SIZE
    rows = db.session.execute(cases_between(begin, min(begin + PAGE_SIZE, last))).all()
    page = Page(rows, number, PAGE_SIZE, last - first)
    group = shown.of_runs.groups[int(asked) - 1]
    return render_template("calibration/cases.html", page=page, group=group, number=int(asked), groups=len(places))
