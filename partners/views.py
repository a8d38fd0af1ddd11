"""The list of partners and the page of one firm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from partners.enums import (
    KIND_LABELS,
    LANGUAGE_LABELS,
    PREFECTURE_LABELS,
    STATUS_LABELS,
    STRENGTH_LABELS,
    TIER_LABELS,
    PartnerKind,
    PartnerStatus,
)
from partners.forms import NewPartnerForm, PartnerForm, move_status_form, partner_form
from partners.industries import INDUSTRIES
from partners.models import ClosingDays, Partner
from partners.permissions import CHANGE_PARTNER, LIST_PARTNERS, VIEW_PARTNER
from partners.products.queries import product_name
from partners.queries import (
    PARTNER_ORDERS,
    PartnerFilter,
    capacities_in,
    history_of,
    known_words,
    listed_partners,
    partner_filter,
    slot_totals,
    slots_of,
    tier_history,
    tiers_in_force,
)
from partners.rules import TRANSITIONS, months_from
from partners.services import change_partner, move_status, register_partner
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.database import db
from portal.errors import RuleViolation
from portal.forms import show_refusal
from portal.i18n import localized
from portal.paging import chips, paginate, sorting
from portal.request_keys import multiple

bp = Blueprint("partners", __name__, url_prefix="/partners", template_folder="templates")


def _word(labels: Mapping[Any, Any]) -> Callable[[Any], str]:
    return lambda word: str(labels.get(word, word))


# Words of partners for the templates of every room.
bp.add_app_template_filter(_word(KIND_LABELS), "kind_word")
bp.add_app_template_filter(_word(STATUS_LABELS), "status_word")
bp.add_app_template_filter(product_name, "product_word")
bp.add_app_template_filter(_word(STRENGTH_LABELS), "strength_word")
bp.add_app_template_filter(_word(LANGUAGE_LABELS), "language_word")
bp.add_app_template_filter(_word(PREFECTURE_LABELS), "prefecture_word")
bp.add_app_template_filter(_word(TIER_LABELS), "tier_word")
bp.add_app_template_filter(lambda division: localized(INDUSTRIES.get(division)) or division, "industry_word")


@bp.route("")
@requires(LIST_PARTNERS)
def index() -> ResponseReturnValue:
    filters, order, today = partner_filter(request.args), sorting(PARTNER_ORDERS, default="code"), clock.today()
    statement = listed_partners(filters, order=order.key, descending=order.descending, today=today)
    page = paginate(statement)
    months = months_from(today, 2)
    return render_template(
        "partners/index.html",
        page=page,
        sort=order,
        filters=filters,
        selects=_selects(filters),
        chips=chips(_labels(filters)),
        months=months,
        tiers=tiers_in_force(today),
        slots=capacities_in([partner.id for partner in page.items], months),
        totals=slot_totals(months[1]),
    )


def _selects(filters: PartnerFilter) -> list[dict[str, Any]]:
    products = [(word, product_name(word)) for word in known_words(Partner.products)]
    return [
        _select("status", _("Status"), STATUS_LABELS.items(), filters.status),
        _select("kind", _("Kind"), KIND_LABELS.items(), filters.kind),
        _select("product", _("Product"), products, filters.product),
        _select("prefecture", _("Prefecture"), [*PREFECTURE_LABELS.items()], filters.prefecture),
    ]


def _select(name: str, label: str, options: Any, value: str) -> dict[str, Any]:
    return {"name": name, "label": label, "options": list(options), "value": value}


def _labels(filters: PartnerFilter) -> dict[str, str]:
    labels = {
        "q": filters.search,
        "status": filters.status and str(STATUS_LABELS[PartnerStatus(filters.status)]),
        "kind": filters.kind and str(KIND_LABELS[PartnerKind(filters.kind)]),
        "product": filters.product and product_name(filters.product),
        "prefecture": filters.prefecture and str(PREFECTURE_LABELS.get(filters.prefecture, filters.prefecture)),
    }
    return {name: label for name, label in labels.items() if label}


@bp.route("/<partner_code:partner>")
@requires(VIEW_PARTNER)
def show(partner: str) -> ResponseReturnValue:
    today = clock.today()
    coming = Partner.closings.and_(ClosingDays.last_on >= today)
    found = fetch_or_404(Partner, joinedload(coming), code=partner)
    slots = slots_of(found.id)
    tiers = tier_history(found.id)
    return render_template(
        "partners/show.html",
        partner=found,
        tier=next((tier.level for tier in tiers if tier.effective_on <= today), None),
        capacities=slots,
        history=history_of(found.id),
        steps=TRANSITIONS[found.status],
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(CHANGE_PARTNER)
@multiple("prefectures", "languages", "products")
def new() -> ResponseReturnValue:
    form = partner_form(NewPartnerForm)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():
                made = register_partner(code=form["code"].data.strip(), facts=form.facts(), actor=person())
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            status = 409
        else:
            flash(_("%(name)s is registered as a candidate.", name=made.name), "ok")
            return redirect(url_for(".show", partner=made.code), 303)
    return render_template("partners/new.html", form=form), status


@bp.route("/<partner_code:partner>/edit", methods=["GET", "POST"])
@requires(CHANGE_PARTNER)
@multiple("prefectures", "languages", "products")
def edit(partner: str) -> ResponseReturnValue:
    found = fetch_or_404(Partner, code=partner)
    form = partner_form(PartnerForm, found)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():
                changed = change_partner(found, form.facts(), actor=person(), version=_seen(form.version.data))
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            status = 409
        else:
            flash(_("The profile is saved.") if changed else _("Nothing was different."), "ok")
            return redirect(url_for(".show", partner=partner), 303)
    return render_template("partners/edit.html", form=form, partner=found), status


def _seen(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 9:
        abort(400)
    return int(text)


@bp.route("/<partner_code:partner>/status", methods=["GET", "POST"])
@requires(CHANGE_PARTNER)
def status(partner: str) -> ResponseReturnValue:
    found = fetch_or_404(Partner, code=partner)
    form = move_status_form(found)
    code = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():
                after = PartnerStatus(form.status.data)
                move_status(found, status=after, on=form.on.data, reason=form.reason.data.strip(), actor=person())
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            code = 409
        else:
            flash(_("The partner's status is now: %(status)s.", status=STATUS_LABELS[after]), "ok")
            return redirect(url_for(".show", partner=partner), 303)
    return render_template("partners/status.html", form=form, partner=found), code
