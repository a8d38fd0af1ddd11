"""The page of the handoff to support."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.closing.support.enums import STATE_LABELS, TO_SUPPORT, SupportState
from onboarding_phases.closing.support.forms import REASON, StepForm, WriteForm, return_form, write_form
from onboarding_phases.closing.support.models import SupportHandoff
from onboarding_phases.closing.support.permissions import (
    ANSWER_SUPPORT_HANDOFF,
    READ_SUPPORT_HANDOFF,
    WRITE_SUPPORT_HANDOFF,
)
from onboarding_phases.closing.support.queries import support_handoff_of
from onboarding_phases.closing.support.services import (
    OPEN,
    accept_support_handoff,
    return_support_handoff,
    save_support_handoff,
    submit_support_handoff,
)
from onboarding_phases.handoff.enums import LEVEL_LABELS
from onboarding_phases.handoff.queries import target_percent
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.forms import attempt

bp = Blueprint("support", __name__, url_prefix="/onboardings", template_folder="templates")


@bp.get("/<code:code>/support")
@requires(READ_SUPPORT_HANDOFF)
def show(code: str) -> ResponseReturnValue:
    onboarding = fetch_or_404(Onboarding, code=code)
    return _page(onboarding, support_handoff_of(onboarding.id))


@bp.route("/<code:code>/support/edit", methods=["GET", "POST"])
@requires(WRITE_SUPPORT_HANDOFF)
def edit(code: str) -> ResponseReturnValue:
    onboarding, status = fetch_or_404(Onboarding, code=code), 200
    found = support_handoff_of(onboarding.id)
    form = write_form(found)
    if form.validate_on_submit():
        with attempt(form) as tried:
            save_support_handoff(onboarding, answers=form.answers(), actor=person(), version=form.version.data)
        if tried.done:
            flash(_("Saved."), "ok")
            return redirect(url_for(".show", code=code), 303)
        status = tried.status
        found = support_handoff_of(onboarding.id)
        form.version.raw_data, form.version.data = None, found.version if found else 0
    elif request.method == "POST":
        status = 422
    return _edit_page(onboarding, found, form), status


@bp.post("/<code:code>/support/submit")
@requires(WRITE_SUPPORT_HANDOFF)
def submit(code: str) -> ResponseReturnValue:
    onboarding, found, form = _step(code)
    submit_support_handoff(found, onboarding=onboarding, actor=person(), version=form.version.data)
    flash(_("Submitted. Support was told."), "ok")
    return redirect(url_for(".show", code=code), 303)


@bp.post("/<code:code>/support/accept")
@requires(ANSWER_SUPPORT_HANDOFF)
def accept(code: str) -> ResponseReturnValue:
    onboarding, found, form = _step(code)
    accept_support_handoff(found, onboarding=onboarding, actor=person(), version=form.version.data)
    flash(_("Accepted. Whoever submitted it was told."), "ok")
    return redirect(url_for(".show", code=code), 303)


@bp.route("/<code:code>/support/return", methods=["GET", "POST"])
@requires(ANSWER_SUPPORT_HANDOFF)
def send_back(code: str) -> ResponseReturnValue:
    onboarding, status = fetch_or_404(Onboarding, code=code), 200
    found = support_handoff_of(onboarding.id)
    if found is None:
        return redirect(url_for(".show", code=code))
    form = return_form(found)
    if form.validate_on_submit():
        by = {"onboarding": onboarding, "actor": person(), "version": form.version.data}
        with attempt(form) as tried:
            return_support_handoff(found, missing=form.remarks(), **by)
        if tried.done:
            flash(_("Returned. Whoever submitted it was told."), "ok")
            return redirect(url_for(".show", code=code), 303)
        status = tried.status
    elif request.method == "POST":
        status = 422
    shown = {"categories": TO_SUPPORT, "answers": found.answers, "form": form}
    return render_template("support/return.html", onboarding=onboarding, **shown), status


def _step(code: str) -> tuple[Onboarding, SupportHandoff, StepForm]:
    onboarding, form = fetch_or_404(Onboarding, code=code), StepForm()
    if not form.validate_on_submit():
        abort(400)
    found = support_handoff_of(onboarding.id)
    if found is None:
        abort(404)
    return onboarding, found, form


def _page(onboarding: Onboarding, found: SupportHandoff | None) -> str:
    is_open = onboarding.state is not OnboardingState.WITHDRAWN and (found is None or found.state in OPEN)
    return render_template(
        "support/show.html",
        onboarding=onboarding,
        handoff=found,
        state_word=STATE_LABELS[found.state] if found else None,
        categories=TO_SUPPORT,
        answers=found.answers if found else {},
        done=found.completeness if found else None,
        target=target_percent(),
        may_write=is_open and WRITE_SUPPORT_HANDOFF.allows(person()),
        may_answer=found is not None
        and found.state is SupportState.SUBMITTED
        and ANSWER_SUPPORT_HANDOFF.allows(person()),
        form=StepForm(formdata=None, version=found.version) if found else None,
        today=clock.today(),
    )


def _edit_page(onboarding: Onboarding, found: SupportHandoff | None, form: WriteForm) -> str:
    shown = {
        "categories": TO_SUPPORT,
        "missing": found.missing if found else {},
        "reason": REASON,
        "levels": LEVEL_LABELS,
    }
    return render_template("support/edit.html", onboarding=onboarding, form=form, **shown)
