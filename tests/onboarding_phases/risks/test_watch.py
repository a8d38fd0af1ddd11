"""The night: what is foreseen, what usage tells, and the plays that follow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from onboarding_phases.escalations.services import resolve
from onboarding_phases.onboardings.enums import PhaseState, RiskLevel, RiskReason
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.services import start_phase, submit_phase
from onboarding_phases.onboardings.standing import Bounds, risk, risks
from onboarding_phases.risks.models import Stays
from onboarding_phases.risks.queries import templates
from onboarding_phases.risks.services import WATCH, plan_watch, watch_tonight
from onboarding_phases.risks.services.plays import follow_risks
from portal import clock
from portal.audit.models import AuditEntry
from portal.jobs.models import Job
from portal.levels import Level
from portal.people import PORTAL, Role
from tests.conftest import NOW
from tests.factories.escalations import act, escalate, make_cast
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner
from tests.onboarding_phases.risks.conftest import log_in, make_finished, plays_now, watched, work_off
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("plays")
FRESH = date(2026, 11, 20)
"""A start so late that nothing is late yet."""


@pytest.fixture
def bounds(app) -> Bounds:
    with unit(write=False):
        return bounds_in_force()


def told(event: str) -> int:
    with unit(write=False) as session:
        return session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event == event)) or 0


def test_a_finish_is_foreseen_from_twenty_finished_cases_and_from_none_less(bounds):
    partner = make_partner()
    running = make_onboarding(partner, start_on=FRESH)
    for number in range(19):
        make_finished(partner, 60 + number)
    assert watched(running).outlook["foreseen"] is None

    make_finished(partner, 120)
    foreseen = watched(running).outlook["foreseen"]

    # 60..78 and 120: the median of twenty lies at 69.5, its fifth at 63.8 and its last fifth at 75.2.
    days = [FRESH + timedelta(days) for days in (63, 70, 76)]
    assert [foreseen["early_on"], foreseen["median_on"], foreseen["late_on"]] == [day.isoformat() for day in days]
    assert foreseen["due_on"] == (FRESH + timedelta(90)).isoformat()
    with unit(write=False) as session:
        assert session.scalars(select(Stays).where(Stays.position == 1)).one().days[-1] == 120


def test_a_predicted_finish_beyond_the_due_day_is_a_risk_in_lists_too(bounds):
    partner = make_partner()
    running = make_onboarding(partner, start_on=FRESH)
    for _ in range(20):
        make_finished(partner, 100)

    seen = watched(running)

    found = risk(seen.run, clock.today(), bounds)
    assert (found.level, found.reason, found.as_of) == (RiskLevel.HIGH, RiskReason.FORESEEN, clock.today())
    assert seen.high_from == clock.today()
    assert plays_now(running).keys() == {"foreseen"}


def test_what_is_left_out_of_the_rates_or_entered_from_records_predicts_nothing():
    partner = make_partner()
    for number in range(2):
        made = make_finished(partner, 60)
        with unit() as session:
            one = session.scalars(select(Onboarding).where(Onboarding.id == made.id)).one()
            one.is_recorded = number == 0
            one.excluded_reason = None if number == 0 else "test"
    watched(make_onboarding(partner))

    with unit(write=False) as session:
        assert session.scalar(select(func.count()).select_from(Stays)) == 0


def test_a_play_appears_once_however_often_the_night_comes():
    late = make_onboarding(make_partner(), start_on=date(2026, 11, 12))

    first = watched(late)
    again = watched(late)

    assert first.open_plays == again.open_plays
    assert [play["cause"] for play in again.open_plays] == ["late"]
    # Due in two business days from Tuesday the 24th.
    assert again.open_plays[0]["due_on"] == "2026-11-26"
    assert told("PlayOpened") == 1


def test_two_nights_at_once_propose_a_play_once():
    late = watched(make_onboarding(make_partner(), start_on=date(2026, 11, 12)))

    with unit() as session:
        one = session.scalars(select(Onboarding).where(Onboarding.id == late.id)).one()
        # As a night sees it that read the plays before the other one wrote.
        follow_risks(one, {RiskReason.LATE}, [], templates())

    assert plays_now(late).keys() == {"late"}
    assert told("PlayOpened") == 1
    assert watched(late).open_plays == late.open_plays


def test_a_play_closes_itself_when_its_cause_is_over_and_does_not_come_back():
    onboarding = make_onboarding(make_partner(), start_on=date(2026, 11, 12))
    watched(onboarding)
    with unit() as session:
        phase = session.scalars(select(Phase).where(Phase.onboarding_id == onboarding.id, Phase.position == 1)).one()
        start_phase(phase, on=clock.today(), actor=PORTAL)
        submit_phase(phase, on=clock.today(), note="", actor=PORTAL)
    work_off()

    assert plays_now(onboarding)["late"].state.value == "gone"
    assert reload(onboarding.id).open_plays is None
    with unit() as session:
        session.execute(update(Phase).where(Phase.position == 1).values(state=PhaseState.RETURNED))
    watched(onboarding)
    assert plays_now(onboarding)["late"].state.value == "gone"
    assert (told("PlayOpened"), told("PlayGone")) == (1, 1)


def test_silence_is_a_risk_until_an_escalation_is_open(bounds):
    cast = make_cast(start_on=date(2026, 11, 10))
    log_in(cast.onboarding, 2, *[0] * 7)
    assert RiskReason.QUIET in reasons(watched(cast.onboarding), bounds)

    code = escalate(cast, Role.CONSULTANT)
    work_off()
    assert RiskReason.QUIET not in reasons(reload(cast.onboarding.id), bounds)
    assert plays_now(cast.onboarding)["quiet"].state.value == "gone"

    act(resolve, code, cast.of(Role.CS_MEMBER), Level.BOTH)
    work_off()
    assert RiskReason.QUIET in reasons(reload(cast.onboarding.id), bounds)


def reasons(onboarding: Onboarding, bounds: Bounds) -> list[RiskReason]:
    return [found.reason for found in risks(onboarding.run, clock.today(), bounds)]


def test_missing_data_are_no_silence(bounds):
    onboarding = make_onboarding(make_partner(), start_on=FRESH - timedelta(days=20))
    log_in(onboarding, *[0] * 10, until=4)

    seen = watched(onboarding)

    assert RiskReason.QUIET not in reasons(seen, bounds)
    assert (seen.outlook["usage_on"], seen.outlook["usage_is_fresh"]) == ("2026-11-20", False)


def test_every_night_plans_the_next_one_once():
    with unit():
        plan_watch(PORTAL)
        plan_watch(PORTAL)
    with the_app().app_context():
        watch_tonight()

    with unit(write=False) as session:
        (run_at,) = session.scalars(select(Job.run_at).where(Job.kind == WATCH))
        assert run_at > NOW
