from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import ChangeKind, OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import withdraw
from onboarding_phases.usage.models import UsageRecord
from onboarding_phases.usage.services import record_usage
from onboarding_phases.usage.values import Taken, UsageRow
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.people import PORTAL
from tests.factories.onboardings import make_onboarding, make_served_customer, reload
from tests.factories.partners import make_partner
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
DAY = date(2026, 11, 20)


def rows(code: str, *, feeds: float = 1, journals: float = 60, closes: float = 1, on: date = DAY) -> list[UsageRow]:
    return [
        UsageRow(code, on, "bank_feeds", feeds),
        UsageRow(code, on, "journals_30d", journals),
        UsageRow(code, on, "monthly_closes", closes),
    ]


def record(*groups: list[UsageRow]) -> Taken:
    with unit():
        return record_usage([row for group in groups for row in group], PORTAL)


@pytest.fixture
def onboarding() -> Onboarding:
    return make_onboarding(make_partner(), customer=make_served_customer(code="C1"))


def test_usage_that_meets_the_rule_activates(onboarding: Onboarding) -> None:
    assert record(rows("C1")) == Taken(3, 0, 0)

    active = reload(onboarding.id)
    assert active.activated_on == DAY
    assert active.version == onboarding.version
    assert ChangeKind.ACTIVATED in [change.kind for change in active.changes]


def test_a_correction_takes_activation_back_visibly(onboarding: Onboarding) -> None:
    record(rows("C1"))

    assert record(rows("C1", journals=12)) == Taken(0, 1, 2)

    corrected = reload(onboarding.id)
    assert corrected.activated_on is None
    assert [change.kind for change in corrected.changes][-1] is ChangeKind.ACTIVATION_WITHDRAWN
    with unit() as session:
        told = select(AuditEntry).where(AuditEntry.event == "OnboardingActivated").order_by(AuditEntry.id)
        events = session.scalars(told).all()
    assert [entry.values["activated_on"] for entry in events] == ["2026-11-20", None]


def test_the_firms_copy_says_how_far_it_is(onboarding: Onboarding) -> None:
    record(rows("C1", journals=32, closes=0))

    progress = reload(onboarding.id).activation_progress
    assert progress is not None
    assert progress["as_of"] == "2026-11-20"
    assert [(item["metric"], item["value"]) for item in progress["conditions"]] == [
        ("bank_feeds", 1.0),
        ("journals_30d", 32.0),
        ("monthly_closes", 0.0),
    ]


def test_the_same_file_twice_changes_nothing(onboarding: Onboarding) -> None:
    record(rows("C1"))

    assert record(rows("C1")) == Taken(0, 0, 3)
    with unit() as session:
        assert len(session.scalars(select(UsageRecord)).all()) == 3


def test_an_unknown_customer_stops_the_whole(onboarding: Onboarding) -> None:
    with pytest.raises(RuleViolation):
        record(rows("C1"), rows("C9"))

    with unit() as session:
        assert session.scalars(select(UsageRecord)).all() == []


def test_usage_after_withdrawal_does_not_activate() -> None:
    withdrawn = make_onboarding(
        make_partner(),
        customer=make_served_customer(code="C2"),
        state=OnboardingState.WITHDRAWN,
        withdrawn_on=date(2026, 11, 19),
    )
    record(rows("C2"))

    assert reload(withdrawn.id).activated_on is None


def test_usage_of_the_days_to_come_waits(onboarding: Onboarding) -> None:
    record(rows("C1", on=date(2026, 11, 25)))

    assert reload(onboarding.id).activated_on is None


def test_a_withdrawal_dated_before_activation_takes_it_back() -> None:
    begun = datetime(2026, 11, 2, tzinfo=UTC)
    onboarding = make_onboarding(make_partner(), customer=make_served_customer(code="C1"), created_at=begun)
    record(rows("C1"))

    with unit() as session:
        withdraw(session.get_one(Onboarding, onboarding.id), reason="stopped", on=date(2026, 11, 19), actor=PORTAL)

    assert reload(onboarding.id).activated_on is None
