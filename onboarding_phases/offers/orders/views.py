"""The pages of written orders."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from onboarding_phases.offers.orders.forms import IssuerForm
from onboarding_phases.offers.orders.models import Order
from onboarding_phases.offers.orders.permissions import ENTER_ISSUER, READ_ORDERS
from onboarding_phases.offers.orders.queries import find_order, issuer_in_force, listed_orders
from onboarding_phases.offers.orders.reports import ORDER_REPORT
from onboarding_phases.offers.orders.services import enter_issuer
from portal.access import fetch_or_404, person, requires
from portal.errors import RuleViolation
from portal.forms import attempt
from portal.i18n import current_locale
from portal.paging import paginate
from portal.reports.composing import Document, as_page, as_pdf, compose
from portal.reports.printing import PrintingError
from portal.settings import LOCALES

bp = Blueprint("orders", __name__, url_prefix="/orders", template_folder="templates")


@bp.get("")
@requires(READ_ORDERS)
def index() -> ResponseReturnValue:
    """Written orders: a firm's own, or all of them for the vendor."""
    issuer = issuer_in_force() if person().is_vendor else None
    return render_template("orders/index.html", page=paginate(listed_orders()), issuer=issuer)


@bp.route("/issuer", methods=["GET", "POST"])
@requires(ENTER_ISSUER)
def issuer() -> ResponseReturnValue:
    """Who orders, for offers that are sent from now on."""
    form, status = IssuerForm(obj=issuer_in_force()), 200
    if form.validate_on_submit():
        told = {key: value or "" for key, value in form.data.items() if key != "csrf_token"}
        with attempt(form) as tried:
            enter_issuer(**told, actor=person())
        if tried.done:
            flash(_("Entered. Offers that are sent from now on carry it to their written orders."), "ok")
            return redirect(url_for(".index"), 303)
        status = tried.status
    elif form.is_submitted():
        status = 422
    return render_template("orders/issuer.html", form=form), status


@bp.get("/<code:order>")
@requires(READ_ORDERS)
def show(order: str) -> ResponseReturnValue:
    """A written order, as it is printed."""
    with force_locale(_locale()):
        return as_page(_document(order))


@bp.get("/<code:order>.pdf")
@requires(READ_ORDERS)
def pdf(order: str) -> ResponseReturnValue:
    """A written order on paper."""
    with force_locale(_locale()):
        document = _document(order)
        try:
            printed = as_pdf(document)
        except PrintingError as problem:
            raise RuleViolation(str(problem)) from problem
        response = Response(printed, mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{document.file_name}"'
        return response


def _document(code: str) -> Document:
    order = fetch_or_404(Order, code=code)
    subject = find_order(order.code)
    assert subject is not None  # noqa: S101 - it was fetched just now
    return compose(ORDER_REPORT, subject, order.ordered_on.replace(day=1))


def _locale() -> str:
    """The language that the address asks for, else the reader's."""
    asked = request.args.get("locale", "")
    return asked if asked in LOCALES else current_locale()
