"""Changing certification: policies, evaluations and the decisions on them."""

from __future__ import annotations

from datetime import date
from itertools import islice

from flask_babel import lazy_gettext as _l

from certification.enums import EvaluationState
from certification.events import CertificationPolicyIssued, EvaluationDecided, EvaluationMade
from certification.metrics.queries import evidence
from certification.metrics.rules import measure_all
from certification.metrics.values import Measures
from certification.models import CertificationPolicy, Evaluation
from certification.permissions import DECIDE, EVALUATE
from certification.policies.evaluation import evaluate
from certification.policies.files import READY
from certification.policies.policy import Policy
from certification.queries import (
    evaluated_partners,
    evaluations_of_period,
    last_decisions,
    periods,
    policies,
    policy_in_force,
    waiting,
)
from certification.rules import (
    FROM_THE_BEGINNING,
    SHIPPED,
    is_quarter_end,
    parsed,
    points_of,
    quarter_ends,
    reachable_tiers,
    values_of,
)
from partners.queries import tier_of, tiers_in_force
from partners.services import grant_tier
from portal import clock
from portal.access import Permission
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.events import publish
from portal.people import PORTAL, Principal


def load_default_policy(actor: Principal) -> CertificationPolicy:
    """Enter the policy that ships with the portal as version 1; where there is one already, leave it."""
    if known := policies():
        return known[-1]
    source = (READY / f"{SHIPPED}.toml").read_text(encoding="utf-8")
    policy = CertificationPolicy(
        version=1,
        name=parsed(source).name,
        source=source,
        effective_on=FROM_THE_BEGINNING,
        created_at=clock.now(),
        created_by=actor.id,
    )
    db.session.add(policy)
    db.session.flush()
    publish(CertificationPolicyIssued(actor_id=actor.id, version=1, effective_on=policy.effective_on))
    return policy


def evaluate_all(*, period_end: date, actor: Principal) -> list[Evaluation]:
    """Evaluate every working firm over the months that end with a quarter, and propose its tier.

    Metrics and points are frozen on the rows. Evaluations of the same period that nobody has decided are made
    anew; decided ones stay. Gives those that were made, by the firms' codes.

    Raises:
        RuleViolation: no quarter ends on that day or it is not over, an earlier period waits for decisions, or a
            later one was evaluated already.
    """
    _check_permission(EVALUATE, actor)
    _check_period(period_end)
    policy = policy_in_force(period_end) or load_default_policy(actor)
    rules = parsed(policy.source)
    known = evaluations_of_period(period_end)
    decided = {firm for firm, one in known.items() if one.state is EvaluationState.DECIDED}
    firms = [partner.id for partner in evaluated_partners() if partner.id not in decided]
    seen = evidence(period_end, window_months=rules.window_months)
    measures = measure_all(seen, firms, period_end=period_end, window_months=rules.window_months)
    tiers, last = tiers_in_force(clock.today()), last_decisions(before=period_end)
    made = []
    for firm in firms:
        row = known.get(firm) or Evaluation(partner_id=firm, period_end=period_end)
        tier, before = tiers.get(firm, 1), last.get(firm)
        below = before.carried(tier) if before else 0
        _propose(row, policy, rules, measures[firm], tier=tier, below_count=below)
        made.append(row)
    db.session.add_all(made)
    db.session.flush()
    for row in made:
        _tell_made(row, actor)
    return made


def _propose(
    row: Evaluation,
    policy: CertificationPolicy,
    rules: Policy,
    measures: Measures,
    *,
    tier: int,
    below_count: int,
) -> None:
    """Freeze what was measured, and what the policy makes of it."""
    row.metrics = {name: measure.frozen() for name, measure in measures.items()}
    found = evaluate(rules, values_of(rules, row.metrics), previous_tier=tier, below_count=below_count)
    row.policy, row.points = policy, points_of(found.card)
    row.previous_tier, row.proposed_tier = tier, found.decision.tier
    row.below_count, row.held_by = found.decision.below_count or 0, found.decision.held_by
    row.state, row.created_at = EvaluationState.PROPOSED, clock.now()


