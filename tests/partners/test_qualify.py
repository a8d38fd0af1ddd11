"""Consultants and what they have passed."""

from __future__ import annotations

from datetime import date

import pytest

from partners.models import Qualification
from partners.queries import consultants_of, valid_qualifications
from partners.services import add_consultant, grant_qualification, remove_consultant, revoke_qualification
from portal.errors import RuleViolation
from portal.people import PORTAL, Role
from portal.tenancy import Scope
from tests.factories.partners import make_consultant_user, make_partner
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def qualify(consultant, subject="accounting"):
    with unit() as session:
        return grant_qualification(
            session.merge(consultant), subject=subject, valid_from=FIRST, valid_until=LAST, actor=PORTAL
        )


def valid(on, subject="accounting"):
    with unit(write=False):
        return valid_qualifications(subject, on)


def test_a_qualification_counts_to_its_last_day():
    partner = make_partner()
    qualify(make_consultant_user(partner)[1])

    assert [valid(day) for day in (FIRST, LAST)] == [{partner.id: 1}] * 2
    assert valid(date(2027, 1, 1)) == valid(LAST, "payroll") == {}


def test_a_person_who_passed_twice_counts_once():
    partner = make_partner()
    consultant = make_consultant_user(partner)[1]
    qualify(consultant)
    qualify(consultant)

    assert valid(LAST) == {partner.id: 1}


def test_a_revoked_qualification_counts_no_longer():
    partner = make_partner()
    granted = qualify(make_consultant_user(partner)[1])

    with unit() as session:
        revoke_qualification(session.merge(granted), on=date(2026, 11, 24), reason="copied answers", actor=PORTAL)

    assert valid(date(2026, 11, 24)) == {}
    assert valid(date(2026, 11, 23)) == {partner.id: 1}
    with unit() as session, pytest.raises(RuleViolation):
        row = session.get(Qualification, granted.id)
        revoke_qualification(row, on=LAST, reason="", actor=PORTAL)


def test_people_who_left_count_no_longer():
    partner = make_partner()
    consultant = make_consultant_user(partner)[1]
    qualify(consultant)

    with unit() as session:
        remove_consultant(session.merge(consultant), actor=PORTAL)

    assert valid(LAST) == {}
    with unit(write=False):
        assert consultants_of(partner.id) == []


def test_a_person_is_named_once():
    partner = make_partner()
    user = make_user(Role.CONSULTANT, partner=partner)
    named = {"user_id": user.id, "name": user.name, "email": user.email, "actor": PORTAL}

    with unit(Scope(partner.id)):
        add_consultant(partner.id, **named)

    with unit(Scope(partner.id)), pytest.raises(RuleViolation):
        add_consultant(partner.id, **named)


def test_nothing_is_granted_that_ends_before_it_begins():
    consultant = make_consultant_user(make_partner())[1]

    with unit() as session, pytest.raises(RuleViolation):
        grant_qualification(session.merge(consultant), subject="x", valid_from=LAST, valid_until=FIRST, actor=PORTAL)
