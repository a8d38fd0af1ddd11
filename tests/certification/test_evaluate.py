"""Evaluating all firms: what is frozen, what is proposed, and when it is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import event, select

from certification.enums import EvaluationState
from certification.models import CertificationPolicy, Evaluation
from certification.policies.evaluation import evaluate
from certification.queries import policy_in_force
from certification.rules import parsed, values_of
from certification.services import evaluate_all, load_default_policy
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.onboardings.models import Phase, PhaseChange
from partners.enums import PartnerStatus
from portal.audit.models import AuditEntry
from portal.database import db
from portal.errors import RuleViolation
from portal.people import PORTAL, Role
from tests.factories.certification import (
    FIRST_QUARTER,
    SECOND_QUARTER,
    THIRD_QUARTER,
    decided,
    evaluated,
    evaluations,
    make_answered_offer,
    make_certificate,
    make_even_slots,
    make_programme,
    make_promising_partner,
    make_record,
)
from tests.factories.partners import make_partner
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def test_the_shipped_policy_is_entered_once() -> None:
    with unit():
        first = load_default_policy(PORTAL)
    with unit() as session:
        assert load_default_policy(PORTAL).id == first.id
        assert len(session.scalars(select(CertificationPolicy)).all()) == 1
        found = policy_in_force(FIRST_QUARTER)
        assert found is not None
        assert parsed(found.source).top_level == 5


def test_a_firm_that_delivers_is_proposed_one_tier_up() -> None:
    partner, other = make_promising_partner(), make_programme()
    found = evaluated()

    row = found[partner.id]
    assert (row.previous_tier, row.proposed_tier, row.below_count, row.held_by) == (2, 3, 0, None)
    assert row.points["autonomy"] == "100.00"
    # Nine of nine, drawn towards the other firm's half: (9 + 10 * 1/2) / (9 + 10), on the line from 0.30 to 0.90.
    expected = (Fraction(14, 19) - Fraction(3, 10)) / Fraction(6, 10) * 100
    assert abs(Fraction(row.points["quality"]) - expected) < Fraction(1, 100)
    assert row.metrics["n"]["value"] == "9"
    assert found[other.id].proposed_tier == 2


def test_every_frozen_case_is_a_row_of_the_firm() -> None:
    partner = make_partner()
    codes = make_record(partner, cases=3, active=1)
    make_programme()
    metrics = evaluated()[partner.id].metrics

    assert {case["code"] for case in metrics["adjusted_activation_rate"]["cases"]} == set(codes)
    assert sum(case["met"] for case in metrics["adjusted_activation_rate"]["cases"]) == 1
    assert metrics["adjusted_activation_rate"]["numerator"] == 1
    assert len(metrics["on_time_phase_rate"]["cases"]) == 9


def test_returns_and_late_phases_are_those_that_the_history_of_phases_holds() -> None:
    partner = make_partner()
    make_record(partner, cases=5, late=2, returned=1)
    metrics = evaluated()[partner.id].metrics
    with unit() as session:
        returned = set(session.scalars(select(PhaseChange.phase_id).where(PhaseChange.to_state == "returned")))
        done = set(session.scalars(select(Phase.id).where(Phase.completed_on.is_not(None))))

    assert metrics["first_time_accept_rate"]["numerator"] == len(done - returned) == 12
    assert metrics["first_time_accept_rate"]["denominator"] == len(done) == 15
    assert metrics["on_time_phase_rate"]["value"] == "0.6"


def test_offers_and_slots_make_the_track_of_steady_intake() -> None:
    partner = make_partner()
    make_even_slots(partner)
    for state in (
        OfferState.ACCEPTED,
        OfferState.ENDED,
        OfferState.DECLINED,
        OfferState.LAPSED,
        OfferState.WITHDRAWN,
    ):
        make_answered_offer(partner, state, due_on=date(2026, 8, 4))
    metrics = evaluated()[partner.id].metrics

    assert (metrics["answered_in_time_rate"]["numerator"], metrics["answered_in_time_rate"]["denominator"]) == (3, 4)
    assert metrics["slots_honoured_rate"]["value"] == "0.5"
    assert metrics["intake_evenness"]["value"] == "1"


def test_what_nobody_records_has_no_value_and_leaves_the_mean() -> None:
    partner = make_promising_partner()
    make_programme()
    row = evaluated()[partner.id]

    assert row.points["decisions_upheld_rate"] is None
    assert row.points["satisfaction"] is None
    assert row.points["value"] == row.points["quality"] == row.points["adjusted_activation_rate"]


def test_a_firm_without_a_case_keeps_its_tier() -> None:
    partner = make_partner(tier=4)
    row = evaluated()[partner.id]

    assert (row.previous_tier, row.proposed_tier, row.below_count) == (4, 4, 0)
    assert (row.points["autonomy"], row.points["value"]) == (None, None)


def test_without_a_valid_certificate_a_rise_is_held() -> None:
    partner = make_partner()
    make_record(partner, cases=9, active=9)
    make_certificate(partner, valid_from=date(2024, 1, 1))
    make_programme()

    assert (evaluated()[partner.id].proposed_tier, evaluated()[partner.id].held_by) == (2, "valid_certificates")


def test_a_frozen_row_gives_its_own_result_again() -> None:
    partner = make_promising_partner()
    make_programme()
    row = evaluated()[partner.id]
    rules = parsed(row.policy.source)
    again = evaluate(rules, values_of(rules, row.metrics), previous_tier=row.previous_tier)

    assert again.decision.tier == row.proposed_tier
    assert again.card.points("value") == Decimal(row.points["value"])


def test_two_quarters_below_the_line_lower_a_tier_and_one_does_not() -> None:
    partner = make_partner(tier=3)
    make_record(partner, start_on=date(2025, 11, 1), cases=6, active=0, late=6)
    make_record(partner, start_on=date(2026, 2, 1), cases=6, active=0, late=6)
    other = make_partner()
    make_record(other, start_on=date(2025, 11, 1), cases=12, active=12)

    first = decided(FIRST_QUARTER)[partner.id]
    second = decided(SECOND_QUARTER)[partner.id]

    assert (first.proposed_tier, first.below_count) == (3, 1)
    assert (second.previous_tier, second.proposed_tier, second.below_count) == (3, 2, 0)


def test_a_rise_and_a_fall_lead_to_the_tiers_in_force() -> None:
    rising, falling = make_promising_partner(), make_partner(tier=3)
    for start_on in (date(2025, 12, 1), date(2026, 4, 1)):
        make_record(falling, start_on=start_on, cases=6, active=0, late=6, returned=6)
    make_programme(active=12)
    decided(SECOND_QUARTER)
    last = decided(THIRD_QUARTER)

    assert (last[rising.id].proposed_tier, last[falling.id].proposed_tier) == (3, 2)


def test_what_began_after_the_period_is_left_out() -> None:
    partner = make_partner()
    make_record(partner, cases=2)
    make_record(partner, cases=3, start_on=date(2026, 10, 1))

    metrics = evaluated()[partner.id].metrics
    assert (metrics["n"]["value"], metrics["on_time_phase_rate"]["denominator"]) == ("2", 6)


def test_only_firms_that_work_or_pause_are_evaluated() -> None:
    made = {status: make_partner(status=status).id for status in PartnerStatus}

    assert set(evaluated()) == {made[PartnerStatus.ACTIVE], made[PartnerStatus.PAUSED]}


def test_an_undecided_evaluation_is_made_anew_and_a_decided_one_stays() -> None:
    partner = make_partner()
    before = evaluated()[partner.id]
    make_record(partner)
    again = evaluated()[partner.id]
    assert (again.id, again.metrics["n"]["value"]) == (before.id, "5")

    decided()
    make_record(partner)
    assert evaluated()[partner.id].metrics["n"]["value"] == "5"


@pytest.mark.parametrize("day", [date(2026, 9, 29), date(2026, 8, 31), date(2026, 12, 31)])
def test_only_a_quarter_that_is_over_can_be_evaluated(day: date) -> None:
    with unit(), pytest.raises(RuleViolation, match="2026-09-30"):
        evaluate_all(period_end=day, actor=PORTAL)


def test_periods_are_evaluated_one_after_the_other() -> None:
    make_partner()
    evaluated(SECOND_QUARTER)
    with pytest.raises(RuleViolation, match="before"), unit():
        evaluate_all(period_end=THIRD_QUARTER, actor=PORTAL)
    with pytest.raises(RuleViolation, match="later"), unit():
        evaluate_all(period_end=FIRST_QUARTER, actor=PORTAL)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CS_MANAGER])
def test_nobody_but_a_cs_manager_evaluates(role: Role) -> None:
    actor = principal(make_user(role, partner=make_partner() if role in ("partner_manager", "consultant") else None))
    with unit(), pytest.raises(RuleViolation):
        evaluate_all(period_end=THIRD_QUARTER, actor=actor)


def test_an_evaluation_is_kept_in_the_trail() -> None:
    partner = make_partner()
    evaluated()
    with unit() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "EvaluationMade")).one()
    assert (entry.values["partner_id"], entry.values["period_end"]) == (partner.id, "2026-09-30")


def test_twenty_firms_cost_no_more_statements_than_two() -> None:
    def statements(firms: int) -> int:
        for _ in range(firms):
            make_record(make_partner(), cases=1)
        seen: list[str] = []
        with unit():
            load_default_policy(PORTAL)
        with unit() as session:
            bind = session.get_bind()

            def count(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
                if statement.startswith("SELECT"):
                    seen.append(statement)

            event.listen(bind, "before_cursor_execute", count)
            evaluate_all(period_end=THIRD_QUARTER, actor=PORTAL)
            event.remove(bind, "before_cursor_execute", count)
        return len(seen)

    assert statements(2) == statements(18) <= 15
    assert all(row.state is EvaluationState.PROPOSED for row in evaluations().values())
    with unit():
        assert len(db.session.scalars(select(Evaluation)).all()) == 20


def test_an_onboarding_that_began_after_the_period_does_not_count() -> None:
    partner = make_partner(tier=2)
    make_record(partner, cases=3)
    make_record(partner, cases=1, start_on=date(2026, 11, 2), active=0)

    assert evaluated()[partner.id].metrics["n"]["numerator"] == 3
