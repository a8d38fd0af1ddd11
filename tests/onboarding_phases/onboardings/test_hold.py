from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from onboarding_phases.onboardings.clock import net_days
from onboarding_phases.onboardings.enums import HoldCause
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import end_hold, place_hold, withdraw
from portal.errors import RuleViolation, Stale
from portal.people import Principal, Role
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
