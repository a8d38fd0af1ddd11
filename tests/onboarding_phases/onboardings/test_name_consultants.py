from __future__ import annotations

import pytest

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import name_consultants
from partners.models import Consultant
from portal.errors import RuleViolation, Stale
from portal.people import Principal, Role
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def name(onboarding: Onboarding, actor: Principal, *people: Consultant, seen: list[int] | None = None) -> None:
    with unit(actor.scope) as session:
        found = session.get_one(Onboarding, onboarding.id)
        there = [session.get_one(Consultant, person.id) for person in people]
        name_consultants(found, there, actor=actor, seen=seen)


def test_the_firm_names_and_swaps_its_people() -> None:
    partner = make_partner()
    firm = principal(make_partner_manager(partner))
    (_, first), (_, second) = make_consultant_user(partner), make_consultant_user(partner)
    onboarding = make_onboarding(partner)

    name(onboarding, firm, first)
    name(onboarding, firm, second)

    now = [item.consultant_id for item in reload(onboarding.id).staffings if item.until_on is None]
    assert now == [second.id]


def test_the_vendor_never_names_them() -> None:
    partner = make_partner()
    _, consultant = make_consultant_user(partner)
    vendor = principal(make_user(Role.CS_MANAGER))

    with pytest.raises(RuleViolation):
        name(make_onboarding(partner), vendor, consultant)


def test_nobody_or_somebody_of_another_firm_is_refused() -> None:
    partner, stranger = make_partner(), make_partner()
    firm = principal(make_partner_manager(partner))
    _, other = make_consultant_user(stranger)
    onboarding = make_onboarding(partner)

    with pytest.raises(RuleViolation):
        name(onboarding, firm)
    with unit() as session:
        found = session.get_one(Onboarding, onboarding.id)
        with pytest.raises(RuleViolation):
            name_consultants(found, [session.get_one(Consultant, other.id)], actor=firm)


def test_the_second_of_two_managers_is_told_who_was_named_meanwhile() -> None:
    partner = make_partner()
    firm = principal(make_partner_manager(partner))
    (_, first), (_, second) = make_consultant_user(partner), make_consultant_user(partner)
    onboarding = make_onboarding(partner)
    name(onboarding, firm, first, seen=[])

    with pytest.raises(Stale) as told:
        name(onboarding, firm, second, seen=[])

    assert first.name in str(told.value.text._kwargs["names"])
