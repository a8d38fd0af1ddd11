from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import begin_onboarding
from onboarding_phases.playbooks.services import load_default_playbooks
from portal.audit.models import AuditEntry
from portal.people import PORTAL
from portal.tenancy import Scope
from tests.factories.onboardings import START, make_onboarding, make_served_customer, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def test_an_accepted_offer_becomes_six_phases_in_the_firms_own_scope() -> None:
    partner, customer = make_partner(), make_served_customer()
    manager = make_partner_manager(partner)
    with unit():
        load_default_playbooks(PORTAL)

    with unit(Scope(partner.id)) as session:
        made = begin_onboarding(
            partner_id=partner.id,
            offer_id=7,
            customer_id=customer.id,
            facts={
                "customer_name": "株式会社テスト",
                "product": "accounting",
                "industry": "G",
                "prefecture": "東京都",
                "effort": 2,
                "owner_id": None,
            },
            start_on=START,
            actor=principal(manager),
        )
        session.flush()
        onboarding_id = made.id

    onboarding = reload(onboarding_id)
    assert onboarding.state is OnboardingState.RUNNING
    assert [phase.due_day for phase in onboarding.phases] == [7, 21, 40, 60, 75, 90]
    assert {phase.state for phase in onboarding.phases} == {PhaseState.NOT_STARTED}
    assert onboarding.x_days == 90
    assert onboarding.late_from == date(2026, 11, 10)
    with unit() as session:
        audited = session.scalars(select(AuditEntry).where(AuditEntry.event == "OnboardingBegun")).one()
    assert audited.values["code"] == onboarding.code
    assert audited.values["partner_id"] == partner.id


def test_another_firm_sees_nothing_of_it() -> None:
    make_onboarding(make_partner())
    stranger = make_partner()

    with unit(Scope(stranger.id)) as session:
        assert session.scalars(select(Onboarding)).all() == []
