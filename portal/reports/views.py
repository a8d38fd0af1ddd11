"""Reports as pages and as PDF."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal import clock
from portal.access import requires
from portal.errors import RuleViolation
from portal.reports.composing import Document, as_page, as_pdf, compose, report_kinds
from portal.reports.permissions import READ_PARTNER_REPORT
from portal.reports.printing import PrintingError

bp = Blueprint("reports", __name__, url_prefix="/reports", template_folder="templates")


@bp.get("/partners/<partner_code:code>/<month:month>")
@requires(READ_PARTNER_REPORT)
def partner(code: str, month: date) -> ResponseReturnValue:
    return as_page(_document("partner", code, month))


@bp.get("/partners/<partner_code:code>/<month:month>.pdf")
@requires(READ_PARTNER_REPORT)
def partner_pdf(code: str, month: date) -> ResponseReturnValue:
    document = _document("partner", code, month)
    try:
        pdf = as_pdf(document)
    except PrintingError as problem:
        raise RuleViolation(str(problem)) from problem
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{document.file_name}"'
    return response


def _document(name: str, key: str, month: date) -> Document:
    """The report, or 404: for a firm that is not there, that is not the reader's, or a month still to come."""
    kind = report_kinds().get(name)
    subject = kind.find(key) if kind else None
    if kind is None or subject is None or month > clock.today():
        raise NotFound
    return compose(kind, subject, month)
