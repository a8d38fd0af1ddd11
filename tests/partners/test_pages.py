"""Who sees which partner, and what the list narrows to."""

from __future__ import annotations

import re
from datetime import date

import pytest

from partners.enums import PartnerStatus
from portal.people import Role
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user

pytestmark = pytest.mark.usefixtures("app")
TOKEN = re.compile(r'"X-CSRFToken": "[^"]+"|name="csrf_token" value="[^"]+"')


def test_the_list_shows_tier_and_free_slots(login):
    partner = make_partner(tier=3, name="ひのき台会計事務所")
    make_capacity(partner, stated=5, reserved=1, accepted=1)

    page = login(make_user()).get("/partners").text

    assert "ひのき台会計事務所" in page
    assert "Advanced" in page
    assert "<b>3</b> / 5" in page


@pytest.mark.parametrize(
    "query",
    ["q=hinoki", "q=T1", "status=paused", "kind=bpo", "product=payroll", "prefecture=京都府"],
)
def test_a_filter_leaves_what_fits_it(login, query):
    values = {
        "name": "Hinoki",
        "code": "T1X",
        "status": PartnerStatus.PAUSED,
        "kind": "bpo",
        "products": ["payroll"],
        "prefectures": ["京都府"],
    }
    make_partner(**values)
    make_partner(name="Somebody else", code="ZZZ")

    page = login(make_user()).get(f"/partners?{query}").text

    assert "Hinoki" in page
    assert "Somebody else" not in page


@pytest.mark.parametrize(("locale", "word"), [("en", "Kyoto"), ("ja", "京都府")])
def test_a_prefecture_is_named_in_the_readers_language(login, locale, word):
    make_partner(code="T1X", prefectures=["京都府"])
    browser = login(make_user(), locale=locale)

    for path in ("/partners", "/partners/T1X", "/partners?prefecture=京都府&q=nobody"):
        text = re.sub(r"<(select|script)\b.*?</\1>|<[^>]*>", " ", browser.get(path).text, flags=re.S)
        assert word in text, path
        assert ("京都府" in text) == (locale == "ja"), path


@pytest.mark.parametrize("order", ["code", "name", "tier", "status", "free"])
def test_the_list_is_ordered_both_ways(login, order):
    first = make_partner(name="Aone", code="A1", kind="bpo", status=PartnerStatus.ACTIVE, tier=1)
    last = make_partner(name="Zone", code="Z1", kind="tax_accountant", status=PartnerStatus.PAUSED, tier=4)
    make_capacity(first, stated=1)
    make_capacity(last, stated=9)
    browser = login(make_user())

    up, down = (browser.get(f"/partners?sort={sign}{order}").text for sign in ("", "-"))

    assert up.index("Aone") < up.index("Zone")
    assert down.index("Zone") < down.index("Aone")


@pytest.mark.parametrize("query", ["sort=password", "page=abc", "page=999", "status=x%27--", "q=%25"])
def test_an_address_that_makes_no_sense_still_answers(login, query):
    make_partner()

    assert login(make_user()).get(f"/partners?{query}").status_code == 200


def test_an_empty_list_says_what_to_do(login):
    assert "/partners/import" in login(make_user()).get("/partners").text
    assert "/partners/new" not in login(make_user(Role.AUDITOR)).get("/partners").text


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CS_MANAGER, Role.CS_MEMBER, Role.AUDITOR])
def test_the_vendor_sees_a_partner_at_a_glance(login, role):
    partner = make_partner()
    make_capacity(partner, date(2026, 12, 1), stated=5, accepted=5)

    answer = login(make_user(role)).get(f"/partners/{partner.code}")

    assert answer.status_code == 200
    assert "all 5 slots are taken" in answer.text


@pytest.mark.parametrize("page", ["", "/capacity"])
def test_a_firm_sees_itself_and_nobody_else(login, page):
    ours, theirs = make_partner(), make_partner(name="Canary")
    browser = login(make_partner_manager(ours))

    assert browser.get(f"/partners/{ours.code}{page}").status_code == 200
    foreign, missing = browser.get(f"/partners/{theirs.code}{page}"), browser.get(f"/partners/NONE{page}")

    assert foreign.status_code == missing.status_code == 404
    assert "Canary" not in foreign.text
    # Tokens carry the second in which a page was made.
    assert TOKEN.sub("", foreign.text) == TOKEN.sub("", missing.text)


@pytest.mark.parametrize("page", ["/partners", "/partners/new", "/partners/import", "/partners/export.csv"])
def test_a_firm_reaches_no_list_of_firms(login, page):
    assert login(make_partner_manager(make_partner())).get(page).status_code == 403


@pytest.mark.parametrize("role", [Role.SALES, Role.SUPPORT])
def test_roles_that_have_no_business_with_partners_are_refused(login, role):
    assert login(make_user(role)).get("/partners").status_code == 403
