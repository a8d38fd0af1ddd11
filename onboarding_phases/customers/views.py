"""The list of customers and the page of one of them, for the vendor."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.customers.forms import CustomerForm, NewCustomerForm, customer_form, owners_form
from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.permissions import ASSIGN_OWNERS, CHANGE_CUSTOMER, VIEW_CUSTOMERS
from onboarding_phases.customers.queries import (
    CUSTOMER_ORDERS,
    CustomerFilter,
    customer_filter,
    known_products,
    listed_customers,
    suggested_effort,
)
from onboarding_phases.customers.services import assign_owners, change_customer, register_customer
from onboarding_phases.customers.wording import effort_words
from partners.enums import PREFECTURE_LABELS
from partners.industries import INDUSTRIES
from partners.products.queries import product_name
from partners.queries import partners_by_code
from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import names_of
from portal.database import db
from portal.errors import RuleViolation
from portal.forms import show_refusal
from portal.i18n import localized
from portal.paging import chips, paginate, sorting
from portal.people import Principal, Role

bp = Blueprint("customers", __name__, url_prefix="/customers", template_folder="templates")


@bp.route("")
@requires(VIEW_CUSTOMERS)
def index() -> ResponseReturnValue:
    filters, order = customer_filter(request.args), sorting(CUSTOMER_ORDERS, default="-start")
    page = paginate(listed_customers(filters, order=order.key, descending=order.descending))
    owners = [owner for customer in page.items for owner in (customer.sales_owner_id, customer.cs_owner_id)]
    return render_template(
        "customers/index.html",
        page=page,
        sort=order,
        filters=filters,
        selects=_selects(filters),
        chips=chips(_labels(filters)),
        names=names_of(owners),
    )


def _selects(filters: CustomerFilter) -> list[dict[str, Any]]:
    products = [(word, product_name(word)) for word in known_products()]
    industries = [(division, localized(names)) for division, names in INDUSTRIES.items()]
    owners = [("none", _("Without an owner in CS")), ("some", _("With an owner in CS"))]
    return [
        _select("product", _("Product"), products, filters.product),
        _select("industry", _("Industry"), industries, filters.industry),
        _select("prefecture", _("Prefecture"), [*PREFECTURE_LABELS.items()], filters.prefecture),
        _select("owner", _("Owner"), owners, filters.owner),
    ]


def _select(name: str, label: str, options: Any, value: str) -> dict[str, Any]:
    return {"name": name, "label": label, "options": options, "value": value}


def _labels(filters: CustomerFilter) -> dict[str, str]:
    owners = {"none": _("Without an owner in CS"), "some": _("With an owner in CS")}
    labels = {
        "q": filters.search,
        "product": filters.product and product_name(filters.product),
        "industry": filters.industry and localized(INDUSTRIES[filters.industry]),
        "prefecture": filters.prefecture and str(PREFECTURE_LABELS.get(filters.prefecture, filters.prefecture)),
        "owner": owners.get(filters.owner, ""),
    }
    return {name: label for name, label in labels.items() if label}


@bp.route("/<code:code>")
@requires(VIEW_CUSTOMERS)
def show(code: str) -> ResponseReturnValue:
    return _page(fetch_or_404(Customer, public_code=code))


def _page(customer: Customer) -> str:
    return render_template(
        "customers/show.html",
        customer=customer,
        names=names_of([customer.sales_owner_id, customer.cs_owner_id]),
        partners=partners_by_code([*customer.preferred_partners, *customer.excluded_partners]),
        owners=owners_form(customer) if ASSIGN_OWNERS.allows(person()) else None,
    )


@bp.route("/<code:code>/owners", methods=["POST"])
@requires(ASSIGN_OWNERS)
def owners(code: str) -> ResponseReturnValue:
    customer = fetch_or_404(Customer, public_code=code)
    form = owners_form(customer)
    if not form.validate_on_submit():
        return _page(customer), 422
    sales_owner_id, cs_owner_id = form.ids()
    changed = assign_owners(customer, sales_owner_id=sales_owner_id, cs_owner_id=cs_owner_id, actor=person())
    flash(_("The owners are assigned.") if changed else _("Nothing was different."), "ok")
    return redirect(url_for(".show", code=code), 303)


@bp.route("/new", methods=["GET", "POST"])
@requires(CHANGE_CUSTOMER)
def new() -> ResponseReturnValue:
    form = customer_form(NewCustomerForm)
    status = 422 if form.is_submitted() and not form.suggest.data else 200
    if not form.suggest.data and form.validate_on_submit():
        try:
            with db.session.begin_nested():
                made = register_customer(code=form["code"].data.strip(), facts=form.facts(), actor=person())
                _own(made, person())
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            status = 409
        else:
            flash(_("%(name)s is registered.", name=made.name), "ok")
            return redirect(url_for(".show", code=made.public_code), 303)
    return render_template("customers/new.html", form=form, suggestion=_suggestion(form)), status


def _suggestion(form: CustomerForm) -> str | None:
    """What effort is suggested for what stands in the form, in words; nothing while the form is empty."""
    if not form.suggest.data and not form.is_submitted() and not form.version.data:
        return None
    suggestion = suggested_effort(form.profile)
    return effort_words(suggestion) if suggestion else None


def _own(customer: Customer, reader: Principal) -> None:
    """Let who enters a customer own it, where otherwise they would not see it again."""
    if reader.role in (Role.SALES, Role.CS_MEMBER):
        sells = reader.role is Role.SALES
        assign_owners(
            customer,
            sales_owner_id=reader.id if sells else None,
            cs_owner_id=None if sells else reader.id,
            actor=reader,
        )


@bp.route("/<code:code>/edit", methods=["GET", "POST"])
@requires(CHANGE_CUSTOMER)
def edit(code: str) -> ResponseReturnValue:
    customer = fetch_or_404(Customer, public_code=code)
    form = customer_form(CustomerForm, customer)
    status = 422 if form.is_submitted() and not form.suggest.data else 200
    if not form.suggest.data and form.validate_on_submit():
        try:
            with db.session.begin_nested():
                seen = _seen(form.version.data)
                changed = change_customer(customer, form.facts(), actor=person(), version=seen)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            status = 409
        else:
            flash(_("The customer is saved.") if changed else _("Nothing was different."), "ok")
            return redirect(url_for(".show", code=code), 303)
    shown = {"customer": customer, "suggestion": _suggestion(form)}
    return render_template("customers/edit.html", form=form, **shown), status


def _seen(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 9:
        abort(400)
    return int(text)
