"""The list of handoffs and the page of one, which reads like a document and is written section by section."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.defaults import HANDOFF
from onboarding_phases.handoff.enums import LEVEL_LABELS, STATE_LABELS, HandoffState
from onboarding_phases.handoff.forms import (
    AcceptHandoffForm,
    HandoffForm,
    OpenHandoffForm,
    SectionForm,
    SignHandoffForm,
    return_form,
    section_form,
    sign_form,
)
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.handoff.permissions import (
    ACCEPT_HANDOFF,
    RETURN_HANDOFF,
    SUBMIT_HANDOFF,
    VIEW_HANDOFFS,
    WRITE_HANDOFF,
)
from onboarding_phases.handoff.queries import (
    MINE,
    ORDERS,
    TABS,
    HandoffFilter,
    completeness_of,
    customers_without_handoff,
    handoff_filter,
    listed_handoffs,
    products_with_handoffs,
    tab_counts,
    target_percent,
    text_of,
)
from onboarding_phases.handoff.rules import Difference, Outdated, completeness, deadlines, may_write
from onboarding_phases.handoff.services import (
    Saved,
    accept_handoff,
    open_handoff,
    return_handoff,
    save_fields,
    sign_handoff,
    submit_handoff,
)
from onboarding_phases.handoff.template.fields import Category
from onboarding_phases.handoff.template.sales_to_cs import CATEGORIES, CATEGORY_OF, FIELDS, SALES_TO_CS
from partners.products.queries import product_name
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import names_of
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import RuleViolation
from portal.forms import show_refusal
from portal.paging import chips, in_address, paginate, sorting

bp = Blueprint("handoffs", __name__, url_prefix="/handoffs", template_folder="templates")
bp.add_app_template_filter(lambda state: str(STATE_LABELS[state]), "handoff_state_word")
bp.add_app_template_filter(lambda instant: (clock.today() - clock.day_of(instant)).days, "days_since")
TAB_LABELS: dict[str, Any] = {
    MINE: _l("Waiting for me"),
    **{state.value: label for state, label in STATE_LABELS.items()},
    HandoffState.DRAFT: _l("Drafts"),
}


@bp.get("")
@requires(VIEW_HANDOFFS)
def index() -> ResponseReturnValue:
    filters, order = handoff_filter(request.args), sorting(ORDERS, default="-age")
    page = paginate(listed_handoffs(filters, order=order.key, descending=order.descending))
    owners = [owner for item in page.items for owner in (item.customer.sales_owner_id, item.customer.cs_owner_id)]
    return render_template(
        "handoff/index.html",
        page=page,
        sort=order,
        filters=filters,
        tabs=_tabs(filters),
        selects=_selects(filters),
        chips=chips(_labels(filters)),
        names=names_of(owners),
        target=target_percent(),
    )


def _tabs(filters: HandoffFilter) -> list[dict[str, Any]]:
    counts = tab_counts(filters)
    kept = in_address("tab", "page")
    shown = {"": _("All"), **{tab: TAB_LABELS[tab] for tab in TABS if tab != MINE or WRITE_HANDOFF.allows(person())}}
    return [
        {
            "label": label,
            "href": url_for(".index", **{**kept, "tab": tab or None}),
            "current": tab == filters.tab,
            "count": counts.get(tab, 0),
        }
        for tab, label in shown.items()
    ]


def _selects(filters: HandoffFilter) -> list[dict[str, Any]]:
    products = [(word, product_name(word)) for word in products_with_handoffs()]
    lacking = [("yes", _("Required fields empty")), ("no", _("All required fields answered"))]
    return [
        {"name": "missing", "label": _("Required fields"), "options": lacking, "value": filters.missing},
        {"name": "product", "label": _("Product"), "options": products, "value": filters.product},
    ]


def _labels(filters: HandoffFilter) -> dict[str, str]:
    lacking = {"yes": _("Required fields empty"), "no": _("All required fields answered")}
    labels = {
        "q": filters.search,
        "missing": lacking.get(filters.missing, ""),
        "product": filters.product and product_name(filters.product),
    }
    return {name: label for name, label in labels.items() if label}


@bp.route("/new", methods=["GET", "POST"])
@requires(WRITE_HANDOFF)
def new() -> ResponseReturnValue:
    """Choose a customer whose handoff nobody has begun, and begin it."""
    form = OpenHandoffForm()
    if form.validate_on_submit():
        customer = fetch_or_404(Customer, public_code=form.customer.data)
        made = open_handoff(customer, actor=person())
        flash(_("The handoff of %(name)s is begun. Write it section by section.", name=customer.name), "ok")
        return redirect(url_for(".show", handoff=made.code), 303)
    search = request.args.get("q", "").strip()[:100]
    page = paginate(customers_without_handoff(search))
    return render_template("handoff/new.html", page=page, search=search), 422 if form.errors else 200


@bp.get("/<code:handoff>")
@requires(VIEW_HANDOFFS)
def show(handoff: str) -> ResponseReturnValue:
    return _page(fetch_or_404(Handoff, code=handoff))


def _page(
    handoff: Handoff,
    *,
    form: SectionForm | None = None,
    differences: tuple[Difference, ...] = (),
    signing: SignHandoffForm | None = None,
) -> str:
    customer, found = handoff.customer, completeness_of(handoff)
    people = [customer.sales_owner_id, customer.cs_owner_id, handoff.accepted_by, handoff.submitted_by]
    people += [remark.by for remark in handoff.returns] + [item.by for item in differences]
    figures = numbers(HANDOFF)
    return render_template(
        "handoff/show.html",
        handoff=handoff,
        answers=handoff.answers,
        remarks=handoff.open_returns,
        found=found,
        target=figures["target"],
        is_ready=found.is_ready(figures["target"]),
        with_required=found.with_filled(found.missing_required),
        sections=[(category, completeness([category], handoff.answers)) for category in SALES_TO_CS],
        category_of=CATEGORY_OF,
        fields=FIELDS,
        level_labels=LEVEL_LABELS,
        text_of=text_of,
        form=form,
        differences={item.item.key: item for item in differences},
        signing=signing or sign_form(handoff),
        deadlines=deadlines(handoff.signed_at, figures, clock.zone()) if handoff.signed_at else [],
        may_write=WRITE_HANDOFF.allows(person()) and may_write(handoff.state, person().role),
        names=names_of(people),
        move=HandoffForm(formdata=None, data={"version": handoff.version}),
    )


@bp.route("/<code:handoff>/sections/<string:category>", methods=["GET", "POST"])
@requires(WRITE_HANDOFF)
def write(handoff: str, category: str) -> ResponseReturnValue:
    """One section of the document, open for writing."""
    found, asked = fetch_or_404(Handoff, code=handoff), _category(category)
    form = section_form(asked, found)
    if not form.is_submitted():
        return _page(found, form=form)
    if not form.validate():
        return _page(found, form=form), 422
    try:
        with db.session.begin_nested():
            saved = save_fields(found, fields=form.answers(), version=form.version.data, actor=person())
    except Outdated as outdated:
        form.form_errors.append(str(outdated))
        form.version.data = found.version
        return _page(found, form=form, differences=outdated.differences), 409
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return _page(found, form=form), 409
    _tell(saved, asked)
    return redirect(url_for(".show", handoff=handoff, _anchor=category), 303)


def _category(key: str) -> Category:
    if key not in CATEGORIES:
        raise NotFound
    return CATEGORIES[key]


def _tell(saved: Saved, category: Category) -> None:
    if saved.changed:
        flash(_("“%(section)s” is saved.", section=category.label), "ok")
    else:
        flash(_("Nothing was different."), "ok")
    if saved.by_others:
        fields = _(", ").join(str(FIELDS[key].label) for key in saved.by_others)
        flash(_("Somebody else wrote in the meantime: %(fields)s. Both are kept.", fields=fields), "info")


@bp.post("/<code:handoff>/signed")
@requires(WRITE_HANDOFF)
def sign(handoff: str) -> ResponseReturnValue:
    """Enter when the contract was signed."""
    found = fetch_or_404(Handoff, code=handoff)
    form = sign_form(found)
    if not form.validate_on_submit():
        return _page(found, signing=form), 422
    changed = sign_handoff(found, signed_at=form.instant(), actor=person())
    flash(_("The date of signing is saved.") if changed else _("Nothing was different."), "ok")
    return redirect(url_for(".show", handoff=handoff), 303)


@bp.post("/<code:handoff>/submit")
@requires(SUBMIT_HANDOFF)
def submit(handoff: str) -> ResponseReturnValue:
    found = fetch_or_404(Handoff, code=handoff)
    form = HandoffForm()
    if not form.validate_on_submit():
        return _page(found), 422
    submit_handoff(found, actor=person(), version=form.version.data)
    flash(_("The handoff is with CS now. They are told in their inbox."), "ok")
    return redirect(url_for(".show", handoff=handoff), 303)


@bp.route("/<code:handoff>/return", methods=["GET", "POST"])
@requires(RETURN_HANDOFF)
def send_back(handoff: str) -> ResponseReturnValue:
    """Say field by field what is missing."""
    found = fetch_or_404(Handoff, code=handoff)
    form = return_form(found)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():
                return_handoff(found, missing=form.remarks(), actor=person(), version=form.version.data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            status = 409
        else:
            flash(_("Returned. Sales is told in the inbox what is missing."), "ok")
            return redirect(url_for(".show", handoff=handoff), 303)
    page = render_template(
        "handoff/return.html", handoff=found, form=form, sections=SALES_TO_CS, answers=found.answers, text_of=text_of
    )
    return page, status


@bp.route("/<code:handoff>/accept", methods=["GET", "POST"])
@requires(ACCEPT_HANDOFF)
def accept(handoff: str) -> ResponseReturnValue:
    """Take the customer over; short of the target, with a manager's reason."""
    found = fetch_or_404(Handoff, code=handoff)
    form = AcceptHandoffForm(data={"version": found.version})
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        reason = form.override_reason.data
        try:
            with db.session.begin_nested():
                accept_handoff(found, actor=person(), override_reason=reason, version=form.version.data)
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            status = 409
        else:
            flash(_("Accepted. Sales is told in the inbox."), "ok")
            return redirect(url_for(".show", handoff=handoff), 303)
    return render_template("handoff/accept.html", handoff=found, form=form, **_standing(found)), status


def _standing(handoff: Handoff) -> dict[str, Any]:
    found, target = completeness_of(handoff), target_percent()
    return {"found": found, "target": target, "is_ready": found.is_ready(target)}
