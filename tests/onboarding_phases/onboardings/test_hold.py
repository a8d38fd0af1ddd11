from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.clock import net_days
from onboarding_phases.onboardings.enums import HoldCause
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.notices import HOLD_ENDS, remind_of_hold
from onboarding_phases.onboardings.services import decide_hold, end_hold, place_hold, withdraw
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.inbox.models import Notice
from portal.people import Principal, Role
from tests.factories.accounts import run_jobs
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 24)


def hold(onboarding: Onboarding, actor: Principal, **values: Any) -> None:
    plain = {
        "cause": HoldCause.CUSTOMER,
        "reason": "year-end closing",
        "from_on": TODAY,
        "expected_end_on": date(2026, 12, 4),
    }
    with unit(actor.scope) as session:
        place_hold(session.get_one(Onboarding, onboarding.id), actor=actor, **{**plain, **values})


@pytest.fixture
def manager() -> Principal:
    return principal(make_user(Role.CS_MANAGER))


def test_a_customers_hold_moves_the_days_on_which_it_would_be_late(manager: Principal) -> None:
    onboarding = make_onboarding(make_partner(), start_on=date(2026, 11, 20))
    assert onboarding.late_from == date(2026, 11, 28)

    hold(onboarding, manager)

    held = reload(onboarding.id)
    assert held.late_from == date(2026, 12, 8)
    assert net_days(held.start_on, held.run.holds, date(2026, 12, 4)) == 4


def test_the_clock_runs_again_by_itself_on_the_expected_day(manager: Principal) -> None:
    onboarding = make_onboarding(make_partner(), start_on=date(2026, 11, 20))
    hold(onboarding, manager)

    run = reload(onboarding.id).run
    assert net_days(run.start_on, run.holds, date(2026, 12, 14)) == 14


def test_one_hold_at_a_time(manager: Principal) -> None:
    onboarding = make_onboarding(make_partner())
    hold(onboarding, manager)

    with pytest.raises(RuleViolation):
        hold(onboarding, manager, cause=HoldCause.VENDOR)

    assert len(reload(onboarding.id).holds) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"from_on": date(2026, 11, 18)},
        {"from_on": date(2026, 11, 25)},
        {"expected_end_on": TODAY},
        {"expected_end_on": date(2026, 12, 25)},
        {"reason": " "},
    ],
    ids=["too far back", "ahead", "no length", "over 30 days", "no reason"],
)
def test_a_hold_outside_the_rules_is_refused(manager: Principal, values: dict[str, Any]) -> None:
    onboarding = make_onboarding(make_partner())

    with pytest.raises(RuleViolation):
        hold(onboarding, manager, **values)

    assert reload(onboarding.id).holds == []


def test_a_firm_holds_for_its_own_cause_alone_and_its_net_days_run_on() -> None:
    partner = make_partner()
    firm = principal(make_partner_manager(partner))
    onboarding = make_onboarding(partner)

    with pytest.raises(RuleViolation):
        hold(onboarding, firm, cause=HoldCause.CUSTOMER)
    hold(onboarding, firm, cause=HoldCause.PARTNER)

    run = reload(onboarding.id).run
    assert net_days(run.start_on, run.holds, date(2026, 12, 4)) == 32


def test_an_early_end_lets_the_clock_run_from_that_day(manager: Principal) -> None:
    onboarding = make_onboarding(make_partner())
    hold(onboarding, manager, from_on=date(2026, 11, 19))

    with unit() as session:
        end_hold(session.get_one(Onboarding, onboarding.id).holds[0], on=TODAY, actor=manager)

    ended = reload(onboarding.id)
    assert ended.holds[0].ended_on == TODAY
    assert ended.holds[0].expected_end_on == date(2026, 12, 4)
    with unit() as session, pytest.raises(Stale):
        end_hold(session.get_one(Onboarding, onboarding.id).holds[0], on=TODAY, actor=manager)


def test_a_firm_does_not_end_the_vendors_hold(manager: Principal) -> None:
    partner = make_partner()
    firm = principal(make_partner_manager(partner))
    onboarding = make_onboarding(partner)
    hold(onboarding, manager)

    with unit(firm.scope) as session, pytest.raises(RuleViolation):
        end_hold(session.get_one(Onboarding, onboarding.id).holds[0], on=TODAY, actor=firm)


