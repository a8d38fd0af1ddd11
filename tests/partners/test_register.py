"""Entering firms and changing what is said of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from partners.enums import PartnerKind, PartnerStatus
from partners.models import Partner
from partners.queries import partner_by_code, status_history, tier_of, tiers_in_force
from partners.rules import PartnerFacts
from partners.services import change_partner, grant_tier, move_status, register_partner
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL
from portal.tenancy import Tenant
from tests.factories.partners import make_partner
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 24)
FACTS = PartnerFacts(
    name="青葉会計",
    kind=PartnerKind.TAX_ACCOUNTANT,
    corporate_number="3200034522787",
    contract_until=date(2028, 3, 31),
    prefectures=("東京都",),
    products=("accounting",),
    strengths={"process_design": 4},
)


def register(code="P0001", **values):
    with unit():
        return register_partner(code=code, facts=FACTS, actor=PORTAL, **values)


def audited():
    with unit(write=False) as session:
        return list(session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))


def test_a_registered_firm_is_a_candidate_in_tier_1():
    partner = register()

    with unit(write=False):
        assert partner_by_code("P0001").status == PartnerStatus.CANDIDATE
        assert tier_of(partner.id, TODAY) == 1
        assert [step.status for step in status_history(partner.id)] == [PartnerStatus.CANDIDATE]
    assert audited() == ["PartnerRegistered", "TierGranted"]


def test_a_code_belongs_to_one_firm():
    register()

    with pytest.raises(RuleViolation, match="P0001"):
        register()


def test_a_firms_new_name_is_its_worlds_too():
    partner = register()

    with unit() as session:
        assert change_partner(session.merge(partner), replace(FACTS, name="青葉会計事務所"), actor=PORTAL)

    with unit(write=False) as session:
        assert session.scalars(select(Tenant.name)).all() == ["青葉会計事務所"]


def test_the_same_facts_change_nothing():
    partner = register()
    before = audited()

    with unit() as session:
        assert not change_partner(session.merge(partner), FACTS, actor=PORTAL)

    assert audited() == before


def test_a_change_on_top_of_another_is_refused():
    partner = register()
    with unit() as session:
        change_partner(session.merge(partner), replace(FACTS, min_volume=2), actor=PORTAL, version=1)

    with unit() as session, pytest.raises(Stale):
        changed = session.scalars(select(Partner)).one()
        change_partner(changed, replace(FACTS, min_volume=3), actor=PORTAL, version=1)


def test_a_firm_takes_one_step_after_the_other():
    partner = make_partner(status=PartnerStatus.PREPARING)

    with unit() as session:
        move_status(session.merge(partner), status=PartnerStatus.ACTIVE, on=TODAY, reason="checked", actor=PORTAL)

    assert audited() == ["PartnerStatusMoved"]


@pytest.mark.parametrize(
    ("before", "after", "on"),
    [
        (PartnerStatus.CANDIDATE, PartnerStatus.ACTIVE, TODAY),
        (PartnerStatus.ENDED, PartnerStatus.ACTIVE, TODAY),
        (PartnerStatus.ACTIVE, PartnerStatus.ACTIVE, TODAY),
        (PartnerStatus.ACTIVE, PartnerStatus.PAUSED, date(2026, 11, 25)),
    ],
)
def test_a_step_that_does_not_follow_is_refused(before, after, on):
    partner = make_partner(status=before)

    with unit() as session, pytest.raises(RuleViolation):
        move_status(session.merge(partner), status=after, on=on, reason="", actor=PORTAL)


def test_the_latest_tier_that_has_begun_is_in_force():
    partner = make_partner(tier=2)
    with unit():
        grant_tier(partner.id, level=3, effective_on=date(2027, 1, 1), reason="evaluation", actor=PORTAL)

    with unit(write=False):
        assert tier_of(partner.id, date(2026, 12, 31)) == 2
        assert tiers_in_force(date(2027, 1, 1)) == {partner.id: 3}


@pytest.mark.parametrize(("level", "on"), [(0, TODAY), (10, TODAY), (2, TODAY), (3, date(2024, 12, 31))])
def test_a_tier_that_does_not_exist_or_is_held_already_is_not_granted(level, on):
    partner = make_partner(tier=2)

    with unit(), pytest.raises(RuleViolation):
        grant_tier(partner.id, level=level, effective_on=on, reason="", actor=PORTAL)
