"""Pages of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from onboarding_phases.commitments import forms
from onboarding_phases.commitments.enums import SOURCE_LABELS, STATE_LABELS, CommitmentState
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.permissions import (
    ADD_COMMITMENT,
    DECIDE_COMMITMENT,
    KEEP_COMMITMENT,
    LIST_COMMITMENTS,
    READ_COMMITMENTS,
)
from onboarding_phases.commitments.queries import (
    ORDERS,
    TABS,
    ledger_of,
    listed,
    replaced,
    replaced_by,
    tab_counts,
    tally,
)
from onboarding_phases.commitments.services import (
    add_commitment,
    consent_to_commitment,
    keep_commitment,
    plan_commitment,
    refuse_commitment,
    renegotiate_commitment,
    share_commitment,
    tell_customer,
)
from onboarding_phases.commitments.services.writing import levels_for
from onboarding_phases.handoff.queries import label_of
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.database import db
from portal.forms import attempt, choices_of
from portal.levels import FOR_THE_VENDOR, Level
from portal.paging import chips, in_address, paginate, sorting
from portal.web.context import level_word

bp = Blueprint("commitments", __name__, template_folder="templates")
TAB_LABELS = {
    "open": _l("Not settled yet"),
    "overdue": _l("Past their day"),
    "proposed": _l("Wait for consent"),
    "all": _l("All"),
}


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "commitment_state": lambda state: STATE_LABELS[state],
        "source_words": lambda row: label_of(row.field) if row.field else SOURCE_LABELS[row.source],
    }


@bp.get("/commitments")
@requires(LIST_COMMITMENTS)
def index() -> ResponseReturnValue:
    order = sorting(ORDERS, default="due")
    tab = request.args["tab"] if request.args.get("tab") in TABS else "open"
    text = request.args.get("q", "").strip()[:200]
    page = paginate(listed(tab, text=text, order=order.key, descending=order.descending))
    kept = in_address("tab", "page")
    tabs = [
        {
            "label": TAB_LABELS[key],
            "href": url_for(".index", **{**kept, "tab": key if key != "open" else None}),
            "current": key == tab,
            "count": count,
        }
        for key, count in tab_counts(text).items()
    ]
    labels = {"q": str(_("Search: %(text)s", text=text))} if text else {}
    shown = {"tab": tab, "text": text, "tabs": tabs, "chips": chips(labels), "sort": order, "today": clock.today()}
    return render_template("commitments/list.html", page=page, **shown)


@bp.get("/onboardings/<code:code>/commitments")
@requires(READ_COMMITMENTS)
def ledger(code: str) -> ResponseReturnValue:
    onboarding = fetch_or_404(Onboarding, code=code)
    rows = ledger_of(onboarding.id)
    runs = onboarding.state is OnboardingState.RUNNING
    return render_template(
        "commitments/ledger.html",
        onboarding=onboarding,
        rows=rows,
        tally=tally(rows),
        may_add=runs and ADD_COMMITMENT.allows(person()),
        today=clock.today(),
    )


@bp.route("/onboardings/<code:code>/commitments/new", methods=["GET", "POST"])
@requires(ADD_COMMITMENT)
def add(code: str) -> ResponseReturnValue:
    onboarding, status = fetch_or_404(Onboarding, code=code), 200
    form = _add_form()
    if form.validate_on_submit():
        with attempt(form) as tried:
            made = add_commitment(onboarding, form.words, actor=person())
        if tried.done:
            return _added(made, form)
        status = tried.status
    elif request.method == "POST":
        status = 422
    return render_template("commitments/add.html", onboarding=onboarding, form=form), status


def _add_form() -> forms.AddCommitmentForm:
    if not person().is_vendor:
        return forms.AddCommitmentForm(said_on=clock.today())
    form = forms.AddAsVendorForm(said_on=clock.today(), level=Level.VENDOR.value)
    form.level.choices = choices_of((level.value, word) for level, word in FOR_THE_VENDOR.items())
    return form


def _added(made: Commitment, form: forms.AddCommitmentForm) -> ResponseReturnValue:
    if made.state is CommitmentState.PROPOSED:
        flash(_("Entered. It counts once the CS owner agrees to it."), "ok")
    elif isinstance(form, forms.AddAsVendorForm) and Level(form.level.data) is not Level.VENDOR:
        return redirect(url_for(".share", commitment=made.code, level=form.level.data), 303)
    else:
        flash(_("Entered. %(who)s.", who=level_word(made.level)), "ok")
    return redirect(url_for(".show", commitment=made.code), 303)


@bp.get("/commitments/<code:commitment>")
@requires(READ_COMMITMENTS)
def show(commitment: str) -> ResponseReturnValue:
    found = fetch_or_404(Commitment, code=commitment)
    return render_template(
        "commitments/show.html",
        commitment=found,
        onboarding=found.onboarding,
        before=replaced(found),
        after=replaced_by(found) if found.state is CommitmentState.RENEGOTIATED else None,
        form=forms.ConsentForm(version=found.version),
        may_keep=KEEP_COMMITMENT.allows(person()),
        may_decide=DECIDE_COMMITMENT.allows(person()),
        wider=levels_for(found),
        today=clock.today(),
    )


@bp.route("/commitments/<code:commitment>/keep", methods=["GET", "POST"])
@requires(KEEP_COMMITMENT)
def keep(commitment: str) -> ResponseReturnValue:
    found = fetch_or_404(Commitment, code=commitment)
    form = forms.KeepForm(version=found.version, on=clock.today())
    return _act(
        "keep",
        found,
        form,
        lambda by: keep_commitment(found, proof=form.proof.data, on=form.on.data, told_on=form.told_on.data, **by),
        _l("Entered as kept."),
    )


@bp.route("/commitments/<code:commitment>/renegotiate", methods=["GET", "POST"])
@requires(DECIDE_COMMITMENT)
def renegotiate(commitment: str) -> ResponseReturnValue:
    found = fetch_or_404(Commitment, code=commitment)
    form = forms.RenegotiateForm(version=found.version, text=found.text, due_on=found.due_on)
    return _act(
        "renegotiate",
        found,
        form,
        lambda by: renegotiate_commitment(
            found, text=form.text.data, due_on=form.due_on.data, told_on=form.told_on.data, **by
        ),
        _l("Renegotiated. What was promised before stays in the ledger."),
    )


@bp.route("/commitments/<code:commitment>/refuse", methods=["GET", "POST"])
@requires(DECIDE_COMMITMENT)
def refuse(commitment: str) -> ResponseReturnValue:
    found = fetch_or_404(Commitment, code=commitment)
    form = forms.RefuseForm(version=found.version)
    return _act(
        "refuse",
        found,
        form,
        lambda by: refuse_commitment(found, reason=form.reason.data, told_on=form.told_on.data, **by),
        _l("Refused. Who may read it sees the reason."),
    )


@bp.route("/commitments/<code:commitment>/plan", methods=["GET", "POST"])
@requires(DECIDE_COMMITMENT)
def plan(commitment: str) -> ResponseReturnValue:
    found = fetch_or_404(Commitment, code=commitment)
    form = forms.PlanForm(version=found.version, said_to=found.said_to)
    return _act(
        "plan",
        found,
        form,
        lambda by: plan_commitment(found, due_on=form.due_on.data, said_to=form.said_to.data or "", **by),
        _l("The day is set."),
    )


@bp.route("/commitments/<code:commitment>/told", methods=["GET", "POST"])
@requires(DECIDE_COMMITMENT)
def told(commitment: str) -> ResponseReturnValue:
    found = fetch_or_404(Commitment, code=commitment)
    form = forms.TellForm(version=found.version, on=clock.today())
    return _act("told", found, form, lambda by: tell_customer(found, on=form.on.data, **by), _l("Entered."))


@bp.post("/commitments/<code:commitment>/consent")
@requires(DECIDE_COMMITMENT)
def consent(commitment: str) -> ResponseReturnValue:
    found, form = fetch_or_404(Commitment, code=commitment), forms.ConsentForm()
    if not form.validate_on_submit():
        abort(400)
    consent_to_commitment(found, onboarding=found.onboarding, actor=person(), version=form.version.data)
    flash(_("Agreed. The commitment is open now."), "ok")
    return redirect(url_for(".show", commitment=commitment), 303)


@bp.route("/commitments/<code:commitment>/share", methods=["GET", "POST"])
@requires(DECIDE_COMMITMENT)
def share(commitment: str) -> ResponseReturnValue:
    found = fetch_or_404(Commitment, code=commitment)
    wider = levels_for(found)
    asked = request.args.get("level")
    form = forms.ShareForm(version=found.version, level=asked if asked in wider else next(iter(wider), None))
    form.level.choices = choices_of((level.value, word) for level, word in wider.items())
    return _act(
        "share",
        found,
        form,
        lambda by: share_commitment(found, level=Level(form.level.data), **by),
        _l("Shared."),
        wider=wider,
    )


def _act(
    action: str,
    found: Commitment,
    form: forms.ActForm,
    do: Callable[[dict[str, Any]], object],
    done: LazyString,
    **shown: Any,
) -> ResponseReturnValue:
    """A page for one thing done with a commitment; what was typed stays where it cannot be done."""
    status = 200
    if form.validate_on_submit():
        by = {"onboarding": found.onboarding, "actor": person(), "version": form.version.data}
        with attempt(form) as tried:
            do(by)
        if tried.done:
            flash(str(done), "ok")
            return redirect(url_for(".show", commitment=found.code), 303)
        status = tried.status
        db.session.refresh(found)
        form.version.raw_data, form.version.data = None, found.version
    elif request.method == "POST":
        status = 422
    page = {"commitment": found, "onboarding": found.onboarding, "form": form, **shown}
    return render_template(
        f"commitments/{'share' if action == 'share' else 'act'}.html", action=action, **page
    ), status
