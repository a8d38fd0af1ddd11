"""Deciding: what is granted, what is kept, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from certification.enums import EvaluationState
from certification.models import Evaluation
from certification.queries import last_decisions
from certification.services import decide, decide_all_as_proposed
from partners.queries import tier_history, tier_of
from partners.services import grant_tier
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Principal, Role
from tests.factories.certification import (
    THIRD_QUARTER,
    decided,
    evaluated,
    evaluations,
    make_programme,
    make_promising_partner,
)
from tests.factories.partners import make_partner
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def decide_one(partner_id: int, *, tier: int, reason: str = "Agreed.", actor: Principal = PORTAL) -> None:
    with unit() as session:
        row = session.scalars(select(Evaluation).where(Evaluation.partner_id == partner_id)).one()
        decide(row, tier=tier, reason=reason, actor=actor)


def test_a_decision_grants_the_tier_from_its_day_on_with_its_reason() -> None:
    partner = make_promising_partner()
    make_programme()
    evaluated()
    decide_one(partner.id, tier=3, reason="Nine of nine.")

    with unit():
        assert tier_of(partner.id, date(2026, 11, 24)) == 3
        assert tier_of(partner.id, date(2026, 11, 23)) == 2
        assert tier_history(partner.id)[0].reason == "Nine of nine."
    row = evaluations()[partner.id]
    assert (row.state, row.decided_tier, row.decided_reason) == (EvaluationState.DECIDED, 3, "Nine of nine.")


def test_a_manager_may_decide_otherwise_than_proposed() -> None:
    partner = make_promising_partner()
    make_programme()
    evaluated()
    decide_one(partner.id, tier=2)

    with unit():
        assert len(tier_history(partner.id)) == 1
    assert evaluations()[partner.id].decided_tier == 2


def test_an_unchanged_tier_is_not_granted_again() -> None:
    partner = make_partner(tier=4)
    decided()

    with unit():
        assert [tier.level for tier in tier_history(partner.id)] == [4]


def test_decisions_on_all_follow_the_proposals() -> None:
    rising, staying = make_promising_partner(), make_programme()
    evaluated()
    with unit():
        assert decide_all_as_proposed(period_end=THIRD_QUARTER, reason="As measured.", actor=PORTAL) == 2
        assert (tier_of(rising.id, date(2026, 11, 24)), tier_of(staying.id, date(2026, 11, 24))) == (3, 2)
    with unit(), pytest.raises(RuleViolation):
        decide_all_as_proposed(period_end=THIRD_QUARTER, reason="Again.", actor=PORTAL)


@pytest.mark.parametrize("tier", [0, 4, 5])
def test_a_decision_moves_by_one_tier_at_most(tier: int) -> None:
    partner = make_partner(tier=2)
    evaluated()
    with pytest.raises(RuleViolation, match="one tier"):
        decide_one(partner.id, tier=tier)


def test_a_decision_needs_a_reason() -> None:
    partner = make_partner()
    evaluated()
    with pytest.raises(RuleViolation, match="reason"):
        decide_one(partner.id, tier=2, reason="  ")
    assert evaluations()[partner.id].state is EvaluationState.PROPOSED


def test_a_decision_is_made_once() -> None:
    partner = make_partner()
    decided()
    with pytest.raises(Stale, match="already"):
        decide_one(partner.id, tier=2)


def test_a_tier_that_changed_meanwhile_is_not_overwritten() -> None:
    partner = make_partner(tier=2)
    evaluated()
    with unit():
        grant_tier(partner.id, level=4, effective_on=date(2026, 11, 24), reason="By hand.", actor=PORTAL)
    with pytest.raises(Stale, match="changed"):
        decide_one(partner.id, tier=2)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CS_MANAGER])
def test_nobody_but_a_cs_manager_decides(role: Role) -> None:
    partner = make_partner()
    evaluated()
    own = partner if role in (Role.PARTNER_MANAGER, Role.CONSULTANT) else None
    with pytest.raises(RuleViolation):
        decide_one(partner.id, tier=2, actor=principal(make_user(role, partner=own)))


def test_a_cs_manager_decides_in_their_own_name() -> None:
    partner, manager = make_partner(), make_user()
    evaluated()
    decide_one(partner.id, tier=2, actor=principal(manager))

    assert evaluations()[partner.id].decided_by == manager.id
    with unit() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "EvaluationDecided")).one()
    assert (entry.actor_id, entry.values["tier"], entry.values["reason"]) == (manager.id, 2, "Agreed.")


def test_a_count_below_the_line_is_lost_where_the_manager_decided_otherwise() -> None:
    partner = make_partner(tier=3)
    evaluated()
    with unit() as session:
        row = session.scalars(select(Evaluation)).one()
        row.below_count, row.proposed_tier = 1, 3
        decide(row, tier=2, reason="Agreed with the firm.", actor=PORTAL)
    with unit():
        last = last_decisions(before=date(2026, 12, 31))[partner.id]
    assert (last.carried(2), last.carried(3)) == (0, 0)
