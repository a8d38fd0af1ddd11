"""A person saves filters of the list under names of their own, and sees nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from onboarding_phases.filters.models import SavedFilter
from onboarding_phases.filters.values import KEPT, kept_of, text_of, words_of
from onboarding_phases.onboardings.enums import HoldCause, PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.services import place_hold, start_phase, submit_phase
from partners.enums import PartnerStatus
from partners.models import Partner
from portal import clock
from portal.people import PORTAL, Role
from tests.browsing import Browser, statements
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
Browse = Callable[..., Browser]
PLACE = "/onboardings/filters"


def save(browser: Browser, name: str, query: str = "tab=late&sort=-due", **more: str):
    return browser.send(PLACE, page="/onboardings?tab=all", data={"name": name, "query": query, **more})


def saved() -> list[tuple[str, str, bool]]:
    with unit(write=False) as session:
        rows = session.execute(select(SavedFilter.name, SavedFilter.query, SavedFilter.is_default))
        return sorted(tuple(row) for row in rows)


def code_of(name: str) -> str:
    with unit(write=False) as session:
        return session.scalars(select(SavedFilter.code).where(SavedFilter.name == name)).one()


@pytest.fixture
def browser(browse: Browse) -> Browser:
    return browse(make_user(Role.CS_MANAGER))


@given(given=st.dictionaries(st.sampled_from([*KEPT, "page", "evil"]), st.text(max_size=20), max_size=6))
def test_what_is_kept_comes_back_as_it_was_and_nothing_else_with_it(given):
    kept = kept_of(given)

    assert words_of(text_of(given)) == kept
    assert set(kept) <= set(KEPT)


def test_a_saved_filter_is_one_click_away_and_opens_the_list_as_it_was(browser: Browser):
    done = save(browser, " Late  first ")

    assert (done.status_code, done.location) == (303, "/onboardings?tab=late&sort=-due")
    page = browser.get("/onboardings?tab=all").text
    assert 'href="/onboardings?tab=late&amp;sort=-due">Late first</a>' in page
    assert saved() == [("Late first", "tab=late&sort=-due", False)]


def test_names_are_given_once_and_said(browser: Browser):
    save(browser, "mine")

    twice, empty = save(browser, "mine", query="tab=risk"), save(browser, " ")

    assert (twice.status_code, empty.status_code) == (409, 422)
    assert 'value="tab=risk"' in twice.text
    assert len(saved()) == 1


def test_the_list_opens_with_the_one_default_until_it_is_taken_back(browser: Browser):
    save(browser, "a", is_default="y")
    save(browser, "b", query="tab=risk", is_default="y")

    assert [is_default for _name, _query, is_default in saved()] == [False, True]
    assert browser.get("/onboardings").location == "/onboardings?tab=risk"
    # All filters taken away, the list shows all that runs, and not the default again.
    assert 'href="/onboardings?tab=running"' in browser.get("/onboardings?q=none").text
    browser.send(f"{PLACE}/{code_of('b')}/default", page=PLACE, data={"chosen": "no"})
    assert browser.get("/onboardings").status_code == 200


def test_they_are_renamed_and_deleted(browser: Browser):
    save(browser, "a")
    save(browser, "b")
    place = f"{PLACE}/{code_of('a')}"

    assert browser.send(f"{place}/rename", data={"name": "b"}).status_code == 409
    assert browser.send(f"{place}/rename", data={"name": "c"}).status_code == 303
    assert browser.send(f"{place}/delete", page=PLACE).status_code == 303

    assert [name for name, _query, _default in saved()] == ["b"]


def test_nobody_reaches_those_of_another(browser: Browser, browse: Browse):
    save(browser, "secret plan", is_default="y")
    other, place = browse(make_user(Role.CS_MANAGER)), f"{PLACE}/{code_of('secret plan')}"

    assert "secret plan" not in other.get(PLACE).text + other.get("/onboardings").text
    for step in ("rename", "default", "delete"):
        assert other.send(f"{place}/{step}", page="/account", data={"name": "x", "chosen": "no"}).status_code == 404
    assert saved() == [("secret plan", "tab=late&sort=-due", True)]


def test_a_firm_that_ended_or_is_not_there_is_told(browser: Browser):
    partner = make_partner(name="Owari Kaikei", code="P0777")
    make_onboarding(partner)
    assert "has ended" not in browser.get("/onboardings?partner=P0777").text
    with unit() as session:
        session.execute(update(Partner).where(Partner.id == partner.id).values(status=PartnerStatus.ENDED))

    assert "The partnership with Owari Kaikei has ended." in browser.get("/onboardings?partner=P0777").text
    assert "No firm of the filter (P0999)" in browser.get("/onboardings?partner=P0999").text
    assert "shows all owners" in browser.get("/onboardings?owner=AAAA-BBBB").text


def test_the_list_is_narrowed_by_risk_and_by_whom_it_waits_on(browser: Browser):
    partner = make_partner(tier=1)
    plain, sent, held = (make_onboarding(partner, start_on=date(2026, 11, 20)) for _ in range(3))
    late = make_onboarding(partner, start_on=date(2026, 9, 1))
    through = make_onboarding(partner, start_on=date(2026, 11, 20))
    with unit() as session:
        session.execute(update(Phase).where(Phase.onboarding_id == through.id).values(state=PhaseState.COMPLETED))
        rows = {one.id: one for one in session.scalars(select(Onboarding))}
        start_phase(rows[sent.id].phases[0], on=clock.today(), actor=PORTAL)
        submit_phase(rows[sent.id].phases[0], on=clock.today(), note="", actor=PORTAL)
        span = {"from_on": clock.today(), "expected_end_on": date(2026, 12, 4)}
        place_hold(rows[held.id], cause=HoldCause.CUSTOMER, reason="closing", actor=PORTAL, **span)
    everyone = {plain: "plain", sent: "sent", held: "held", late: "late", through: "through"}

    def shown(query: str) -> set[str]:
        text = browser.get(f"/onboardings?{query}").text
        return {word for one, word in everyone.items() if one.code in text}

    assert shown("with=vendor") == {"sent", "through"}
    assert shown("with=hold") == {"held"}
    assert shown("with=partner") == {"plain", "late"}
    assert shown("risk=high") == {"late"}
    assert shown("risk=low") == {"plain", "sent", "held", "through"}


@pytest.mark.parametrize("view", ["list", "board", "timeline"])
def test_saved_filters_leave_the_list_within_its_statements(app: Flask, browser: Browser, view: str):
    save(browser, "a")
    with clock.at(datetime(2026, 11, 24, 2, 0, tzinfo=UTC)), statements(app) as asked:
        browser.get(f"/onboardings?tab=all&view={view}")

    assert len(asked) <= 12
