"""Pages: what moves with a due day, moving it or asking for it, and the answer."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.extensions.forms import DecideExtensionForm, LookForm, MoveDueDaysForm, WithdrawExtensionForm
from onboarding_phases.extensions.models import Extension
from onboarding_phases.extensions.permissions import DECIDE_EXTENSIONS, MOVE_DUE_DAYS
from onboarding_phases.extensions.queries import answer_days, decides, extensions_of, may_withdraw, right_of
from onboarding_phases.extensions.rules import movable_positions, reaches, shifts_of
from onboarding_phases.extensions.services import decide_extension, move_due_days, withdraw_extension
from onboarding_phases.extensions.values import Shift, digest
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.rows import phase_name
from onboarding_phases.onboardings.rules import CALENDAR
from onboarding_phases.onboardings.standing import reached_on
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from portal import clock
from portal.access import person, requires
from portal.database import db
from portal.errors import Stale
from portal.forms import attempt, choices_of

bp = Blueprint("extensions", __name__, template_folder="templates")
PLACE = "/onboardings/<code:code>/due-days"


@bp.get(PLACE)
@requires(MOVE_DUE_DAYS)
def due_days(code: str) -> ResponseReturnValue:
    onboarding = onboarding_or_404(code)
    look = _look(onboarding, LookForm(request.args if request.args else None))
    form = MoveDueDaysForm(formdata=None)
    if "days" in request.args and look.validate():
        form.phase.data, form.days.data = look.phase.data, look.days.data
    return _page(onboarding, look, form), 422 if look.errors else 200


@bp.post(PLACE)
@requires(MOVE_DUE_DAYS)
def move(code: str) -> ResponseReturnValue:
    onboarding, form, status = onboarding_or_404(code), MoveDueDaysForm(), 422
    if form.validate_on_submit():
        with attempt(form) as tried:
            done = move_due_days(
                onboarding,
                position=form.phase.data,
                days=form.days.data,
                reason=form.reason.data,
                seen=form.seen.data,
                actor=person(),
            )
        if tried.done:
            flash(_told(done), "ok")
            return redirect(url_for("onboardings.show", code=code), 303)
        status = tried.status
        db.session.expire_all()
        onboarding = onboarding_or_404(code)
    look = _look(onboarding, LookForm(None))
    look.phase.data, look.days.data = form.phase.data, form.days.data
    return _page(onboarding, look, form), status


def _told(extension: Extension) -> str:
    if extension.is_waiting:
        return str(_("Asked. You are told when it is answered; until then the due days stay."))
    return str(_("Moved. The other side was told."))


def _look(onboarding: Onboarding, form: LookForm) -> LookForm:
    movable = movable_positions(onboarding.run)
    named = [(str(phase.position), f"{phase.position} {phase_name(phase)}") for phase in onboarding.phases]
    form.phase.choices = choices_of((at, name) for at, name in named if int(at) in movable)
    return form


def _page(onboarding: Onboarding, look: LookForm, form: MoveDueDaysForm) -> str:
    """The form that looks, and below it what moves with the reason to give; the log beside."""
    bounds, today, run = bounds_in_force(), clock.today(), onboarding.run
    extensions, right = extensions_of(onboarding.id), right_of(person(), onboarding)
    position, days = form.phase.data, form.days.data
    is_shown = days is not None and days >= 1 and position in movable_positions(run)
    shifts = shifts_of(run, position, days, on=today, bounds=bounds) if is_shown else []
    by_firm = not person().is_vendor
    asks = bool(shifts) and not reaches(right, run, position, days, by_firm=by_firm, on=today, bounds=bounds)
    form.seen.raw_data, form.seen.data = None, digest(shifts)
    waiting = next((one for one in extensions if one.is_waiting), None)
    return render_template(
        "extensions/move.html",
        onboarding=onboarding,
        look=look,
        form=form,
        shifts=_named(onboarding, shifts),
        asks=asks,
        right=right,
        answer_by=CALENDAR.add(today, answer_days()),
        x_on=reached_on(run, onboarding.x_days, bounds),
        extensions=extensions,
        waiting=waiting,
        may_withdraw=waiting is not None and may_withdraw(person(), waiting),
        runs=onboarding.state is OnboardingState.RUNNING,
    )


def _named(onboarding: Onboarding, shifts: Sequence[Shift]) -> list[tuple[str, Shift]]:
    names = {phase.position: phase_name(phase) for phase in onboarding.phases}
    return [(names[shift.position], shift) for shift in shifts]


@bp.route(PLACE + "/decision", methods=["GET", "POST"])
@requires(DECIDE_EXTENSIONS)
def decision(code: str) -> ResponseReturnValue:
    onboarding, form, status = onboarding_or_404(code), DecideExtensionForm(), 200
    waiting = next((one for one in extensions_of(onboarding.id) if one.is_waiting), None)
    if waiting is None or onboarding.state is not OnboardingState.RUNNING:
        return _nothing_waits(code)
    if form.validate_on_submit():
        if form.seen.data != waiting.asked_at.isoformat():
            raise Stale(_("This request is not waiting any more: it was answered or withdrawn."))
        approve = form.decision.data == "approve"
        with attempt(form) as tried:
            decide_extension(
                waiting, onboarding=onboarding, approve=approve, answer=form.answer.data or "", actor=person()
            )
        if tried.done:
            flash(_("Approved. The due days have moved.") if approve else _("Refused. The due days stay."), "ok")
            return redirect(url_for("onboardings.show", code=code), 303)
        status = tried.status
    elif form.errors:
        status = 422
    return _decision_page(onboarding, waiting, form), status


def _decision_page(onboarding: Onboarding, waiting: Extension, form: DecideExtensionForm) -> str:
    bounds, today = bounds_in_force(), clock.today()
    asked_on = clock.day_of(waiting.asked_at)
    shifts = shifts_of(onboarding.run, waiting.position, waiting.days, on=today, bounds=bounds, asked_on=asked_on)
    form.seen.raw_data, form.seen.data = None, waiting.asked_at.isoformat()
    return render_template(
        "extensions/decide.html",
        onboarding=onboarding,
        waiting=waiting,
        form=form,
        shifts=_named(onboarding, shifts),
        x_on=reached_on(onboarding.run, onboarding.x_days, bounds),
        decides=decides(person(), waiting),
        late=waiting.answer_by is not None and waiting.answer_by < today,
    )


@bp.route(PLACE + "/withdrawal", methods=["GET", "POST"])
@requires(MOVE_DUE_DAYS)
def withdrawal(code: str) -> ResponseReturnValue:
    onboarding, form = onboarding_or_404(code), WithdrawExtensionForm()
    waiting = next((one for one in extensions_of(onboarding.id) if one.is_waiting), None)
    if waiting is None or onboarding.state is not OnboardingState.RUNNING or not may_withdraw(person(), waiting):
        return _nothing_waits(code)
    if form.validate_on_submit():
        if form.seen.data != waiting.asked_at.isoformat():
            raise Stale(_("This request is not waiting any more: it was answered or withdrawn."))
        withdraw_extension(waiting, onboarding=onboarding, actor=person())
        flash(_("Withdrawn. The due days stay as they are."), "ok")
        return redirect(url_for("extensions.due_days", code=code), 303)
    status = 422 if form.errors else 200
    return render_template("extensions/withdraw.html", onboarding=onboarding, waiting=waiting), status


def _nothing_waits(code: str) -> ResponseReturnValue:
    told = _("No request to move due days of this onboarding waits for an answer.")
    if request.method == "POST":
        raise Stale(told)
    flash(told, "info")
    return redirect(url_for("onboardings.show", code=code), 303)
