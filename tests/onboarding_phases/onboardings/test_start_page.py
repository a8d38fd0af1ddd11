"""What waits for each role on the start page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from onboarding_phases.onboardings.enums import HoldCause
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import place_hold, start_phase, submit_phase
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding, make_served_customer, put_on
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
Browse = Callable[..., Browser]
TODAY = date(2026, 11, 24)


def submitted(name: str, **values: object) -> Onboarding:
    onboarding = make_onboarding(make_partner(), customer=make_served_customer(name=name), **values)  # type: ignore[arg-type]
    with unit() as session:
        phase = session.get_one(Onboarding, onboarding.id).phases[0]
        start_phase(phase, on=TODAY, actor=PORTAL)
        submit_phase(phase, on=TODAY, note="", actor=PORTAL)
    return onboarding


def test_a_submission_waits_for_its_owner_and_not_for_a_colleague(browse: Browse) -> None:
    owner, colleague = make_user(Role.CS_MEMBER), make_user(Role.CS_MEMBER)
    onboarding = submitted("Minato Design", owner=owner, start_on=date(2026, 11, 20))

    text = browse(owner).get("/").text

    assert "Review “Kickoff and handover” of Minato Design" in text
    assert f"/onboardings/{onboarding.code}/phases/1" in text
    assert "Minato Design" not in browse(colleague).get("/").text


def test_a_hold_of_a_firm_waits_for_its_owner_and_not_for_a_colleague(browse: Browse) -> None:
    owner, colleague, partner = make_user(Role.CS_MEMBER), make_user(Role.CS_MEMBER), make_partner()
    firm = principal(make_partner_manager(partner))
    onboarding = make_onboarding(partner, customer=make_served_customer(name="Minato Design"), owner=owner)
    with unit(firm.scope) as session:
        place_hold(
            session.get_one(Onboarding, onboarding.id),
            cause=HoldCause.CUSTOMER,
            reason="year-end closing",
            evidence="mail of 20 November",
            from_on=TODAY,
            expected_end_on=date(2026, 12, 4),
            actor=firm,
        )

    assert "Confirm or refuse the hold of Minato Design" in browse(owner).get("/").text
    assert "Confirm or refuse the hold" not in browse(colleague).get("/").text


def test_a_manager_reads_the_reason_of_a_high_risk(browse: Browse) -> None:
    make_onboarding(make_partner(), customer=make_served_customer(name="Late Ltd"), start_on=date(2026, 11, 2))

    assert "Late Ltd: 15 days late" in browse(make_user(Role.CS_MANAGER)).get("/").text


def test_a_consultant_finds_the_day_and_a_way_to_the_phase(browse: Browse) -> None:
    partner = make_partner()
    user, row = make_consultant_user(partner)
    customer = make_served_customer(name="Kawabe Mokko")
    onboarding = make_onboarding(partner, customer=customer, start_on=date(2026, 11, 18))
    put_on(onboarding, row)
    make_onboarding(partner, customer=make_served_customer(name="Not mine"))

    text = browse(user).get("/").text

    assert "Start “Kickoff and handover” of Kawabe Mokko" in text
    assert f"/onboardings/{onboarding.code}/phases/1#act" in text
    assert "Not mine" not in text


def test_the_firms_manager_is_asked_to_name_people(browse: Browse) -> None:
    partner = make_partner()
    _, row = make_consultant_user(partner)
    named = make_onboarding(partner, customer=make_served_customer(name="Named Inc"))
    make_onboarding(partner, customer=make_served_customer(name="Nobody Inc"))
    put_on(named, row)

    text = browse(make_partner_manager(partner)).get("/").text

    assert "Name who works on Nobody Inc" in text
    assert "Name who works on Named Inc" not in text


def test_a_firms_manager_reads_what_is_late_and_who_holds_it(browse: Browse) -> None:
    partner = make_partner()
    _user, row = make_consultant_user(partner)
    late = make_onboarding(partner, customer=make_served_customer(name="Late Ltd"), start_on=date(2026, 11, 10))
    put_on(late, row)
    make_onboarding(make_partner(), customer=make_served_customer(name="Of another firm"))

    text = browse(make_partner_manager(partner)).get("/").text

    card = text.split('aria-labelledby="card-due"')[1].split("</section>")[0]
    assert "1 due day has passed" in card
    assert "Late Ltd" in card
    assert row.name in card
    assert "Of another firm" not in text


def test_a_review_is_with_the_client_and_names_nobody_of_the_firm(browse: Browse) -> None:
    onboarding = submitted("Minato Design", start_on=date(2026, 11, 20))
    with unit() as session:
        partner = session.get_one(Onboarding, onboarding.id).partner
    _user, row = make_consultant_user(partner)
    put_on(onboarding, row)

    text = browse(make_partner_manager(partner)).get("/").text

    card = text.split('aria-labelledby="card-due"')[1].split("</section>")[0]
    assert "Client" in card
    assert row.name not in card
