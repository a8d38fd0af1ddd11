"""The draft of the next version: what it says so far, its schedule, its rule and its phases."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from onboarding_phases.playbooks.differences import differences
from onboarding_phases.playbooks.editing import with_rule, with_schedule, with_texts
from onboarding_phases.playbooks.forms import MoveTaskForm, phase_form, rule_form, schedule_form
from onboarding_phases.playbooks.permissions import EDIT_PLAYBOOKS, VIEW_PLAYBOOKS
from onboarding_phases.playbooks.queries import version_of
from onboarding_phases.playbooks.rules import (
    PHASE_TEXTS,
    Fault,
    blocking_faults,
    faults_of_rule,
    faults_of_schedule,
    faults_of_texts,
)
from onboarding_phases.playbooks.services import RULE, SCHEDULE, begin_draft
from onboarding_phases.playbooks.values import PlaybookText
from onboarding_phases.playbooks.views.blueprint import bp
from onboarding_phases.playbooks.views.requests import draft_or_none, edit_part, no_draft
from onboarding_phases.playbooks.wording import warnings_of
from portal.access import person, requires


@bp.post("/<product>/draft")
@requires(EDIT_PLAYBOOKS)
def begin(product: str) -> ResponseReturnValue:
    begin_draft(version_of(product) or abort(404), actor=person())
    return redirect(url_for("playbooks.draft", product=product), 303)


@bp.get("/<product>/draft")
@requires(VIEW_PLAYBOOKS)
def draft(product: str) -> ResponseReturnValue:
    found = draft_or_none(product)
    if found is None:
        return no_draft(product)
    text, base = found.text, version_of(product, found.base.version) or abort(404)
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


@bp.route("/<product>/draft/schedule", methods=["GET", "POST"])
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


@bp.route("/<product>/draft/rule", methods=["GET", "POST"])
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


@bp.route("/<product>/draft/phases/<int(min=1,max=6):position>", methods=["GET", "POST"])
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
