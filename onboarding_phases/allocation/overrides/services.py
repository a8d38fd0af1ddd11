"""Pinning, banning and moving by hand, each with a reason; and lifting what stays in force."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onboarding_phases.allocation.enums import OverrideKind, RunState
from onboarding_phases.allocation.events import AllocationOverridden, RulingLifted
from onboarding_phases.allocation.models import AllocationOverride, AllocationRuling, AllocationRun
from onboarding_phases.allocation.overrides.queries import banned_firms, pin_of
from onboarding_phases.allocation.overrides.rules import broken_rule
from onboarding_phases.allocation.rules import BLOCKED_LABELS
from onboarding_phases.allocation.services import begin_run, discard_run
from onboarding_phases.allocation.values import Task, placed_in
from onboarding_phases.customers.models import Customer
from partners.models import Partner
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import Principal

UNKNOWN_OUTCOME = 0.5


def override(
    run: AllocationRun, *, kind: OverrideKind, customer: Customer, firm: Partner, reason: str, actor: Principal
) -> AllocationRun:
    """Act against a draft: the next run begins from the same input with the override, and the draft is put aside.

    A pin or a ban stays in force until it is lifted. What it costs is kept once the new plan is computed.

    Raises:
        RuleViolation: the run is no draft, does not know the pair, the override breaks a hard rule, which is named,
            or is at odds with a pin or ban in force.
    """
    db.session.refresh(run, ["state"], with_for_update=True)
    if run.state != RunState.DRAFT:
        raise Stale(_("Only a draft can be changed by hand, and this plan is none any more."))
    task = Task.of(run.frozen, run.policy)
    refuse_override(run, task, kind=kind, customer=customer, firm=firm)
    if kind != OverrideKind.MOVE:
        _rule(kind, customer, firm, reason, actor)
    made = begin_run(
        month=run.month,
        frozen=_frozen(run, kind, customer.code, firm.code),
        policy=run.policy,
        policy_version=run.policy_version,
        based_on=run,
        actor=actor,
    )
    db.session.add(_kept(run, made, kind, customer, firm, reason, actor))
    told: dict[str, Any] = {"run": run.code, "made_run": made.code, "kind": str(kind), "reason": reason}
    publish(AllocationOverridden(actor_id=actor.id, customer_id=customer.id, partner_id=firm.id, **told))
    discard_run(run, actor=actor)
    return made


def refuse_override(
    run: AllocationRun, task: Task, *, kind: OverrideKind, customer: Customer, firm: Partner
) -> None:
    """Say why an override cannot be made.

    Raises:
        RuleViolation: the pair is unknown to the run, a hard rule is broken, or a pin or ban is at odds with it.
    """
    if customer.code not in run.result["customers"] or firm.code not in run.result["partners"]:
        raise RuleViolation(_("The run does not know this customer and this firm."))
    placed = placed_in(run.result)
    _refuse_at_odds(kind, customer, firm, placed)
    broken = broken_rule(task, kind, customer.code, firm.code, placed)
    if broken:
        told = {"customer": customer.name, "partner": firm.name, "rule": BLOCKED_LABELS[broken.rule]}
        raise RuleViolation(_("%(customer)s cannot go to %(partner)s: %(rule)s.", **told))


def lift_ruling(ruling: AllocationRuling, *, actor: Principal) -> None:
    """A pin or a ban is in force no longer; runs that were made with it stay as they are.

    Raises:
        Stale: it was lifted already.
    """
    db.session.refresh(ruling, ["lifted_at"], with_for_update=True)
    if ruling.lifted_at is not None:
        raise Stale(_("It was lifted already."))
    ruling.lifted_at, ruling.lifted_by = clock.now(), actor.id
    pair = {"customer_id": ruling.customer_id, "partner_id": ruling.firm_id}
    publish(RulingLifted(actor_id=actor.id, kind=str(ruling.kind), **pair))


def _refuse_at_odds(kind: OverrideKind, customer: Customer, firm: Partner, placed: dict[str, str]) -> None:
    pinned = pin_of(customer)
    if pinned:
        told = {"customer": customer.name, "partner": pinned.firm.name}
        raise RuleViolation(_("%(customer)s is pinned to %(partner)s. Lift the pin first.", **told))
    if firm.code in banned_firms(customer):
        told = {"customer": customer.name, "partner": firm.name}
        raise RuleViolation(_("%(partner)s is banned for %(customer)s. Lift the ban first.", **told))
    if kind == OverrideKind.MOVE and placed.get(customer.code) == firm.code:
        raise RuleViolation(_("The plan has this customer there already."))


def _rule(kind: OverrideKind, customer: Customer, firm: Partner, reason: str, actor: Principal) -> None:
    pair = {"customer_id": customer.id, "firm_id": firm.id}
    made = {"made_at": clock.now(), "made_by": actor.id}
    try:
        with db.session.begin_nested():
            db.session.add(AllocationRuling(kind=kind, **pair, reason=reason, **made))
    except IntegrityError:
        raise Stale(_("Somebody else pinned or banned this customer just now.")) from None


def _frozen(run: AllocationRun, kind: OverrideKind, customer: str, firm: str) -> dict[str, Any]:
    """The input of the next run: the same, with the override."""
    frozen = {key: value for key, value in run.frozen.items() if key != "hand"}
    if kind == OverrideKind.PIN:
        frozen["pins"] = {**frozen.get("pins", {}), customer: firm}
    elif kind == OverrideKind.BAN:
        bans = frozen.get("bans", {})
        frozen["bans"] = {**bans, customer: sorted({*bans.get(customer, ()), firm})}
    else:
        frozen["hand"] = {"placed": {**placed_in(run.result), customer: firm}, "bounds": _bounds(run)}
    return frozen


def _bounds(run: AllocationRun) -> list[int]:
    """What no plan of this input surpasses: as the solver proved it before anything was moved."""
    if "hand" in run.frozen:
        return list(run.frozen["hand"]["bounds"])
    told = run.progress
    if told.get("weight_bound") is None or told.get("value_bound") is None:
        # A run of the time before bounds were kept.
        return [0, 0]
    return [int(told["weight_bound"]), round(float(told["value_bound"]) * 1_000_000)]


def _kept(
    run: AllocationRun,
    made: AllocationRun,
    kind: OverrideKind,
    customer: Customer,
    firm: Partner,
    reason: str,
    actor: Principal,
) -> AllocationOverride:
    outcomes = {row["code"]: row["outcome"] for row in run.frozen["partners"]}
    proposed = placed_in(run.result).get(customer.code)
    chosen = None if kind == OverrideKind.BAN else firm
    return AllocationOverride(
        run_id=run.id,
        made_run_id=made.id,
        kind=kind,
        customer_id=customer.id,
        firm_id=firm.id,
        proposed_id=db.session.scalar(select(Partner.id).where(Partner.code == proposed)),
        chosen_id=chosen.id if chosen else None,
        proposed_outcome=_outcome(outcomes[proposed]) if proposed else None,
        chosen_outcome=_outcome(outcomes[chosen.code]) if chosen else None,
        reason=reason,
        made_at=clock.now(),
        made_by=actor.id,
    )


def _outcome(known: float | None) -> float:
    return UNKNOWN_OUTCOME if known is None else known
