"""A written order is made with the acceptance, says every item that the law asks for, and never changes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.orders.defaults import ORDERS
from onboarding_phases.offers.orders.enums import Item
from onboarding_phases.offers.orders.models import Order
from onboarding_phases.offers.orders.rules import missing_items, payment_day, written_order
from onboarding_phases.offers.orders.services import enter_issuer
from onboarding_phases.offers.orders.values import Commission
from onboarding_phases.offers.services import accept_offer, send_offer
from onboarding_phases.playbooks.services import load_default_playbooks
from partners.services import grant_tier
from portal import clock
from portal.business_calendar import public_holidays
from portal.defaults.services import change_default
from portal.errors import RuleViolation
from portal.people import PORTAL, Principal, Role
from portal.tenancy import Scope
from tests.browsing import Browser
from tests.factories.allocations import ISSUER, make_issuer, make_offer
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.onboarding_phases.kpis.test_report import bansou
from tests.portal.reports.pdf import text_of
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
PHASES = tuple(
    {
        "position": place,
        "name": {"en": f"Phase {place}"},
        "outcome": {"en": f"Outcome {place}"},
        "due_day": 15 * place,
    }
    for place in range(1, 7)
)
TERMS = {
    "issuer_name": "Vendor KK",
    "issuer_address": "Tokyo",
    "place": "Remotely",
    "payment_method": "Transfer",
    "inspection_days": 2,
    "payment_days": 60,
    "tax_percent": 10,
}
WHOLE = {
    "ordered_on": date(2026, 11, 24),
    "firm_name": "Firm KK",
    "corporate_number": "3200034522787",
    "invoice_number": None,
    "customer_name": "Customer KK",
    "product": "accounting",
    "slots": 2,
    "start_on": date(2026, 12, 7),
    "phases": PHASES,
    "fee": 396_005,
    "terms": TERMS,
}


def the_offer(session, code: str) -> Offer:
    return session.scalars(select(Offer).where(Offer.code == code)).one()


def accepted(partner=None, **facts):
    partner = partner or make_partner()
    offer = make_offer(partner, make_customer(effort=2, **facts))
    with unit(Scope(partner.id)) as session:
        accept_offer(the_offer(session, offer.code), actor=PORTAL)
    return partner, offer


def firm_with_slots():
    partner = make_partner(tier=3, name="試算会計事務所")
    make_capacity(partner, stated=8)
    return partner


def orders_of(partner) -> list[Order]:
    with unit(Scope(partner.id), write=False) as session:
        found = list(session.scalars(select(Order).order_by(Order.number)))
        for order in found:
            session.expunge(order)
        return found


def test_an_order_that_lacks_nothing_says_every_item():
    order = written_order(Commission(**WHOLE))

    assert missing_items(order) == []
    assert order[Item.PERIOD] == {"from": "2026-12-07", "until": "2027-03-07"}
    assert order[Item.INSPECTED_BY] == {"on": "2027-03-09", "days": 2}
    assert order[Item.TAX] == {"percent": 10, "yen": 39_601}  # 39,600.5
    assert order[Item.PAYMENT_ON] == {"on": "2027-04-30", "days": 60}  # the 60th day, 5 May, is a holiday
    assert order[Item.WORK]["phases"][5]["due_on"] == "2027-03-07"


def without(key: str) -> dict:
    return {**WHOLE, "terms": {name: value for name, value in TERMS.items() if name != key}}


@pytest.mark.parametrize(
    ("lacking", "items"),
    [
        (without("issuer_name"), {Item.ISSUER}),
        ({**WHOLE, "firm_name": ""}, {Item.FIRM}),
        ({**WHOLE, "ordered_on": None}, {Item.ORDERED_ON}),
        ({**WHOLE, "customer_name": ""}, {Item.WORK}),
        ({**WHOLE, "phases": ()}, {Item.WORK, Item.PERIOD, Item.INSPECTED_BY, Item.PAYMENT_ON}),
        ({**WHOLE, "phases": ({**PHASES[0], "outcome": {}}, *PHASES[1:])}, {Item.WORK}),
        ({**WHOLE, "phases": PHASES[:5]}, {Item.WORK, Item.PERIOD, Item.INSPECTED_BY, Item.PAYMENT_ON}),
        (without("place"), {Item.PLACE}),
        (without("inspection_days"), {Item.INSPECTED_BY}),
        ({**WHOLE, "fee": None}, {Item.FEE, Item.TAX}),
        (without("tax_percent"), {Item.TAX}),
        (without("payment_days"), {Item.PAYMENT_ON}),
        (without("payment_method"), {Item.PAYMENT_METHOD}),
    ],
)
def test_what_is_deleted_is_missed(lacking, items):
    assert set(missing_items(written_order(Commission(**lacking)))) == items


@pytest.mark.parametrize("start", [date(2026, 1, 1) + timedelta(days=7 * n) for n in range(60)])
@pytest.mark.parametrize("days", [1, 30, 60])
def test_payment_is_never_later_than_the_days_allowed_nor_on_a_day_without_banks(start, days):
    found = payment_day(start, days)

    shut = {date(start.year + n, 12, 31) for n in ()} | public_holidays(found.year)
    assert start <= found <= start + timedelta(days=days - 1)
    if found > start:
        assert found.weekday() < 5
        assert found not in shut
        later = [found + timedelta(days=n) for n in range(1, (start + timedelta(days=days - 1) - found).days + 1)]
        assert all(day.weekday() >= 5 or day in public_holidays(day.year) for day in later)


@pytest.mark.parametrize("days", [0, 61])
def test_the_law_allows_sixty_days_at_most(days):
    with pytest.raises(ValueError, match="payment"):
        payment_day(date(2026, 12, 1), days)


def test_the_order_is_made_with_the_acceptance_and_numbered_for_each_firm():
    firm, other = firm_with_slots(), firm_with_slots()
    for _ in range(3):
        accepted(firm)
    accepted(other)

    assert [order.number for order in orders_of(firm)] == [1, 2, 3]
    assert [order.number for order in orders_of(other)] == [1]
    first = orders_of(firm)[0]
    assert first.items["issuer"]["name"] == ISSUER["name"]
    assert first.items["firm"]["name"] == "試算会計事務所"
    assert first.fee == 396_000
    assert set(first.items) == {item.value for item in Item}


@pytest.mark.parametrize("key", ["issuer_name", "place", "payment_method", "inspection_days", "payment_days"])
def test_an_acceptance_whose_order_would_lack_an_item_is_refused_whole(key):
    partner = firm_with_slots()
    offer = make_offer(partner, make_customer(effort=2))
    with unit() as session:
        found = the_offer(session, offer.code)
        facts = found.brief.facts
        found.brief.facts = {**facts, "order": {k: v for k, v in facts["order"].items() if k != key}}

    with pytest.raises(RuleViolation), unit(Scope(partner.id)) as session:
        accept_offer(the_offer(session, offer.code), actor=PORTAL)

    with unit(write=False) as session:
        assert the_offer(session, offer.code).state == OfferState.OPEN
    assert orders_of(partner) == []


def test_nothing_that_changes_later_changes_an_order_that_was_issued(login):
    partner, _offer = accepted(firm_with_slots())
    before = orders_of(partner)[0]
    vendor = login(make_user(Role.CS_MANAGER))
    page = vendor.get(f"/orders/{before.code}").text

    with unit() as session:
        grant_tier(partner.id, level=5, effective_on=clock.today(), reason="seen", actor=PORTAL)
        values = {**ORDERS.values(), "payment_days": 30, "tax_percent": 12, "inspection_days": 9}
        change_default("orders", values, effective_on=clock.today(), reason="other", seen=0, actor=PORTAL)
        manager = Principal(None, "Manager", Role.CS_MANAGER)
        enter_issuer(name="Another KK", address="x", place="y", payment_method="z", actor=manager)
        session.execute(select(Offer)).scalars().all()

    after = orders_of(partner)[0]
    assert (after.items, after.fee, after.number) == (before.items, before.fee, before.number)
    again = vendor.get(f"/orders/{before.code}").text
    assert again[again.index("<main") :] == page[page.index("<main") :]


def test_no_offer_is_sent_while_nobody_has_said_who_orders():
    with unit():
        load_default_playbooks(PORTAL)
    partner, customer = firm_with_slots(), make_customer()

    with pytest.raises(RuleViolation, match="発注者"), unit():
        send_offer(customer=customer, partner=partner, actor=PORTAL)
    with unit():
        make_issuer()
    with unit():
        assert send_offer(customer=customer, partner=partner, actor=PORTAL).id


@pytest.mark.parametrize("field", list(ISSUER))
def test_who_orders_is_entered_whole_or_not_at_all(field):
    with pytest.raises(RuleViolation) as refused, unit():
        enter_issuer(**{**ISSUER, field: " "}, actor=Principal(None, "Manager", Role.CS_MANAGER))
    assert refused.value.field == field


def test_firm_and_vendor_read_the_order_and_another_firm_does_not(app, login):
    partner, offer = accepted(firm_with_slots(), name="株式会社しるし")
    order = orders_of(partner)[0]
    for reader in (make_partner_manager(partner), make_user(Role.CS_MANAGER), make_user(Role.AUDITOR)):
        browser = login(reader)
        page = browser.get(f"/orders/{order.code}").text
        for said in (
            ISSUER["name"],
            "試算会計事務所",
            "株式会社しるし",
            "¥396,000 without tax",
            "¥39,600 (10%)",
            "銀行振込",
        ):
            assert said in page
        assert "株式会社しるし" in browser.get("/orders").text
        assert f"/orders/{order.code}" in browser.get(f"/offers/{offer.code}").text
    stranger = login(make_partner_manager(make_partner()))
    assert stranger.get(f"/orders/{order.code}").status_code == 404
    assert "株式会社しるし" not in stranger.get("/orders").text


def test_a_manager_enters_who_orders_and_is_told_what_is_missing(app, login):
    browser = Browser(app, login(make_user(Role.CS_MANAGER)))

    answer = browser.send("/orders/issuer", data={**ISSUER, "place": ""})
    assert (answer.status_code, ISSUER["name"] in answer.text) == (422, True)
    assert browser.send("/orders/issuer", data=ISSUER).status_code == 303
    assert ISSUER["address"] in browser.get("/orders").text


def test_paper_says_what_the_page_says_in_both_languages(login, tmp_path: Path):
    partner, _offer = accepted(firm_with_slots(), name="株式会社しるし")
    order = orders_of(partner)[0]
    browser = login(make_partner_manager(partner))

    for locale, word in (("ja", "発注書"), ("en", "Written order")):
        paper = browser.get(f"/orders/{order.code}.pdf?locale={locale}")
        assert paper.mimetype == "application/pdf"
        text = text_of(paper.data)
        assert word in text
        assert "株式会社しるし" in text
    out = tmp_path / "order.pdf"
    done = bansou("order", order.code, "--locale", "ja", "--out", str(out))
    assert (done.exit_code, done.output) == (0, "")
    assert "発注書" in text_of(out.read_bytes())
    assert bansou("order", "0000-0000", "--out", str(out)).exit_code == 2
    assert bansou("partner", partner.code, "--out", str(out)).exit_code == 2
