from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest

from onboarding_phases.onboardings.enums import OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import (
    complete_phase,
    return_phase,
    skip_phase,
    start_phase,
    submit_phase,
)
from onboarding_phases.onboardings.services.ending import complete
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Principal, Role
from portal.tenancy import Scope
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 24)
EARLIER = date(2026, 11, 20)


@contextmanager
def phase_of(onboarding: Onboarding, position: int = 1, actor: Principal = PORTAL) -> Any:
    with unit(actor.scope) as session:
        yield session.get_one(Onboarding, onboarding.id).phases[position - 1]


def pass_through(onboarding: Onboarding, position: int, on: date = TODAY) -> None:
    with phase_of(onboarding, position) as phase:
        start_phase(phase, on=on, actor=PORTAL)
        submit_phase(phase, on=on, note="done", actor=PORTAL)
        complete_phase(phase, on=on, actor=PORTAL)


def test_a_phase_goes_from_start_over_a_return_to_completion_and_keeps_each_step() -> None:
    onboarding = make_onboarding(make_partner())

    with phase_of(onboarding) as phase:
        start_phase(phase, on=TODAY, actor=PORTAL)
        submit_phase(phase, on=TODAY, note="minutes are in the folder", actor=PORTAL)
        return_phase(phase, missing="the agreed schedule", actor=PORTAL)
        submit_phase(phase, on=TODAY, note="with the schedule", actor=PORTAL)
        complete_phase(phase, on=TODAY, actor=PORTAL)

    with phase_of(onboarding) as phase:
        steps = [(change.to_state, change.reason, change.version) for change in phase.changes]
        assert phase.returns == 1
        assert phase.completed_on == TODAY
    assert steps == [
        (PhaseState.IN_PROGRESS, "", 2),
        (PhaseState.SUBMITTED, "minutes are in the folder", 3),
        (PhaseState.RETURNED, "the agreed schedule", 4),
        (PhaseState.SUBMITTED, "with the schedule", 5),
        (PhaseState.COMPLETED, "", 6),
    ]


def test_phases_may_overlap() -> None:
    onboarding = make_onboarding(make_partner())

    for position in (1, 2, 3):
        with phase_of(onboarding, position) as phase:
            start_phase(phase, on=TODAY, actor=PORTAL)

    assert [phase.state for phase in reload(onboarding.id).phases][:4] == [
        *[PhaseState.IN_PROGRESS] * 3,
        PhaseState.NOT_STARTED,
    ]


def test_an_onboarding_whose_phases_are_closed_runs_until_the_vendor_completes_it() -> None:
    onboarding = make_onboarding(make_partner())
    for position in (1, 2, 4, 5, 6):
        pass_through(onboarding, position)
    with phase_of(onboarding, 3) as phase, pytest.raises(RuleViolation):
        complete(phase.onboarding, actor=PORTAL)

    with phase_of(onboarding, 3) as phase:
        skip_phase(phase, reason="nothing to migrate", actor=PORTAL)
        assert phase.onboarding.state is OnboardingState.RUNNING
        complete(phase.onboarding, actor=PORTAL)

    ended = reload(onboarding.id)
    assert (ended.state, ended.completed_on) == (OnboardingState.COMPLETED, TODAY)
    assert (ended.late_from, ended.medium_from, ended.high_from) == (None, None, None)


def test_an_ended_onboarding_takes_no_more_steps() -> None:
    onboarding = make_onboarding(make_partner(), state=OnboardingState.WITHDRAWN)

    with phase_of(onboarding) as phase, pytest.raises(Stale):
        start_phase(phase, on=TODAY, actor=PORTAL)


@pytest.mark.parametrize("on", [date(2026, 11, 25), date(2026, 11, 18)])
def test_a_day_ahead_or_more_than_two_business_days_back_is_refused(on: date) -> None:
    # 23 November is a holiday: two business days before Tuesday 24 November is Thursday 19 November.
    onboarding = make_onboarding(make_partner())

    with phase_of(onboarding) as phase, pytest.raises(RuleViolation) as refused:
        start_phase(phase, on=on, actor=PORTAL)

    assert refused.value.field == "on"


