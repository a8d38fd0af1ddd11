"""Plays and predictions as people of both sides read them, and the plays that the vendor words."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import RiskReason
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.risks.models import PlayTemplate
from onboarding_phases.risks.services import load_plays
from partners.models import Partner
from portal.people import PORTAL, Role
from tests.browsing import Browser, statements
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.onboarding_phases.risks.conftest import log_in, make_finished, plays_now, watched
from tests.world import unit

pytestmark = pytest.mark.usefixtures("plays")


@pytest.fixture
def partner(app) -> Partner:
    return make_partner()


@pytest.fixture
def late(partner, plays) -> Onboarding:
    return watched(make_onboarding(partner, start_on=date(2026, 11, 12)))


def finish(app, client, onboarding, version=1):
    page = f"/onboardings/{onboarding.code}"
    code = plays_now(onboarding)["late"].code
    return Browser(app, client).send(f"/plays/{code}/done", page=page, data={"version": version})


def test_a_firm_reads_its_play_on_two_pages_and_says_that_it_is_done(app, partner, late, login):
    client = login(make_partner_manager(partner))
    assert "Play for Customer" in client.get("/").text
    assert "Share the cause of the delay" in client.get(f"/onboardings/{late.code}").text

    assert finish(app, client, late).status_code == 303
    play = plays_now(late)["late"]
    assert (play.state.value, play.closed_on) == ("done", date(2026, 11, 24))
    assert reload(late.id).open_plays is None
    assert "Play for Customer" not in client.get("/").text
    assert finish(app, client, late).status_code == 409


def test_a_firm_does_not_close_what_is_the_vendors_to_do(app, partner, login):
    onboarding = make_onboarding(partner, start_on=date(2026, 11, 10))
    log_in(onboarding, 2, *[0] * 7)
    watched(onboarding)
    code, page = plays_now(onboarding)["quiet"].code, f"/onboardings/{onboarding.code}"

    answer = Browser(app, login(make_partner_manager(partner))).send(
        f"/plays/{code}/done", page=page, data={"version": 1}
    )

    assert answer.status_code == 409
    assert plays_now(onboarding)["quiet"].state.value == "open"


def test_the_panel_of_risks_costs_the_page_no_statement(app, late, login):
    client = login(make_user(Role.CS_MANAGER))
    with statements(app) as asked:
        client.get(f"/onboardings/{late.code}")

    assert [text for text in asked if "plays" in text.split("WHERE")[0].split("FROM")[-1] or "stays" in text] == []


@pytest.mark.parametrize(("firms", "shown"), [(5, True), (4, False)])
def test_a_firm_reads_a_prediction_that_rests_on_five_firms_and_never_how_many_cases(login, firms, shown):
    partners = [make_partner() for _ in range(firms)]
    for number in range(20):
        make_finished(partners[number % firms], 60)
    running = watched(make_onboarding(partners[0], start_on=date(2026, 11, 20)))

    firm = login(make_partner_manager(partners[0]))
    page, details = (firm.get(f"/onboardings/{running.code}{path}").text for path in ("", "/risks"))
    vendor = login(make_user(Role.CS_MANAGER)).get(f"/onboardings/{running.code}/risks").text

    assert ("19 Jan 2027" in page) == ("19 Jan 2027" in details) == shown
    assert "19 Jan 2027" in vendor
    assert "20 of the same product and effort" in vendor
    assert "of the same product and effort" not in page + details


def test_old_data_are_named_and_not_taken_for_silence(login):
    onboarding = make_onboarding(make_partner(), start_on=date(2026, 11, 2))
    log_in(onboarding, *[0] * 9, until=5)
    watched(onboarding)

    page = login(make_user(Role.CS_MANAGER)).get(f"/onboardings/{onboarding.code}").text

    assert "No recent data: silence is neither seen nor ruled out." in page
    assert "No log-in for" not in page


def words(**changed):
    return {
        "title_ja": "題",
        "title_en": "Ask the firm",
        "text_ja": "文",
        "text_en": "What helps",
        "side": "partner",
        "due_days": "4",
        "metric": "sessions",
        "is_active": "y",
        "version": "1",
        **changed,
    }


def test_the_vendor_words_a_play_anew_and_an_upgrade_keeps_it(app, login):
    browser = Browser(app, login(make_user(Role.CS_MANAGER)))

    assert browser.send("/risks/quiet", data=words()).status_code == 303
    with unit() as session:
        load_plays(PORTAL)
        found = session.scalars(select(PlayTemplate).where(PlayTemplate.cause == RiskReason.QUIET)).one()
        assert (found.title["en"], found.due_days, found.metric, found.version) == ("Ask the firm", 4, "sessions", 2)
    assert "Ask the firm" in browser.get("/risks").text


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"title_en": ""}, 422, "Enter “Title"),
        ({"due_days": "31"}, 422, "Enter a number from 1 to 30."),
        ({"metric": " "}, 409, "Name the metric of usage"),
        ({"version": "7"}, 409, "Somebody else changed this play."),
    ],
)
def test_a_play_that_lacks_something_is_refused_and_stands_there_again(app, login, given, status, said):
    answer = Browser(app, login(make_user(Role.CS_MANAGER))).send("/risks/quiet", data=words(**given))

    assert answer.status_code == status
    assert said in answer.text
    assert 'value="題"' in answer.text


def test_a_play_of_the_firm_that_reads_like_an_order_is_warned_about(app, login):
    browser = Browser(app, login(make_user(Role.CS_MANAGER)))

    browser.send("/risks/late", data=words(text_en="Follow our instructions"))

    assert "reads like an order" in browser.get("/risks").text


def test_a_play_that_is_out_of_use_is_not_proposed(app, login):
    browser = Browser(app, login(make_user(Role.CS_MANAGER)))
    sent = words()
    del sent["is_active"]
    browser.send("/risks/late", data=sent)

    onboarding = watched(make_onboarding(make_partner(), start_on=date(2026, 11, 12)))

    assert onboarding.open_plays is None
