"""The latest period of all firms, the page of one firm, the cases behind a figure, and the policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from certification.forms import DecideAllForm, decide_form, evaluate_form
from certification.metrics.values import CaseKind, CaseRef, Window
from certification.models import Evaluation
from certification.overview import ORDERS, metrics_csv, overview, period_counts
from certification.permissions import DECIDE, EVALUATE, VIEW_CERTIFICATION, VIEW_EVERY_FIRM, VIEW_POLICY
from certification.queries import (
    history,
    latest,
    own_partner,
    periods,
    policies,
    policy_in_force,
    rules_in_force,
    visible_customers,
    waiting,
)
from certification.reports import WORDS, firm_view
from certification.rules import name_of, parsed, tier_words, values_of
from certification.services import decide, decide_all_as_proposed, evaluate_all
from certification.words import definitions, gap_sentence
from partners.models import Partner
from portal import clock
from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import names_of
from portal.database import db
from portal.errors import RuleViolation
from portal.forms import show_refusal
from portal.paging import Page, page_number, sorting
from portal.web.context import vendor_word

bp = Blueprint("certification", __name__, url_prefix="/certification", template_folder="templates")
CASES_A_PAGE = 50


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        abort(404)


@bp.get("")
@requires(VIEW_CERTIFICATION)
def index() -> ResponseReturnValue:
    own = own_partner(person())
    if own is not None:
        return redirect(url_for(".show", partner=own.code), 303)
    return _overview_page()


def _overview_page(form: Any = None) -> str:
    known = periods()
    asked = request.args.get("period")
    period = _day(asked) if asked else max(known, default=None)
    order = sorting(ORDERS, default="partner")
    found = overview(period, order=order, search=request.args.get("q", "")) if period else None
    if period is not None and period not in known:
        abort(404)
    return render_template(
        "certification/index.html",
        period=period,
        periods=known,
        found=found,
        sort=order,
        waiting=waiting(),
        form=form or evaluate_form(known),
        **WORDS,
    )


@bp.post("/evaluations")
@requires(EVALUATE)
def evaluate() -> ResponseReturnValue:
    form = evaluate_form(periods())
    if not form.validate_on_submit():
        return _overview_page(form), 422
    try:
        with db.session.begin_nested():
            made = evaluate_all(period_end=_day(form.period_end.data), actor=person())
    except RuleViolation as refusal:
        show_refusal(form, refusal)
        return _overview_page(form), 409
    flash(ngettext("%(num)s firm is evaluated.", "%(num)s firms are evaluated.", len(made)), "ok")
    return redirect(url_for(".index", period=form.period_end.data), 303)


@bp.route("/decide/<period>", methods=["GET", "POST"])
@requires(DECIDE)
def decide_all(period: str) -> ResponseReturnValue:
    day = _day(period)
    if not waiting().get(day):
        abort(404)
    form = DecideAllForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():
                count = decide_all_as_proposed(period_end=day, reason=form.reason.data, actor=person())
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            status = 409
        else:
            flash(ngettext("%(num)s evaluation is decided.", "%(num)s evaluations are decided.", count), "ok")
            return redirect(url_for(".index", period=period), 303)
    return render_template("certification/decide_all.html", form=form, period=day, counts=period_counts(day)), status


@bp.get("/metrics/<period>.csv")
@requires(VIEW_EVERY_FIRM)
def metrics_file(period: str) -> ResponseReturnValue:
    """The frozen metrics of a period, as `bansou certify` reads them."""
    day = _day(period)
    if day not in periods():
        abort(404)
    named = {"Content-Disposition": f"attachment; filename=metrics-{day.isoformat()}.csv"}
    return Response(metrics_csv(day), mimetype="text/csv", headers=named)


@bp.get("/policy")
@requires(VIEW_POLICY)
def policy() -> ResponseReturnValue:
    today = clock.today()
    return render_template(
        "certification/policy.html",
        rules=rules_in_force(today),
        in_force=policy_in_force(today),
        versions=policies(),
        definitions=definitions(vendor_word()),
        **WORDS,
    )


@bp.get("/<partner_code:partner>")
@requires(VIEW_CERTIFICATION)
def show(partner: str) -> ResponseReturnValue:
    found = fetch_or_404(Partner, code=partner)
    asked = request.args.get("period")
    shown = _evaluation(found, asked) if asked else latest(found.id)
    view = firm_view(found, shown, history(found.id))
    months = parsed(shown.policy.source).window_months if shown else 0
    return render_template(
        "certification/show.html",
        view=view,
        sentence=gap_sentence(view.standing) if view.standing else None,
        window=Window.before(shown.period_end, months) if shown else None,
        deciders=names_of(one.decided_by for one in view.history) if person().is_vendor else {},
        definitions=definitions(vendor_word()),
        **WORDS,
    )


def _evaluation(partner: Partner, period: str) -> Evaluation:
    return fetch_or_404(Evaluation, partner_id=partner.id, period_end=_day(period))


@bp.route("/<partner_code:partner>/<period>/decide", methods=["GET", "POST"])
@requires(DECIDE)
def decide_one(partner: str, period: str) -> ResponseReturnValue:
    found = fetch_or_404(Partner, code=partner)
    evaluation = _evaluation(found, period)
    rules = parsed(evaluation.policy.source)
    form = decide_form(evaluation, rules)
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            with db.session.begin_nested():
                decide(evaluation, tier=form.tier.data, reason=form.reason.data, actor=person())
        except RuleViolation as refusal:
            show_refusal(form, refusal)
            status = 409
        else:
            told = {"name": found.name, "tier": tier_words(rules, form.tier.data)}
            flash(_("%(name)s: %(tier)s is decided. The firm is told.", **told), "ok")
            return redirect(url_for(".index", period=period), 303)
    view = firm_view(found, evaluation, history(found.id))
    return render_template("certification/decide.html", form=form, view=view, rules=rules, **WORDS), status


@bp.get("/<partner_code:partner>/<period>/<metric>")
@requires(VIEW_CERTIFICATION)
def cases(partner: str, period: str, metric: str) -> ResponseReturnValue:
    """The cases behind one figure, as they were frozen."""
    found = fetch_or_404(Partner, code=partner)
    evaluation = _evaluation(found, period)
    kept: Mapping[str, Any] | None = evaluation.metrics.get(metric)
    if kept is None:
        abort(404)
    refs = [CaseRef.thawed(case) for case in kept["cases"]]
    number = min(page_number(), max(1, -(-len(refs) // CASES_A_PAGE)))
    shown = refs[(number - 1) * CASES_A_PAGE : number * CASES_A_PAGE]
    rules = parsed(evaluation.policy.source)
    return render_template(
        "certification/cases.html",
        partner=found,
        evaluation=evaluation,
        metric=metric,
        title=name_of(rules, metric),
        kept=kept,
        value=values_of(rules, evaluation.metrics)[metric] if metric in rules.columns else None,
        page=Page(shown, number, CASES_A_PAGE, len(refs)),
        kinds=CaseKind,
        customers=visible_customers(case.code for case in shown if case.code),
        window=Window.before(evaluation.period_end, rules.window_months),
        definition=definitions(vendor_word()).get(metric),
        **WORDS,
    )
