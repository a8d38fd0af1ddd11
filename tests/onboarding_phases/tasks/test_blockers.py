"""What stops a step is raised, shows in the risk, and is resolved by whoever has to act."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import RiskLevel, RiskReason
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.standing import risk
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.tasks.models import Blocker
from onboarding_phases.tasks.services import raise_blocker, resolve_blocker
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL
from tests.conftest import NOW
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
START = date(2026, 11, 20)


@pytest.fixture
def onboarding() -> Onboarding:
    return make_onboarding(make_partner(), start_on=START)


def block(onboarding: Onboarding, text: str = "残高の差異") -> str:
    with unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        return raise_blocker(found, text=text, side=TaskSide.VENDOR, position=1, actor=PORTAL).code


def resolve(onboarding: Onboarding, code: str) -> None:
    with unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        blocker = session.scalars(select(Blocker).where(Blocker.code == code)).one()
        resolve_blocker(blocker, onboarding=found, resolution="仕様を回答", actor=PORTAL)


def risk_on(onboarding: Onboarding, day: date):
    with unit(write=False):
        bounds = bounds_in_force()
    return risk(reload(onboarding.id).run, day, bounds)


def test_a_blocker_is_answered_within_business_days(onboarding):
    code = block(onboarding)

    with unit(write=False) as session:
        # Tuesday the 24th and two business days.
        assert session.scalars(select(Blocker).where(Blocker.code == code)).one().answer_due_on == date(2026, 11, 26)


def test_a_blocker_is_a_medium_risk_at_once_and_a_high_one_when_it_lasts(onboarding):
    block(onboarding)

    today = clock.today()
    now, later = risk_on(onboarding, today), risk_on(onboarding, today + timedelta(days=5))
    assert (now.level, now.reason) == (RiskLevel.MEDIUM, RiskReason.BLOCKED)
    assert (later.level, later.reason) == (RiskLevel.HIGH, RiskReason.BLOCKED)
    assert reload(onboarding.id).medium_from == today


def test_the_risk_lasts_until_the_last_blocker_is_resolved(onboarding):
    first, second = block(onboarding), block(onboarding, "権限の申請待ち")

    resolve(onboarding, first)
    assert reload(onboarding.id).blocked_since == clock.today()
    resolve(onboarding, second)
    assert reload(onboarding.id).blocked_since is None
    assert risk_on(onboarding, clock.today()).reason is RiskReason.ON_PLAN


def test_the_longest_blocker_counts(onboarding):
    first = block(onboarding)
    with clock.at(NOW + timedelta(days=2)):
        block(onboarding, "権限の申請待ち")
        resolve(onboarding, first)

    assert reload(onboarding.id).blocked_since == clock.today() + timedelta(days=2)


def test_a_blocker_is_resolved_once(onboarding):
    code = block(onboarding)
    resolve(onboarding, code)

    with pytest.raises(Stale):
        resolve(onboarding, code)


def test_a_blocker_says_what_it_is(onboarding):
    with pytest.raises(RuleViolation):
        block(onboarding, "  ")
