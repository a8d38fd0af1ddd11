"""Leaving an onboarding out of every rate, and lifting that: one person asks, a second one decides."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.onboardings.enums import ExcludedReason
from onboarding_phases.onboardings.forms import AskExclusionForm, AskLiftingForm, DecideExclusionForm
from onboarding_phases.onboardings.models import Exclusion, Onboarding
from onboarding_phases.onboardings.permissions import EXCLUDE_ONBOARDING
from onboarding_phases.onboardings.queries.decisions import open_exclusion
from onboarding_phases.onboardings.services import ask_exclusion, ask_lifting, decide_exclusion
from onboarding_phases.onboardings.views.blueprint import bp
from onboarding_phases.onboardings.views.requests import onboarding_or_404
from portal.access import person, requires
from portal.errors import Stale
from portal.forms import attempt


@bp.route("/<code:code>/exclusion", methods=["GET", "POST"])
@requires(EXCLUDE_ONBOARDING)
def exclusion(code: str) -> ResponseReturnValue:
    onboarding, form, status = onboarding_or_404(code), AskExclusionForm(), 200
    if open_exclusion(onboarding.id) is not None:
        return redirect(url_for("onboardings.exclusion_decision", code=code), 303)
    if form.validate_on_submit():
        with attempt(form) as tried:
            ask_exclusion(onboarding, reason=ExcludedReason(form.reason.data), text=form.note.data, actor=person())
        if tried.done:
            flash(_("Asked. It counts in the rates until a second person agrees."), "ok")
            return _back(onboarding)
        status = tried.status
    elif form.errors:
        status = 422
    return render_template("onboardings/exclude.html", onboarding=onboarding, form=form), status


@bp.route("/<code:code>/exclusion/lifting", methods=["GET", "POST"])
@requires(EXCLUDE_ONBOARDING)
def lifting(code: str) -> ResponseReturnValue:
    onboarding, form, status = onboarding_or_404(code), AskLiftingForm(), 200
    if open_exclusion(onboarding.id) is not None:
        return redirect(url_for("onboardings.exclusion_decision", code=code), 303)
    if request.method == "GET" and onboarding.excluded_reason is None:
        flash(_("This onboarding counts in the rates already."), "info")
        return _back(onboarding)
    if form.validate_on_submit():
        with attempt(form) as tried:
            ask_lifting(onboarding, text=form.note.data, actor=person())
        if tried.done:
            flash(_("Asked. It stays out of the rates until a second person agrees."), "ok")
            return _back(onboarding)
        status = tried.status
    elif form.errors:
        status = 422
    return render_template("onboardings/lift_exclusion.html", onboarding=onboarding, form=form), status


@bp.route("/<code:code>/exclusion/decision", methods=["GET", "POST"])
@requires(EXCLUDE_ONBOARDING)
def exclusion_decision(code: str) -> ResponseReturnValue:
    onboarding, form, status = onboarding_or_404(code), DecideExclusionForm(), 200
    asked = open_exclusion(onboarding.id)
    if asked is None:
        return _nothing_waits(onboarding)
    if form.validate_on_submit():
        if form.seen.data != asked.asked_at.isoformat():
            raise Stale(_("This is decided already."))
        with attempt(form) as tried:
            _decide(asked, onboarding, form)
        if tried.done:
            flash(_told(asked), "ok")
            return _back(onboarding)
        status = tried.status
    elif form.errors:
        status = 422
    form.seen.raw_data, form.seen.data = None, asked.asked_at.isoformat()
    shown = {"onboarding": onboarding, "asked": asked, "form": form, "own": asked.asked_by_id == person().id}
    return render_template("onboardings/decide_exclusion.html", **shown), status


def _nothing_waits(onboarding: Onboarding) -> ResponseReturnValue:
    told = _("No exclusion of this onboarding, nor its lifting, waits for a decision.")
    if request.method == "POST":
        raise Stale(told)
    flash(told, "info")
    return _back(onboarding)


def _decide(asked: Exclusion, onboarding: Onboarding, form: DecideExclusionForm) -> None:
    approve = form.decision.data == "approve"
    decide_exclusion(asked, onboarding=onboarding, approve=approve, answer=form.answer.data or "", actor=person())


def _told(decided: Exclusion) -> str:
    if decided.lifts:
        approved = _("Lifted. It counts in every rate again, on the days on which it would have counted.")
        refused = _("Refused. It stays out of the rates.")
    else:
        approved = _("Left out of every rate. It is counted beside them with its reason.")
        refused = _("Refused. It counts in the rates as before.")
    return str(approved if decided.is_approved else refused)


def _back(onboarding: Onboarding) -> ResponseReturnValue:
    return redirect(url_for("onboardings.show", code=onboarding.code), 303)