def test_two_business_days_back_are_allowed() -> None:
    onboarding = make_onboarding(make_partner())

    with phase_of(onboarding) as phase:
        start_phase(phase, on=date(2026, 11, 19), actor=PORTAL)

    assert reload(onboarding.id).phases[0].started_on == date(2026, 11, 19)


def test_a_phase_is_not_submitted_before_it_began() -> None:
    onboarding = make_onboarding(make_partner())
    with phase_of(onboarding) as phase:
        start_phase(phase, on=TODAY, actor=PORTAL)
        with pytest.raises(RuleViolation):
            submit_phase(phase, on=date(2026, 11, 20), note="", actor=PORTAL)


def test_a_phase_that_was_returned_is_not_submitted_again_before_its_return() -> None:
    onboarding = make_onboarding(make_partner())
    with phase_of(onboarding) as phase:
        start_phase(phase, on=EARLIER, actor=PORTAL)
        submit_phase(phase, on=TODAY, note="", actor=PORTAL)
        return_phase(phase, missing="the agreed schedule", actor=PORTAL)

    with phase_of(onboarding) as phase, pytest.raises(RuleViolation) as refused:
        submit_phase(phase, on=EARLIER, note="", actor=PORTAL)

    assert refused.value.field == "on"


def test_a_second_editor_is_told_who_changed_what() -> None:
    onboarding = make_onboarding(make_partner())
    read = onboarding.phases[0].version
    with phase_of(onboarding) as phase:
        start_phase(phase, on=TODAY, actor=PORTAL, version=read)

    with phase_of(onboarding) as phase, pytest.raises(Stale) as told:
        skip_phase(phase, reason="not needed", actor=PORTAL, version=read)

    values = told.value.text._kwargs["changes"]
    assert "Bansou" in values


@pytest.mark.parametrize("role", [Role.CS_MANAGER, Role.CS_MEMBER])
def test_the_vendor_does_not_start_or_submit_for_the_firm(role: Role) -> None:
    onboarding, vendor = make_onboarding(make_partner()), principal(make_user(role))
    with phase_of(onboarding) as phase, pytest.raises(RuleViolation):
        start_phase(phase, on=TODAY, actor=vendor)


def test_a_firm_does_not_accept_its_own_submission() -> None:
    partner = make_partner()
    firm = principal(make_partner_manager(partner))
    onboarding = make_onboarding(partner)
    with unit(Scope(partner.id)) as session:
        phase = session.get_one(Onboarding, onboarding.id).phases[0]
        start_phase(phase, on=TODAY, actor=firm)
        submit_phase(phase, on=TODAY, note="", actor=firm)
        with pytest.raises(RuleViolation):
            complete_phase(phase, on=TODAY, actor=firm)


Step = Callable[..., None]


@pytest.mark.parametrize(("verb", "values"), [(return_phase, {"missing": "  "}), (skip_phase, {"reason": ""})])
def test_a_return_and_a_skip_need_words(verb: Step, values: dict[str, str]) -> None:
    onboarding = make_onboarding(make_partner())
    with phase_of(onboarding) as phase, pytest.raises(RuleViolation):
        verb(phase, actor=PORTAL, **values)


def test_history_can_be_replayed_on_the_days_on_which_it_happened() -> None:
    onboarding = make_onboarding(make_partner())
    with clock.at(datetime(2026, 11, 9, 3, tzinfo=UTC)):
        pass_through(onboarding, 1, date(2026, 11, 9))

    phase = reload(onboarding.id).phases[0]
    assert phase.submitted_on == date(2026, 11, 9)
    with phase_of(onboarding) as found:
        assert {change.at.date() for change in found.changes} == {date(2026, 11, 9)}
