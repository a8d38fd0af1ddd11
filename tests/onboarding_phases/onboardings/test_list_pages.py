"""The collection: saved views, filters, order, forms, and how many statements they cost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from onboarding_phases.onboardings.enums import HoldCause, OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import place_hold, start_phase, submit_phase
from portal.database import db
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding, make_served_customer
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.world import unit

Browse = Callable[..., Browser]
TODAY = date(2026, 11, 24)


def make_named(name: str, **values: object) -> Onboarding:
    customer = make_served_customer(name=name, product=values.pop("product", "accounting"))
    partner = values.pop("partner", None) or make_partner()
    return make_onboarding(partner, customer=customer, **values)  # type: ignore[arg-type]


def names(text: str) -> list[str]:
    """The customers of a table, in its order."""
    return re.findall(r'class="key nb" href="/onboardings/[^"]+">([^<]+)<', text)


@pytest.fixture
def manager(browse: Browse) -> Browser:
    return browse(make_user(Role.CS_MANAGER))


def test_the_riskiest_stands_first(manager: Browser) -> None:
    make_named("on plan", start_on=date(2026, 11, 20))
    make_named("14 days late", start_on=date(2026, 11, 3))
    make_named("1 day late", start_on=date(2026, 11, 16))

    assert names(manager.get("/onboardings").text) == ["14 days late", "1 day late", "on plan"]


def test_saved_views_hold_what_they_say(manager: Browser) -> None:
    make_named("late", start_on=date(2026, 11, 3))
    make_named("done", state=OnboardingState.COMPLETED, completed_on=TODAY)
    make_named("gone", state=OnboardingState.WITHDRAWN, withdrawn_on=TODAY)
    waiting = make_named("waiting", start_on=date(2026, 11, 20))
    with unit() as session:
        phase = session.get_one(Onboarding, waiting.id).phases[0]
        start_phase(phase, on=TODAY, actor=PORTAL)
        submit_phase(phase, on=TODAY, note="", actor=PORTAL)

    expected = {"late": ["late"], "completed": ["done"], "withdrawn": ["gone"], "review": ["waiting"]}
    for tab, found in expected.items():
        assert names(manager.get(f"/onboardings?tab={tab}").text) == found


def test_filters_narrow_and_show_as_chips(manager: Browser) -> None:
    partner = make_partner(name="Chosen firm")
    make_named("kept", partner=partner, product="invoicing", start_on=date(2026, 11, 10))
    make_named("other firm", product="invoicing", start_on=date(2026, 11, 10))
    make_named("too early", partner=partner, product="invoicing", start_on=date(2026, 10, 1))
    make_named("other product", partner=partner, start_on=date(2026, 11, 10))

    text = manager.get(f"/onboardings?partner={partner.code}&product=invoicing&since=2026-11-01").text

    assert names(text) == ["kept"]
    assert "Partner: Chosen firm" in text
    assert "Product: Invoicing" in text


@pytest.mark.parametrize("query", ["sort=customer", "sort=-customer", "sort=start", "sort=due", "sort=phase"])
def test_columns_order_the_list(manager: Browser, query: str) -> None:
    make_named("B", start_on=date(2026, 11, 10))
    make_named("A", start_on=date(2026, 11, 12))

    found = names(manager.get(f"/onboardings?{query}").text)

    assert sorted(found) == ["A", "B"]
    if "customer" in query:
        assert found == (["B", "A"] if "-" in query else ["A", "B"])


@pytest.mark.parametrize(
    "query",
    ["sort=';drop", "tab=nonsense", "since=2026-99-99", "phase=9", "owner=zzz", "view=none", "page=-3", "q=%25_"],
)
def test_what_makes_no_sense_narrows_nothing(manager: Browser, query: str) -> None:
    make_named("100%_sure")

    assert names(manager.get(f"/onboardings?{query}").text) == ["100%_sure"]


def test_search_finds_by_a_part_of_the_name_and_by_code(manager: Browser) -> None:
    onboarding = make_named("株式会社みなと")
    make_named("other")

    assert names(manager.get("/onboardings?q=みな").text) == ["株式会社みなと"]
    assert names(manager.get(f"/onboardings?q={onboarding.code.lower()}").text) == ["株式会社みなと"]


def test_an_empty_list_says_what_would_fill_it(manager: Browser) -> None:
    assert "One begins by itself when a partner accepts an offer." in manager.get("/onboardings").text
    assert "Remove all filters" in manager.get("/onboardings?q=nobody").text


def test_the_board_puts_each_at_its_first_open_phase(manager: Browser) -> None:
    make_named("at the first")
    make_named("at the fourth", current_position=4)
    text = manager.get("/onboardings?view=board").text

    fourth = text[text.index('id="col-4"') : text.index('id="col-5"')]
    assert "at the fourth" in fourth
    assert "at the first" not in fourth


def test_the_timeline_says_in_words_what_it_draws(manager: Browser) -> None:
    make_named("drawn", start_on=date(2026, 11, 2))
    text = manager.get("/onboardings?view=timeline").text

    assert "drawn: 1 Kickoff and handover: Not started, until 24 Nov" in text
    assert '<td class="num nb">31 Jan</td>' in text


def test_while_on_hold_lateness_stands_still(manager: Browser) -> None:
    held = make_named("held", start_on=date(2026, 11, 17))
    with unit() as session:
        place_hold(
            session.get_one(Onboarding, held.id),
            cause=HoldCause.CUSTOMER,
            reason="moving house",
            from_on=date(2026, 11, 20),
            expected_end_on=date(2026, 12, 4),
            actor=PORTAL,
        )
    text = manager.get("/onboardings").text

    assert "End of the hold" in text
    assert "<b>3</b> / 90" in text
    assert "gross 7" in text


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SET", "SELECT set_config")):
            found.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        with app.app_context():
            event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "path", ["/onboardings", "/onboardings?view=board", "/onboardings?view=timeline", "/onboardings?view=calendar"]
)
def test_a_list_costs_at_most_twelve_statements_however_long(app: Flask, manager: Browser, path: str) -> None:
    partner = make_partner()
    for _ in range(3):
        make_named("few", partner=partner)
    with counted(app) as few:
        manager.get(path)
    for _ in range(27):
        make_named("many", partner=partner)
    with counted(app) as many:
        manager.get(path)

    assert len(few) == len(many) <= 12


def test_the_page_of_one_costs_the_same_however_much_happened(app: Flask, manager: Browser) -> None:
    onboarding = make_named("one")
    with counted(app) as before:
        manager.get(f"/onboardings/{onboarding.code}")
    with unit() as session:
        for phase in session.get_one(Onboarding, onboarding.id).phases:
            start_phase(phase, on=TODAY, actor=PORTAL)
            submit_phase(phase, on=TODAY, note="n", actor=PORTAL)
    with counted(app) as after:
        manager.get(f"/onboardings/{onboarding.code}")

    assert len(before) == len(after) <= 14
