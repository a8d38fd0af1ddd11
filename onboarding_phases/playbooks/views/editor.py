"""The draft of the next version: what it says so far, its schedule, its rule and its phases."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.playbooks.differences import differences
from onboarding_phases.playbooks.editing import with_name, with_rule, with_schedule, with_texts
from onboarding_phases.playbooks.forms import (
    MoveTaskForm,
    name_form,
    new_product_form,
    phase_form,
    rule_form,
    schedule_form,
)
from onboarding_phases.playbooks.permissions import EDIT_PLAYBOOKS, VIEW_PLAYBOOKS
from onboarding_phases.playbooks.queries import bases, version_of
from onboarding_phases.playbooks.rules import (
    PHASE_TEXTS,
    Fault,
    blocking_faults,
    faults_of_name,
    faults_of_rule,
    faults_of_schedule,
    faults_of_texts,
)
from onboarding_phases.playbooks.services import NAME, RULE, SCHEDULE, begin_draft, begin_product
from onboarding_phases.playbooks.values import PlaybookText
from onboarding_phases.playbooks.views.blueprint import bp
from onboarding_phases.playbooks.views.requests import draft_or_none, edit_part, no_draft
from onboarding_phases.playbooks.wording import warnings_of
from partners.products.queries import product_name
from portal.access import person, requires
from portal.forms import attempt


@bp.post("/<word:product>/draft")
@requires(EDIT_PLAYBOOKS)
def begin(product: str) -> ResponseReturnValue:
    begin_draft(version_of(product) or abort(404), actor=person())
    return redirect(url_for("playbooks.draft", product=product), 303)


@bp.get("/<word:product>/draft")
@requires(VIEW_PLAYBOOKS)
def draft(product: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    text, base = found.text, version_of(found.base.product, found.base.version) or abort(404)
    return render_template(
        "playbooks/draft.html",
        draft=found,
        product=product,
        text=text,
        numbers=text.numbers(),
        changes=differences(base.text, text),
        faults=blocking_faults(text),
        warnings=warnings_of(text),
    )


@bp.route("/drafts/new", methods=["GET", "POST"])
@requires(EDIT_PLAYBOOKS)
def new_product() -> ResponseReturnValue:
    form, status = new_product_form(_bases()), 200
    if form.validate_on_submit():
        product, version = form.base_version()
        base = version_of(product, version) or abort(404)
        with attempt(form) as tried:
            found = begin_product(form.product.data, name=form.name(), base=base, actor=person())
        if tried.done:
            flash(_("The draft is begun. Customers can have the product once it is published."), "ok")
            return redirect(url_for("playbooks.draft", product=found.product), 303)
        status = tried.status
    elif request.method == "POST":
        status = 422
    return render_template("playbooks/new.html", form=form), status


def _bases() -> list[tuple[str, str]]:
    return [
        (f"{product}:{version}", _("%(product)s, version %(number)s", product=product_name(product), number=version))
        for product, version in bases()
    ]


@bp.route("/<word:product>/draft/name", methods=["GET", "POST"])
@requires(EDIT_PLAYBOOKS)
def name(product: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    back = url_for("playbooks.draft", product=product, _anchor="h-name")
    if not found.text.name:
        flash(_("This product came with the portal, and so did its name."), "info")
        return redirect(back, 303)
    form = name_form(found.text, found.version)

    def make(text: PlaybookText) -> PlaybookText:
        return with_name(text, form.name())

    return edit_part("playbooks/name.html", form, found, NAME, make=make, faults=faults_of_name, back=back)


@bp.route("/<word:product>/draft/schedule", methods=["GET", "POST"])
@requires(EDIT_PLAYBOOKS)
def schedule(product: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    form = schedule_form(found.text, found.version)

    def make(text: PlaybookText) -> PlaybookText:
        return with_schedule(text, x_days=form.x_days.data, days=form.days(), own_days=form.own_days())

    back = url_for("playbooks.draft", product=product, _anchor="h-days")
    return edit_part(
        "playbooks/schedule.html", form, found, SCHEDULE, make=make, faults=faults_of_schedule, back=back
    )


@bp.route("/<word:product>/draft/rule", methods=["GET", "POST"])
@requires(EDIT_PLAYBOOKS)
def rule(product: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    form = rule_form(found.text, found.version)

    def make(text: PlaybookText) -> PlaybookText:
        return with_rule(text, [item for _row, item in form.conditions()])

    def faults(text: PlaybookText) -> list[Fault]:
        rows = [row for row, _item in form.conditions()] or [0]
        return [_in_row(fault, rows) for fault in faults_of_rule(text.rule)]

    back = url_for("playbooks.draft", product=product, _anchor="h-rule")
    return edit_part("playbooks/rule.html", form, found, RULE, make=make, faults=faults, back=back)


def _in_row(fault: Fault, rows: list[int]) -> Fault:
    """A fault of the n-th condition, at the row of the form that holds it: rows may be empty between."""
    name, number, *rest = fault.field.replace("at_least", "least").split("_")
    name = {"least": "at_least"}.get(name, name)
    return Fault("_".join([name, str(rows[int(number)]), *rest]), fault.text)


@bp.route("/<word:product>/draft/phases/<int(min=1,max=6):position>", methods=["GET", "POST"])
@requires(EDIT_PLAYBOOKS)
def phase(product: str, position: int) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    text = found.text
    form = phase_form(text.phases[position - 1], found.version)

    def make(text: PlaybookText) -> PlaybookText:
        return with_texts(text, position, {what: form.localized(what) for what in PHASE_TEXTS})

    return edit_part(
        "playbooks/phase.html",
        form,
        found,
        str(position),
        make=make,
        faults=lambda text: faults_of_texts(text.phases[position - 1]),
        back=url_for("playbooks.draft", product=product, _anchor=f"p-{position}"),
        position=position,
        move=MoveTaskForm(formdata=None, version=found.version),
        warnings=warnings_of(text),
        numbers=text.numbers(),
    )
