"""After a decline, a lapse or a withdrawal the next candidate is proposed, and asked by one button."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from onboarding_phases.allocation.enums import OverrideKind
from onboarding_phases.allocation.models import AllocationRuling, AllocationRun
from onboarding_phases.allocation.services import approve_run
from onboarding_phases.candidates.queries import proposal_for
from onboarding_phases.candidates.services import ask_candidate
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import accept_offer, decline_offer, lapse_offer, withdraw_offer
from partners.models import Capacity
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Role
from tests.browsing import Browser, statements
from tests.factories.allocations import make_offer, make_solved_run
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def three(**values):
    """Three firms, the best first, each with slots in December."""
    firms = [make_partner(industries={"G": level}, strengths={"process_design": level}) for level in (5, 4, 3)]
    for firm in firms:
        make_capacity(firm, stated=2)
    return firms, make_customer(industry="G", **values)


def newest(session, customer) -> Offer:
    wanted = select(Offer).where(Offer.customer_id == customer.id).order_by(Offer.id.desc()).limit(1)
    return session.scalars(wanted).one()


def fresh(session, customer) -> Customer:
    return session.scalars(select(Customer).where(Customer.id == customer.id)).one()


def proposed(customer) -> tuple[str | None, int | None, list[tuple[str, str | None]]]:
    with unit(write=False) as session:
        found = proposal_for(fresh(session, customer))
        assert found is not None
        chosen = found.chosen
        passed = [(partner.code, one.passed) for partner, one in found.passed]
        return (chosen.code, chosen.place, passed) if chosen else (None, None, passed)


def decline(customer) -> None:
    with unit() as session:
        decline_offer(newest(session, customer), reason="no", actor=PORTAL)


def test_after_a_plans_firm_declined_its_alternates_come_in_their_order():
    firms, customer = three()
    run = make_solved_run()
    with unit() as session:
        approve_run(session.scalars(select(AllocationRun).where(AllocationRun.id == run.id)).one(), actor=PORTAL)
    decline(customer)

    assert proposed(customer) == (firms[1].code, 2, [(firms[0].code, "declined")])

    manager = principal(make_user(Role.CS_MANAGER))
    with unit() as session:
        sent = ask_candidate(fresh(session, customer), partner_code=firms[1].code, actor=manager)
        assert (sent.partner_id, sent.run_code) == (firms[1].id, run.code)
    decline(customer)
    assert proposed(customer) == (firms[2].code, 3, [(firms[0].code, "declined"), (firms[1].code, "declined")])
    decline_last = [(firm.code, "declined") for firm in firms]
    with unit() as session:
        ask_candidate(fresh(session, customer), partner_code=firms[2].code, actor=manager)
    decline(customer)
    assert proposed(customer) == (None, None, decline_last)
    with pytest.raises(RuleViolation, match="ありません"), unit() as session:
        ask_candidate(fresh(session, customer), partner_code=firms[2].code, actor=manager)


def test_the_alternates_are_tested_again_on_the_facts_of_today():
    firms, customer = three()
    run = make_solved_run()
    with unit() as session:
        approve_run(session.scalars(select(AllocationRun).where(AllocationRun.id == run.id)).one(), actor=PORTAL)
    decline(customer)
    with unit() as session:
        session.execute(update(Capacity).where(Capacity.partner_id == firms[1].id).values(stated=0))

    assert proposed(customer) == (firms[2].code, 3, [(firms[0].code, "declined"), (firms[1].code, "full")])


@pytest.mark.parametrize("how", ["declined", "lapsed", "withdrawn"])
def test_without_a_plan_the_best_score_of_today_comes_next(how):
    firms, customer = three()
    offer = make_offer(firms[0], customer)
    with unit() as session:
        found = newest(session, customer)
        if how == "declined":
            decline_offer(found, reason="no", actor=PORTAL)
        elif how == "withdrawn":
            withdraw_offer(found, reason="mistake", actor=PORTAL)
    if how == "lapsed":
        with clock.at(offer.reply_by + timedelta(minutes=1)), unit():
            lapse_offer(offer=offer.code)

    # Whoever was only withdrawn from did not say no.
    expected = firms[0] if how == "withdrawn" else firms[1]
    assert proposed(customer)[:2] == (expected.code, None)


def test_a_ban_holds_and_a_pin_comes_first():
    firms, customer = three()
    fourth = make_partner(industries={"G": 1})
    make_capacity(fourth)
    make_offer(firms[0], customer)
    decline(customer)
    with unit() as session:
        for kind, firm in ((OverrideKind.BAN, firms[1]), (OverrideKind.PIN, fourth)):
            told = {"reason": "seen", "made_at": clock.now(), "made_by": None}
            session.add(AllocationRuling(kind=kind, customer_id=customer.id, firm_id=firm.id, **told))
    chosen, _place, passed = proposed(customer)
    assert chosen == fourth.code
    assert dict(passed)[firms[1].code] == "banned"


def test_nobody_is_proposed_while_somebody_is_asked_or_has_accepted():
    firms, customer = three()
    make_offer(firms[0], customer)
    with unit(write=False) as session:
        assert proposal_for(fresh(session, customer)) is None
    with unit() as session:
        accept_offer(newest(session, customer), actor=PORTAL)
    with unit(write=False) as session:
        assert proposal_for(fresh(session, customer)) is None
    never = make_customer()
    with unit(write=False) as session:
        assert proposal_for(fresh(session, never)) is None


def test_nobody_is_proposed_for_a_start_that_has_passed():
    firms, customer = three()
    make_offer(firms[0], customer)
    decline(customer)
    with unit() as session:
        fresh(session, customer).onboarding_start = date(2026, 11, 23)
    with unit(write=False) as session:
        assert proposal_for(fresh(session, customer)) is None


def test_the_offer_goes_to_the_firm_that_was_shown_or_to_nobody():
    firms, customer = three()
    make_offer(firms[0], customer)
    decline(customer)
    manager = principal(make_user(Role.CS_MANAGER))

    with pytest.raises(Stale), unit() as session:
        ask_candidate(fresh(session, customer), partner_code=firms[2].code, actor=manager)
    with unit() as session:
        ask_candidate(fresh(session, customer), partner_code=firms[1].code, actor=manager)
    with pytest.raises(Stale), unit() as session:
        ask_candidate(fresh(session, customer), partner_code=firms[1].code, actor=manager)
    with pytest.raises(RuleViolation), unit() as session:
        ask_candidate(fresh(session, customer), partner_code=firms[1].code, actor=PORTAL)


def test_a_manager_goes_from_the_start_page_to_the_offer(app, login):
    firms, customer = three(name="株式会社つぎ")
    offer = make_offer(firms[0], customer)
    decline(customer)
    where = f"/customers/{customer.public_code}/candidate"
    browser = Browser(app, login(make_user(Role.CS_MANAGER)))

    assert "Ask the next candidate for 株式会社つぎ" in browser.get("/").text
    for place in (f"/customers/{customer.public_code}", f"/offers/{offer.code}"):
        page = browser.get(place).text
        assert where in page
        assert firms[1].name in page
    page = browser.get(where).text
    assert "¥180,000 without tax" in page
    assert "declined it" in page

    answer = browser.send(where, data={"partner": firms[2].code})
    assert (answer.status_code, firms[1].name in answer.text) == (409, True)
    sent = browser.send(where, data={"partner": firms[1].code})
    assert sent.status_code == 303
    with unit(write=False) as session:
        assert newest(session, customer).partner_id == firms[1].id
    assert "Ask the next candidate" not in browser.get("/").text
    assert where not in browser.get(f"/offers/{offer.code}").text
    again = browser.client.post(where, data={"csrf_token": browser.token(where), "partner": firms[1].code})
    assert again.status_code == 409


def test_no_firm_hears_of_candidates(app, login):
    firms, customer = three()
    offer = make_offer(firms[0], customer)
    decline(customer)
    firm = login(make_partner_manager(firms[0]))

    page = firm.get(f"/offers/{offer.code}").text

    assert "Next candidate" not in page
    assert firms[1].name not in page
    assert firm.get(f"/customers/{customer.public_code}/candidate").status_code == 403


def test_pages_with_a_proposal_ask_the_database_twelve_times_at_most(app, login):
    firms, customer = three()
    make_customer()
    make_solved_run()
    offer = make_offer(firms[0], customer)
    decline(customer)
    browser = login(make_user(Role.CS_MANAGER))
    for place in (
        f"/customers/{customer.public_code}",
        f"/customers/{customer.public_code}/candidate",
        f"/offers/{offer.code}",
        "/",
    ):
        with statements(app) as said:
            assert browser.get(place).status_code == 200
        assert len(said) <= 12, (place, len(said), said)