def decide(
    evaluation: Evaluation, *, tier: int, reason: str, actor: Principal, effective_on: date | None = None
) -> None:
    """Decide the tier that follows from an evaluation, and grant it from a day on (today unless told).

    Raises:
        RuleViolation: no reason is given, or the tier cannot be reached in one evaluation.
        Stale: it is decided already, or the firm's tier has changed since it was made.
    """
    _check_permission(DECIDE, actor)
    db.session.refresh(evaluation, with_for_update=True)
    if evaluation.state is EvaluationState.DECIDED:
        raise Stale(_l("Somebody else has decided this evaluation already. Reload and look again."))
    if not reason.strip():
        raise RuleViolation(_l("The firm reads the reason: say it in a sentence."), field="reason")
    if tier not in reachable_tiers(parsed(evaluation.policy.source), evaluation.previous_tier):
        raise RuleViolation(_l("A decision moves a firm by one tier at most."), field="tier")
    on = effective_on or clock.today()
    if tier_of(evaluation.partner_id, on) != evaluation.previous_tier:
        raise Stale(_l("The firm's tier was changed after this evaluation. Evaluate the period again."))
    if tier != evaluation.previous_tier:
        grant_tier(evaluation.partner_id, level=tier, effective_on=on, reason=reason.strip(), actor=actor)
    evaluation.state = EvaluationState.DECIDED
    evaluation.decided_tier, evaluation.decided_reason = tier, reason.strip()
    evaluation.decided_by, evaluation.decided_at = actor.id, clock.now()
    db.session.flush()
    _tell_decided(evaluation, actor)


def decide_all_as_proposed(
    *, period_end: date, reason: str, actor: Principal, effective_on: date | None = None
) -> int:
    """Decide every open evaluation of a period as it was proposed, with one reason; gives how many.

    Raises:
        RuleViolation: nothing of this period waits for a decision, or no reason is given.
        Stale: a firm's tier has changed since.
    """
    _check_permission(DECIDE, actor)
    waits = [one for one in evaluations_of_period(period_end).values() if one.state is EvaluationState.PROPOSED]
    if not waits:
        raise RuleViolation(_l("No evaluation of this period waits for a decision."))
    for one in waits:
        decide(one, tier=one.proposed_tier, reason=reason, actor=actor, effective_on=effective_on)
    return len(waits)


def _check_permission(permission: Permission, actor: Principal) -> None:
    if actor != PORTAL and not permission.allows(actor):
        raise RuleViolation(_l("Your role does not include this."))


def _check_period(period_end: date) -> None:
    if not is_quarter_end(period_end) or period_end >= clock.today():
        latest = next(islice(quarter_ends(clock.today()), 1))
        raise RuleViolation(
            _l("An evaluation covers quarters that are over; the latest ends on %(day)s.", day=latest.isoformat()),
            field="period_end",
        )
    if any(other > period_end for other in periods()):
        raise RuleViolation(_l("A later period was evaluated already."), field="period_end")
    if any(other < period_end for other in waiting()):
        raise RuleViolation(_l("Decide the evaluations of the period before first."), field="period_end")


def _tell_made(row: Evaluation, actor: Principal) -> None:
    publish(
        EvaluationMade(
            actor_id=actor.id,
            partner_id=row.partner_id,
            period_end=row.period_end,
            previous=row.previous_tier,
            proposed=row.proposed_tier,
            below_count=row.below_count,
            held_by=row.held_by,
        )
    )


def _tell_decided(row: Evaluation, actor: Principal) -> None:
    publish(
        EvaluationDecided(
            actor_id=actor.id,
            partner_id=row.partner_id,
            period_end=row.period_end,
            previous=row.previous_tier,
            proposed=row.proposed_tier,
            tier=row.decided_tier or row.proposed_tier,
            reason=row.decided_reason or "",
        )
    )