def test_withdrawal_ends_the_hold_and_the_risk(manager: Principal) -> None:
    onboarding = make_onboarding(make_partner())
    hold(onboarding, manager)

    with unit() as session:
        found = session.get_one(Onboarding, onboarding.id)
        withdraw(found, reason="merged with another firm", on=TODAY, actor=manager)

    ended = reload(onboarding.id)
    assert (ended.withdrawn_on, ended.holds[0].ended_on, ended.high_from) == (TODAY, TODAY, None)
    with unit() as session, pytest.raises(Stale):
        withdraw(session.get_one(Onboarding, onboarding.id), reason="again", on=TODAY, actor=manager)


def test_withdrawal_needs_a_reason_and_a_day_since_it_was_made(manager: Principal) -> None:
    onboarding = make_onboarding(make_partner())
    with unit() as session:
        found = session.get_one(Onboarding, onboarding.id)
        with pytest.raises(RuleViolation):
            withdraw(found, reason="", on=TODAY, actor=manager)
        with pytest.raises(RuleViolation):
            withdraw(found, reason="left", on=date(2026, 11, 23), actor=manager)


EVIDENCE = {"evidence": "mail of 20 November"}


def decide(onboarding: Onboarding, actor: Principal, *, confirm: bool, reason: str = "") -> None:
    with unit() as session:
        held = session.get_one(Onboarding, onboarding.id).holds[-1]
        decide_hold(held, confirm=confirm, reason=reason, actor=actor)


def counted(onboarding: Onboarding, on: date) -> int:
    run = reload(onboarding.id).run
    return (on - run.start_on).days - net_days(run.start_on, run.holds, on)


@pytest.mark.parametrize(("tier", "days"), [(1, 0), (2, 0), (3, 5), (5, 5)])
def test_a_hold_that_a_firm_enters_for_another_counts_by_the_right_of_its_tier_until_confirmed(
    manager: Principal, tier: int, days: int
) -> None:
    partner = make_partner(tier=tier)
    onboarding = make_onboarding(partner)

    hold(onboarding, principal(make_partner_manager(partner)), **EVIDENCE)
    assert counted(onboarding, date(2026, 12, 4)) == days
    decide(onboarding, manager, confirm=True)
    assert counted(onboarding, date(2026, 12, 4)) == 10


def test_a_refused_hold_counts_no_day_and_ends(manager: Principal) -> None:
    partner = make_partner(tier=4)
    onboarding = make_onboarding(partner)
    hold(onboarding, principal(make_partner_manager(partner)), **EVIDENCE)

    decide(onboarding, manager, confirm=False, reason="the customer says otherwise")

    held = reload(onboarding.id).holds[0]
    assert (held.ended_on, held.refusal) == (TODAY, "the customer says otherwise")
    assert counted(onboarding, date(2026, 12, 4)) == 0


def test_a_refusal_says_why_and_a_hold_is_decided_once(manager: Principal) -> None:
    partner = make_partner()
    onboarding = make_onboarding(partner)
    hold(onboarding, principal(make_partner_manager(partner)), **EVIDENCE)

    with pytest.raises(RuleViolation):
        decide(onboarding, manager, confirm=False)
    decide(onboarding, manager, confirm=True)
    with pytest.raises(Stale):
        decide(onboarding, manager, confirm=True)


def test_both_sides_are_reminded_once_before_the_clock_runs_again(manager: Principal) -> None:
    partner = make_partner()
    firm = make_partner_manager(partner)
    onboarding = make_onboarding(partner)
    hold(onboarding, manager)
    hold_id = reload(onboarding.id).holds[0].id

    with clock.at(datetime(2026, 12, 3, 1, tzinfo=UTC)):
        run_jobs()
        run_jobs()
        with unit() as session:
            remind_of_hold(hold_id=hold_id)
            told = session.scalars(select(Notice).where(Notice.kind == HOLD_ENDS)).all()
            assert {notice.user_id for notice in told} == {manager.id, firm.id}
            assert len(told) == 2


def test_a_hold_that_ended_early_reminds_nobody(manager: Principal) -> None:
    onboarding = make_onboarding(make_partner())
    hold(onboarding, manager)
    with clock.at(datetime(2026, 11, 30, 1, tzinfo=UTC)), unit() as session:
        end_hold(session.get_one(Onboarding, onboarding.id).holds[0], on=date(2026, 11, 30), actor=manager)

    with clock.at(datetime(2026, 12, 3, 1, tzinfo=UTC)):
        run_jobs()
        with unit() as session:
            assert session.scalars(select(Notice).where(Notice.kind == HOLD_ENDS)).all() == []
