"""Slots: what is stated, kept and taken, and who is refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from partners.models import Capacity
from partners.services import accept_reserved, release_reserved, reserve_slots, state_capacity
from portal.errors import RuleViolation
from portal.people import PORTAL
from portal.tenancy import Scope
from tests.factories.partners import make_capacity, make_partner
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
DECEMBER = date(2026, 12, 1)


def counts(partner, month=DECEMBER):
    with unit(write=False) as session:
        row = session.scalars(
            select(Capacity).where(Capacity.partner_id == partner.id, Capacity.month == month)
        ).one()
        return row.stated, row.reserved, row.accepted


def test_an_offer_keeps_slots_and_an_answer_takes_or_frees_them():
    partner = make_partner()
    make_capacity(partner, stated=5)

    with unit(Scope(partner.id)):
        reserve_slots(partner.id, date(2026, 12, 14), 3, actor=PORTAL)
        release_reserved(partner.id, DECEMBER, 1, actor=PORTAL)
        accept_reserved(partner.id, DECEMBER, 2, actor=PORTAL)

    assert counts(partner) == (5, 0, 2)


@pytest.mark.parametrize(("reserved", "accepted", "wanted"), [(0, 5, 1), (5, 0, 1), (2, 2, 2), (0, 0, 6)])
def test_nobody_gets_a_slot_that_is_not_free(reserved, accepted, wanted):
    partner = make_partner()
    make_capacity(partner, stated=5, reserved=reserved, accepted=accepted)

    with unit(), pytest.raises(RuleViolation, match="2026"):
        reserve_slots(partner.id, DECEMBER, wanted, actor=PORTAL)

    assert counts(partner) == (5, reserved, accepted)


def test_a_month_without_a_statement_has_no_slots():
    partner = make_partner()

    with unit(), pytest.raises(RuleViolation):
        reserve_slots(partner.id, DECEMBER, 1, actor=PORTAL)


@pytest.mark.parametrize("verb", [release_reserved, accept_reserved])
def test_more_than_is_reserved_can_be_neither_freed_nor_taken(verb):
    partner = make_partner()
    make_capacity(partner, stated=5, reserved=1)

    with unit(), pytest.raises(RuleViolation):
        verb(partner.id, DECEMBER, 2, actor=PORTAL)

    assert counts(partner) == (5, 1, 0)


def test_a_firm_cannot_state_fewer_slots_than_it_has_promised():
    partner = make_partner()
    make_capacity(partner, stated=5, reserved=1, accepted=3)

    with unit(), pytest.raises(RuleViolation, match="4"):
        state_capacity(partner, slots={DECEMBER: 3}, actor=PORTAL)

    assert counts(partner) == (5, 1, 3)


def test_stating_the_same_slots_again_changes_nothing():
    partner = make_partner()

    with unit():
        assert state_capacity(partner, slots={DECEMBER: 4}, actor=PORTAL)
    with unit():
        assert not state_capacity(partner, slots={DECEMBER: 4}, actor=PORTAL)


@pytest.mark.parametrize("month", [date(2026, 10, 1), date(2027, 6, 1)])
def test_only_this_month_and_the_six_after_it_are_open(month):
    partner = make_partner()

    with unit(), pytest.raises(RuleViolation):
        state_capacity(partner, slots={month: 4}, actor=PORTAL)
