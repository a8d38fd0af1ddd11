"""Answering on the page: two at once, and what a firm reads once an offer is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import accept_offer, counter_offer, decline_offer, remind_of_offer
from onboarding_phases.offers.values import Terms
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import withdraw
from portal import clock
from portal.people import PORTAL, Role
from portal.tenancy import Scope
from portal.ui.formatting import format_instant
from tests.browsing import Browser
from tests.factories.allocations import make_offer
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
NAME = "株式会社ひみつ商店"


def the_offer(session, code: str) -> Offer:
    return session.scalars(select(Offer).where(Offer.code == code)).one()


def send(browser: Browser, path: str, **typed: str):
    return browser.send(path, page="/inbox", data=typed)


def offered():
    partner = make_partner()
    for month in (date(2026, 12, 1), date(2027, 1, 1)):
        make_capacity(partner, month, stated=3)
    return partner, make_offer(partner, make_customer(effort=2, name=NAME))


def counter(partner, offer) -> None:
    terms = Terms(3, date(2027, 1, 12), 512_345)
    with unit(Scope(partner.id)) as session:
        counter_offer(the_offer(session, offer.code), terms=terms, reason="決算期のため", actor=PORTAL)


def test_a_reminder_does_not_make_an_answer_late_that_was_read_before_it():
    partner, offer = offered()
    read = offer.version
    with clock.at(offer.reply_by - timedelta(hours=1)):
        with unit():
            remind_of_offer(offer=offer.code)
        with unit(write=False) as session:
            assert the_offer(session, offer.code).reminded_at is not None

        with unit(Scope(partner.id)) as session:
            accept_offer(the_offer(session, offer.code), actor=PORTAL, version=read)

    with unit(write=False) as session:
        assert the_offer(session, offer.code).state == OfferState.ACCEPTED


@pytest.mark.parametrize(
    ("action", "typed"),
    [("accept", {}), ("decline", {"reason": "人手が足りない"}), ("counter", {"counter_reason": "人手が足りない"})],
)
def test_the_second_of_a_firm_to_answer_reads_why_on_the_page_of_the_offer(app, login, action, typed):
    partner, offer = offered()
    browser = Browser(app, login(make_partner_manager(partner)))
    with unit(Scope(partner.id)) as session:
        decline_offer(the_offer(session, offer.code), reason="満枠", actor=PORTAL)

    terms = {"slots": "1", "start_on": "2026-12-10", "fee": "1"} if action == "counter" else {}
    answer = send(browser, f"/offers/{offer.code}/{action}", version=str(offer.version), **typed, **terms)

    assert answer.status_code == 409
    assert "error-summary" in answer.text
    assert "This offer is not open any more." in answer.text


@pytest.mark.parametrize("action", ["accept", "decline"])
def test_what_was_read_before_a_change_is_refused_and_kept(app, login, action):
    partner, offer = offered()
    browser = Browser(app, login(make_partner_manager(partner)))

    typed = {"reason": "人手が足りない"} if action == "decline" else {}
    answer = send(browser, f"/offers/{offer.code}/{action}", version=str(offer.version + 1), **typed)

    assert answer.status_code == 409
    assert "Somebody of your firm answered this offer in the meantime." in answer.text
    assert all(word in answer.text for word in typed.values())


@pytest.mark.parametrize(
    ("action", "typed"),
    [
        ("counter/agree", {}),
        ("counter/decline", {"counter_reason": "高い"}),
        ("withdraw", {"reason": "方針が変わった"}),
    ],
)
def test_the_second_manager_to_answer_a_counter_proposal_reads_why(app, login, action, typed):
    partner, offer = offered()
    counter(partner, offer)
    browser = Browser(app, login(make_user(Role.CS_MANAGER)))
    read = {"version": str(offer.version + 1)}
    assert send(browser, f"/offers/{offer.code}/counter/agree", **read).status_code == 303

    answer = send(browser, f"/offers/{offer.code}/{action}", **({} if action == "withdraw" else read), **typed)

    assert answer.status_code == 409
    assert "error-summary" in answer.text


def test_no_day_stands_by_which_a_firm_would_answer_while_the_vendor_has_its_counter_proposal(app, login):
    partner, offer = offered()
    firm = Browser(app, login(make_partner_manager(partner)))
    due = format_instant(offer.reply_by, "en", clock.zone())
    assert all(due in firm.get(path).text for path in (f"/offers/{offer.code}", "/offers"))

    counter(partner, offer)

    with unit() as session:
        waiting = the_offer(session, offer.code).counters[0]
        waiting.answer_by += timedelta(days=7)
    for path in (f"/offers/{offer.code}", "/offers?state=countered"):
        page = firm.get(path).text
        assert NAME in page
        assert due not in page


def test_a_turned_down_offer_shows_its_firm_date_and_reason_only(app, login):
    partner, offer = offered()
    counter(partner, offer)
    vendor = Browser(app, login(make_user(Role.CS_MANAGER)))
    send(vendor, f"/offers/{offer.code}/withdraw", reason="方針が変わった")
    firm = Browser(app, login(make_partner_manager(partner)))

    for path in (f"/offers/{offer.code}", "/offers?state=withdrawn"):
        page = firm.get(path).text
        assert "方針が変わった" in page
        for said in (NAME, "512,345", "12 Jan 2027", "3 slots", "10 Dec 2026"):
            assert said not in page, (path, said)
    assert "512,345" in vendor.get(f"/offers/{offer.code}").text


def test_a_firm_reads_an_offer_no_longer_than_its_onboarding(app, login):
    partner, offer = offered()
    with unit(Scope(partner.id)) as session:
        code = accept_offer(the_offer(session, offer.code), actor=PORTAL).code
    with clock.at(clock.now() + timedelta(days=20)), unit() as session:
        found = session.scalars(select(Onboarding).where(Onboarding.code == code)).one()
        withdraw(found, on=clock.today(), reason="廃業", actor=PORTAL)
    paths = (f"/offers/{offer.code}", "/offers?state=ended")

    for days, reads in ((20 + 30, True), (20 + 31, False)):
        with clock.at(clock.now() + timedelta(days=days)):
            firm = Browser(app, login(make_partner_manager(partner)))
            assert [NAME in firm.get(path).text for path in paths] == [reads, reads]
            vendor = Browser(app, login(make_user(Role.CS_MANAGER)))
            assert all(NAME in vendor.get(path).text for path in paths)
