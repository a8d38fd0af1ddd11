"""A level that a person sets: with a reason, an owner and an end; everywhere until then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import RiskLevel
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.standing import risk
from onboarding_phases.risks.services import set_risk
from portal import clock
from portal.accounts.queries import person_of
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.people import Role
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner
from tests.factories.people import make_user, principal
from tests.onboarding_phases.risks.conftest import plays_now, watched, work_off
from tests.world import unit

pytestmark = pytest.mark.usefixtures("plays")
LAST = date(2026, 11, 30)


@pytest.fixture
def late() -> Onboarding:
    return make_onboarding(make_partner(), start_on=date(2026, 11, 12))


@pytest.fixture
def manager(app):
    return make_user(Role.CS_MANAGER)


def set_level(onboarding, manager, level=RiskLevel.LOW, until_on=LAST, reason="顧客と合意済み"):
    with unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        owner, seen = person_of(manager.id), (found.risk_override or {}).get("set_at", "")
        assert owner is not None
        set_risk(
            found, level=level, reason=reason, owner=owner, until_on=until_on, seen=seen, actor=principal(manager)
        )


def level_on(onboarding, day):
    with unit(write=False):
        return risk(reload(onboarding.id).run, day, bounds_in_force()).level


def test_a_level_set_lower_holds_in_lists_and_pages_and_ends_by_itself(late, manager):
    assert level_on(late, LAST) is RiskLevel.HIGH
    set_level(late, manager)

    assert (reload(late.id).medium_from, reload(late.id).high_from) == (LAST + timedelta(1), LAST + timedelta(1))
    assert level_on(late, LAST) is RiskLevel.LOW
    assert level_on(late, LAST + timedelta(1)) is RiskLevel.HIGH


@pytest.mark.parametrize("level", [RiskLevel.HIGH, RiskLevel.LOW])
def test_on_the_day_after_its_last_the_portal_takes_the_level_away(late, manager, level):
    set_level(late, manager, level)
    with clock.at(NOW + timedelta(days=6)):
        work_off()
        assert reload(late.id).risk_override is not None
    with clock.at(NOW + timedelta(days=7)):
        work_off()

        ended = reload(late.id)
        assert ended.risk_override is None
        # What was found stands again: medium since the first day late, high since the seventh.
        assert (ended.medium_from, ended.high_from) == (date(2026, 11, 20), date(2026, 11, 26))
    with unit(write=False) as session:
        events = list(session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))
        assert [event for event in events if event.startswith("Risk")] == ["RiskSet", "RiskFreed"]


def test_a_level_set_anew_is_not_ended_by_the_job_of_the_one_before(late, manager):
    set_level(late, manager, until_on=LAST)
    set_level(late, manager, until_on=LAST + timedelta(days=5))
    with clock.at(NOW + timedelta(days=7)):
        work_off()

        assert reload(late.id).risk_override is not None


def test_while_a_risk_is_held_to_be_low_nothing_new_is_proposed(late, manager):
    set_level(late, manager)
    watched(late)
    assert plays_now(late) == {}

    with clock.at(NOW + timedelta(days=7)):
        watched(late)
        assert plays_now(late).keys() == {"late"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"until_on": date(2026, 11, 23)}, "until_on"),
        ({"until_on": date(2026, 12, 25)}, "until_on"),
        ({"level": RiskLevel.MEDIUM}, "level"),
    ],
)
def test_a_level_needs_a_reason_an_end_within_bounds_and_a_difference(late, manager, given, field):
    with pytest.raises(RuleViolation) as refused:
        set_level(late, manager, **given)

    assert refused.value.field == field
    assert reload(late.id).risk_override is None


def test_the_second_of_two_people_is_told_and_keeps_the_text(app, late, manager, login):
    browser, code = Browser(app, login(manager)), manager.code
    opened = {"level": "high", "reason": "私の理由", "owner": code, "until_on": LAST.isoformat(), "seen": ""}
    set_level(late, manager)

    answer = browser.send(f"/onboardings/{late.code}/risks/level", data=opened)

    assert answer.status_code == 409
    assert "Somebody else changed the level" in answer.text
    assert "私の理由" in answer.text
    assert reload(late.id).risk_override["level"] == "low"


def test_whoever_reads_the_risk_reads_that_it_was_set_and_why(late, manager, login):
    set_level(late, manager)

    for path in (f"/onboardings/{late.code}", "/onboardings?tab=running", "/onboardings?view=board"):
        assert "level set by hand until 30 Nov" in login(manager).get(path).text, path
    assert "顧客と合意済み" in login(manager).get(f"/onboardings/{late.code}").text


def test_somebody_ends_the_level_before_its_last_day(app, late, manager, login):
    set_level(late, manager)
    seen = reload(late.id).risk_override["set_at"]

    page = f"/onboardings/{late.code}/risks"
    answer = Browser(app, login(manager)).send(f"{page}/level/end", page=page, data={"seen": seen})

    assert answer.status_code == 303
    assert reload(late.id).risk_override is None
