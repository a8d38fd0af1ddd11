"""The pages on which a manager acts against the solver."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.allocation.enums import OverrideKind, RunState
from onboarding_phases.allocation.models import AllocationRuling, AllocationRun
from onboarding_phases.allocation.overrides.forms import LiftForm, OverrideForm
from onboarding_phases.allocation.overrides.permissions import OVERRIDE_ALLOCATION, VIEW_RULINGS
from onboarding_phases.allocation.overrides.queries import rulings
from onboarding_phases.allocation.overrides.reports import Change
from onboarding_phases.allocation.overrides.services import lift_ruling, override, refuse_override
from onboarding_phases.customers.models import Customer
from partners.models import Partner
from portal.access import fetch_or_404, person, requires
from portal.accounts.queries import names_of
from portal.errors import RuleViolation
from portal.forms import attempt, show_refusal
from portal.paging import cut, paginate

FIRMS_ON_A_PAGE = 15
bp = Blueprint("overrides", __name__, url_prefix="/allocations", template_folder="templates")


@bp.route("/<code:run>/change", methods=["GET", "POST"])
@requires(OVERRIDE_ALLOCATION)
def change(run: str) -> ResponseReturnValue:
    """Choose a firm for a customer, see what it costs, and confirm it with a reason."""
    found, told = fetch_or_404(AllocationRun, code=run), request.values
    if found.state != RunState.DRAFT:
        flash(_("Only a draft can be changed by hand, and this plan is none any more."), "warn")
        return redirect(url_for("allocations.show", run=run), 303)
    if not told.get("customer"):
        flash(_("Choose a customer of the plan first."), "info")
        return redirect(url_for("allocations.show", run=run), 303)
    customer = fetch_or_404(Customer, public_code=told["customer"])
    if customer.code not in found.result["customers"]:
        abort(404)
    kinds = {str(kind): kind for kind in OverrideKind}
    if told.get("kind") not in kinds or not told.get("firm"):
        return _choose(found, customer), 422 if request.method == "POST" else 200
    firm = fetch_or_404(Partner, code=told["firm"])
    return _confirm(found, customer, firm, kinds[told["kind"]])


def _choose(run: AllocationRun, customer: Customer) -> str:
    looked = Change(run, customer)
    page = cut(looked.choices(), size=FIRMS_ON_A_PAGE)
    return render_template("overrides/choose.html", run=run, customer=customer, change=looked, page=page)


def _confirm(run: AllocationRun, customer: Customer, firm: Partner, kind: OverrideKind) -> ResponseReturnValue:
    asked: dict[str, Any] = {"kind": kind, "customer": customer, "firm": firm}
    form = OverrideForm(data={"customer": customer.public_code, "firm": firm.code, "kind": str(kind)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate_on_submit():
            with attempt(form) as tried:
                made = override(run, **asked, reason=form.reason.data, actor=person())
            if tried.done:
                flash(_("The plan is computed anew with your change. The draft before it was put aside."), "ok")
                return redirect(url_for("allocations.show", run=made.code), 303)
            status = tried.status
    looked = Change(run, customer)
    refusal = _refusal(run, looked, asked)
    if refusal and status == 200:
        status = refusal.status
        show_refusal(form, refusal)
    prices = looked.prices(kind, firm.code) if looked.can_price and not refusal else {}
    page = {"run": run, **asked, "change": looked, "refused": refusal is not None, "prices": prices}
    return render_template("overrides/confirm.html", form=form, **page), status


def _refusal(run: AllocationRun, looked: Change, asked: dict[str, Any]) -> RuleViolation | None:
    """Why it could not be done, if so."""
    try:
        refuse_override(run, looked.task, **asked)
    except RuleViolation as refused:
        return refused
    return None


@bp.get("/rulings")
@requires(VIEW_RULINGS)
def index() -> ResponseReturnValue:
    """Pins and bans in force, or those that were lifted."""
    lifted = request.args.get("show") == "lifted"
    page = paginate(rulings(lifted=lifted))
    people = names_of([each for row in page.items for each in (row.made_by, row.lifted_by)])
    return render_template("overrides/rulings.html", page=page, lifted=lifted, people=people)


@bp.post("/rulings/<code:ruling>/lift")
@requires(OVERRIDE_ALLOCATION)
def lift(ruling: str) -> ResponseReturnValue:
    """Lift a pin or a ban."""
    found = fetch_or_404(AllocationRuling, code=ruling)
    if not LiftForm().validate_on_submit():
        abort(400)
    lift_ruling(found, actor=person())
    flash(_("Lifted. The next run is free to decide."), "ok")
    return redirect(url_for(".index"), 303)
