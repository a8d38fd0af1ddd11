"""One phase: what it brings, what happened to it, and what may be done with it now."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.enums import OnboardingState, PhaseAction
from onboarding_phases.onboardings.forms import (
    CompletePhaseForm,
    PhaseForm,
    ReturnPhaseForm,
    SkipPhaseForm,
    StartPhaseForm,
    SubmitPhaseForm,
)
from onboarding_phases.onboardings.models import Phase
from onboarding_phases.onboardings.permissions import PHASE_PERMISSIONS, VIEW_ONBOARDINGS
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.rows import phase_name, row_of
from onboarding_phases.onboardings.queries.story import story_of
from onboarding_phases.onboardings.rules import actions_of, review_due_on
from onboarding_phases.onboardings.services import (
    complete_phase,
    return_phase,
    skip_phase,
    start_phase,
    submit_phase,
)
from onboarding_phases.onboardings.views.blueprint import bp
from onboarding_phases.onboardings.views.requests import phase_or_404
from onboarding_phases.onboardings.views.single import due_of
from partners.rights.queries import decision_rights
from portal import clock
from portal.access import person, requires
from portal.forms import attempt

PLACE = "/<code:code>/phases/<int(min=1,max=6):position>"
FORMS: dict[PhaseAction, type[PhaseForm]] = {
    PhaseAction.START: StartPhaseForm,
    PhaseAction.SUBMIT: SubmitPhaseForm,
    PhaseAction.COMPLETE: CompletePhaseForm,
    PhaseAction.RETURN: ReturnPhaseForm,
    PhaseAction.SKIP: SkipPhaseForm,
}
TOLD: dict[PhaseAction, LazyString] = {
    PhaseAction.START: _l("Started. The due day stands beside the phase."),
    PhaseAction.SUBMIT: _l("Submitted. The vendor was told and will review it."),
    PhaseAction.COMPLETE: _l("Accepted. The partner was told."),
    PhaseAction.RETURN: _l("Returned. The partner was told what is missing."),
    PhaseAction.SKIP: _l("Skipped. The reason is kept with the phase."),
}


@bp.get(PLACE)
@requires(VIEW_ONBOARDINGS)
def phase(code: str, position: int) -> ResponseReturnValue:
    return _page(phase_or_404(code, position))


@bp.post(PLACE + "/start")
@requires(PHASE_PERMISSIONS[PhaseAction.START])
def start(code: str, position: int) -> ResponseReturnValue:
    return _carry_out(
        PhaseAction.START, code, position, lambda item, **given: start_phase(item, on=clock.today(), **given)
    )


@bp.post(PLACE + "/submit")
@requires(PHASE_PERMISSIONS[PhaseAction.SUBMIT])
def submit(code: str, position: int) -> ResponseReturnValue:
    return _carry_out(
        PhaseAction.SUBMIT,
        code,
        position,
        lambda item, *, note, **given: submit_phase(item, on=clock.today(), note=note or "", **given),
    )


@bp.post(PLACE + "/complete")
@requires(PHASE_PERMISSIONS[PhaseAction.COMPLETE])
def complete(code: str, position: int) -> ResponseReturnValue:
    return _carry_out(
        PhaseAction.COMPLETE, code, position, lambda item, **given: complete_phase(item, on=clock.today(), **given)
    )


@bp.post(PLACE + "/return")
@requires(PHASE_PERMISSIONS[PhaseAction.RETURN])
def send_back(code: str, position: int) -> ResponseReturnValue:
    return _carry_out(PhaseAction.RETURN, code, position, return_phase)


@bp.post(PLACE + "/skip")
@requires(PHASE_PERMISSIONS[PhaseAction.SKIP])
def skip(code: str, position: int) -> ResponseReturnValue:
    return _carry_out(PhaseAction.SKIP, code, position, skip_phase)


def _carry_out(action: PhaseAction, code: str, position: int, verb: Callable[..., None]) -> ResponseReturnValue:
    """Do one step with what its form says; the page again, with the input kept, where it cannot be done."""
    item = phase_or_404(code, position)
    form = _form(action)
    if not form.validate_on_submit():
        return _page(item, action, form), 422
    given = {name: value for name, value in form.data.items() if name != "csrf_token"}
    with attempt(form) as tried:
        verb(item, actor=person(), **given)
    if tried.done:
        flash(TOLD[action], "ok")
        return redirect(url_for("onboardings.show", code=code), 303)
    return _page(phase_or_404(code, position), action, form), tried.status


def _form(action: PhaseAction, phase: Phase | None = None) -> PhaseForm:
    values = {} if phase is None else {"version": phase.version, "formdata": None}
    return FORMS[action](prefix=f"{action.value}-", **values)


def _page(item: Phase, action: PhaseAction | None = None, form: PhaseForm | None = None) -> str:
    """The phase with a form for each step that the reader may take; `form` is the one that was just refused."""
    onboarding, bounds = item.onboarding, bounds_in_force()
    row = row_of(onboarding, clock.today(), bounds)
    forms = {step: _form(step, item) for step in _steps(item)}
    unsent = ""
    if action is not None and form is not None:
        form.version.raw_data, form.version.data = None, item.version
        if action in forms:
            forms[action] = form
        else:
            unsent = next((field.data for field in form if field.type == "TextAreaField" and field.data), "")
    return render_template(
        "onboardings/phase.html",
        onboarding=onboarding,
        phase=item,
        row=row,
        name=phase_name(item),
        mark=row.strip[item.position - 1],
        due_on=due_of(row, item, bounds),
        review_on=review_due_on(item.submitted_on, bounds.review_days) if item.submitted_on else None,
        forms={step.value: found for step, found in forms.items()},
        refused=form,
        unsent=unsent,
        entries=[entry for entry in story_of(onboarding) if entry.position == item.position],
    )


def _steps(item: Phase) -> list[PhaseAction]:
    if item.onboarding.state is not OnboardingState.RUNNING:
        return []
    allowed = [step for step in actions_of(item.state) if PHASE_PERMISSIONS[step].allows(person())]
    return [step for step in allowed if step is not PhaseAction.SKIP or _may_skip(item)]


def _may_skip(item: Phase) -> bool:
    """A firm skips what its tier gives it the right to."""
    return person().is_vendor or item.position in decision_rights(item.partner_id).skipped
