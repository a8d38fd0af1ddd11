"""A firm skips a phase where its tier gives it the right to, and never go-live."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import skip_phase
from partners.rights.defaults import RIGHTS
from partners.rights.queries import rights_of_tier
from portal import clock
from portal.audit.models import AuditEntry
from portal.defaults.queries import numbers, versions_of
from portal.defaults.services import change_default
from portal.errors import RuleViolation
from portal.inbox.models import Notice
from portal.people import PORTAL, Principal, Role
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def grant(tier: int, digits: int) -> None:
    with unit():
        given = {**numbers(RIGHTS), f"skipped_{tier}": digits}
        seen = len(versions_of(RIGHTS))
        change_default(RIGHTS, given, effective_on=clock.today(), reason="as agreed", seen=seen, actor=PORTAL)


def skip(onboarding: Onboarding, position: int, actor: Principal) -> None:
    with unit(actor.scope) as session:
        row = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        skip_phase(row.phases[position - 1], reason="nothing to migrate", actor=actor)


def test_no_tier_skips_phases_as_delivered_and_none_ever_go_live():
    with unit(write=False):
        assert [set(rights_of_tier(tier, on=date(2026, 11, 24)).skipped) for tier in range(1, 6)] == [set()] * 5
    grant(4, 12345)
    grant(5, 5)

    with unit(write=False):
        assert rights_of_tier(5, on=date(2026, 11, 24)).skipped == {5}
        assert rights_of_tier(4, on=date(2026, 11, 24)).skipped == {1, 2, 3, 4, 5}


def test_a_firm_skips_what_its_tier_may_and_the_vendor_is_told():
    partner, owner = make_partner(tier=4), make_user(Role.CS_MEMBER)
    onboarding, firm = make_onboarding(partner, owner=owner), principal(make_partner_manager(partner))
    with pytest.raises(RuleViolation):
        skip(onboarding, 3, firm)
    grant(4, 35)

    skip(onboarding, 3, firm)
    with pytest.raises(RuleViolation):
        skip(onboarding, 2, firm)

    assert [phase.state for phase in reload(onboarding.id).phases[1:3]] == [
        PhaseState.NOT_STARTED,
        PhaseState.SKIPPED,
    ]
    with unit(write=False) as session:
        kept = session.scalars(select(AuditEntry.values).where(AuditEntry.event == "PhaseSkipped")).one()
        told = session.scalars(select(Notice.kind).where(Notice.user_id == owner.id)).all()
    assert (kept["by_right"], list(told)) == (True, ["onboardings.phase_skipped"])
