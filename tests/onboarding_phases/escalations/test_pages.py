"""The pages of escalations, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from onboarding_phases.escalations.enums import EscalationKind, EscalationState, Severity
from onboarding_phases.escalations.models import Escalation, EscalationMessage, EscalationNote
from portal.people import Role
from tests.browsing import Browser, statements
from tests.factories.escalations import BOTH, escalate, look, make_cast
from tests.factories.onboardings import reload
from tests.world import unit


@pytest.fixture
def browse(app, login) -> Callable[..., Browser]:
    return lambda user, locale="en": Browser(app, login(user, locale=locale), locale=locale)


@pytest.fixture
def cast(app):
    return make_cast()


def only() -> str:
    with unit(write=False) as session:
        return session.scalars(select(Escalation.code)).one()


RAISED = {"kind": "product", "severity": "high", "subject": "import stops", "text": "since this morning"}


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ("The answer is due in 4 business hours", "Answered by its owner", "Resolved: what was done")),
        ("ja", ("回答期限まであと4営業時間です", "担当が回答", "解決（対応内容）")),
    ],
)
def test_a_firm_raises_one_support_answers_and_the_firm_resolves(browse, cast, locale, words):
    firm = browse(cast.users[Role.CONSULTANT], locale)
    support = browse(cast.users[Role.SUPPORT], locale)
    sent = firm.send(f"/onboardings/{cast.onboarding.code}/escalate", data=RAISED)
    place = f"/escalations/{only()}"
    assert (sent.status_code, sent.location) == (303, place)
    assert words[0] in support.get(place).text

    told = {"version": str(look(only()).version), "text": "fixed tomorrow", "told_customer": "y"}
    assert support.send(f"{place}/answer", data=told).status_code == 303
    done = {"version": str(look(only()).version), "text": "it works"}
    assert firm.send(f"{place}/resolve", data=done).status_code == 303

    page = firm.get(place).text
    assert words[1] in page
    assert words[2] in page
    assert look(only()).state is EscalationState.RESOLVED


@pytest.mark.parametrize(
    ("locale", "asked"),
    [("en", "Tick this to let the other side read it"), ("ja", "相手側に公開するにはここにチェックを入れるか")],
)
def test_a_wider_circle_of_readers_is_confirmed(browse, cast, locale, asked):
    sales = browse(cast.users[Role.SALES], locale)
    page = f"/onboardings/{cast.onboarding.code}/escalate"

    refused = sales.send(page, data={**RAISED, "level": "both"})
    assert refused.status_code == 422
    assert asked in refused.text
    assert "since this morning" in refused.text

    sales.send(page, data={**RAISED, "level": "both", "confirmed": "y"})
    with unit(write=False) as session:
        assert session.scalars(select(EscalationMessage.text)).all() == ["since this morning"]


@pytest.mark.parametrize("level", ["all", "", "0001-01-01", "９９"])
def test_a_circle_that_there_is_not_is_refused_beside_the_readers(browse, cast, level):
    sales = browse(cast.users[Role.SALES])
    page = f"/onboardings/{cast.onboarding.code}/escalate"

    for confirmed in ({}, {"confirmed": "y"}):
        refused = sales.send(page, data={**RAISED, "level": level, **confirmed})
        assert refused.status_code == 422
        assert "since this morning" in refused.text
    with unit(write=False) as session:
        assert session.scalars(select(Escalation.code)).all() == []


def test_the_narrowest_circle_is_what_a_form_begins_with(browse, cast):
    sales = browse(cast.users[Role.SALES])
    page = sales.get(f"/onboardings/{cast.onboarding.code}/escalate").text
    assert re.search(r'<input checked [^>]*name="level"[^>]*value="vendor"', page)

    sales.send(f"/onboardings/{cast.onboarding.code}/escalate", data={**RAISED, "level": "vendor"})
    with unit(write=False) as session:
        assert session.scalars(select(EscalationNote.text)).all() == ["since this morning"]


def test_a_firm_cannot_name_a_circle_that_is_not_its_own(browse, cast):
    code = escalate(cast, Role.CONSULTANT)
    firm, place = browse(cast.users[Role.CONSULTANT]), f"/escalations/{code}"

    sent = {"version": str(look(code).version), "text": "x", "level": "vendor"}
    assert firm.send(f"{place}/write", page=place, data=sent).status_code == 422
    assert look(code).entries == 1


def test_a_stale_form_keeps_what_was_typed(browse, cast):
    code = escalate(cast, Role.CONSULTANT)

    refused = browse(cast.users[Role.CS_MEMBER]).send(
        f"/escalations/{code}/answer", data={"version": "9", "text": "typed with care"}
    )

    assert refused.status_code == 409
    assert "typed with care" in refused.text
    assert "Somebody else changed this" in refused.text


def test_what_is_somebody_elses_turn_says_so_and_changes_nothing(browse, cast):
    code = escalate(cast, Role.CONSULTANT, kind=EscalationKind.CONTRACT)
    member, place = browse(cast.users[Role.CS_MEMBER]), f"/escalations/{code}"
    before = look(code)

    led = member.get(f"{place}/answer", follow_redirects=True)
    refused = member.send(f"{place}/answer", page=place, data={"version": str(before.version), "text": "not mine"})

    assert "this is not yours to do" in led.text
    assert refused.status_code == 409
    assert look(code).version == before.version
    assert member.get(place).text.count("/answer") == 0


@pytest.mark.parametrize(
    ("locale", "consequence"),
    [("en", "Phase 1 counts as rescued by us"), ("ja", "フェーズ1は本日から「自社による補助」として数えられ")],
)
def test_taking_over_names_what_it_counts_as_and_asks_for_a_tick(browse, cast, locale, consequence):
    code = escalate(cast, Role.CS_MEMBER)
    member, place = browse(cast.users[Role.CS_MEMBER], locale), f"/escalations/{code}/take-over"
    assert consequence in member.get(place).text

    sent = {"version": str(look(code).version), "text": "we lead"}
    assert member.send(place, data=sent).status_code == 422
    assert reload(cast.onboarding.id).phases[0].rescued_on is None
    assert member.send(place, data={**sent, "understood": "y"}).status_code == 303

    assert reload(cast.onboarding.id).phases[0].rescued_on is not None
    firm = browse(cast.users[Role.CONSULTANT], locale).get(f"/onboardings/{cast.onboarding.code}").text
    assert {"en": "with help from the Client", "ja": "依頼元による補助あり"}[locale] in firm


def test_where_the_firm_asked_itself_the_page_says_that_nothing_counts(browse, cast):
    code = escalate(cast, Role.CONSULTANT)

    page = browse(cast.users[Role.CS_MEMBER]).get(f"/escalations/{code}/take-over").text

    assert "Taking over counts as no rescue." in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"first", "second", "third"}),
        ("severity=urgent", {"first"}),
        ("owner=sales", {"second"}),
        ("kind=scope", {"first", "third"}),
        ("q=SECO", {"second"}),
        ("tab=mine", {"first", "third"}),
        ("tab=resolved", set()),
        ("tab=overdue", set()),
        ("severity=no&kind=no&owner=no&tab=no&sort=no", {"first", "second", "third"}),
    ],
)
def test_the_list_is_narrowed_by_severity_kind_owner_and_turn(browse, cast, query, shown):
    escalate(cast, Role.CONSULTANT, subject="first", severity=Severity.URGENT)
    escalate(cast, Role.CONSULTANT, subject="second", kind=EscalationKind.CONTRACT)
    escalate(cast, Role.CONSULTANT, subject="third", severity=Severity.LOW)

    page = browse(cast.users[Role.CS_MEMBER]).get(f"/escalations?{query}").text

    assert {word for word in ("first", "second", "third") if f">{word}</a>" in page} == shown


@pytest.mark.parametrize(
    ("sort", "order"), [("due", ["now", "soon", "late"]), ("-due", ["late", "soon", "now"]), ("-severity", None)]
)
def test_the_list_is_ordered_by_the_clock_unless_told(browse, cast, sort, order):
    for subject, severity in (("late", Severity.LOW), ("now", Severity.URGENT), ("soon", Severity.NORMAL)):
        escalate(cast, Role.CONSULTANT, subject=subject, severity=severity)

    page = browse(cast.users[Role.CS_MANAGER]).get(f"/escalations?sort={sort}").text

    assert re.findall(r'<a class="key"[^>]*>(\w+)</a>', page) == (order or ["late", "soon", "now"])


def test_an_empty_list_says_what_would_fill_it(browse, cast):
    manager = browse(cast.users[Role.CS_MANAGER])

    assert "raise it from the page of the onboarding" in manager.get("/escalations").text
    assert "No escalation waits for you" in manager.get("/escalations?tab=mine").text
    assert "No escalation fits these filters" in manager.get("/escalations?q=nothing").text


def test_a_long_list_has_pages_and_asks_no_more_than_a_short_one(app, browse, cast):
    manager = browse(cast.users[Role.CS_MANAGER])
    escalate(cast, Role.CONSULTANT)
    with statements(app) as few:
        manager.get("/escalations")
    for _ in range(30):
        escalate(cast, Role.CONSULTANT)
    with statements(app) as many:
        page = manager.get("/escalations").text

    assert len(few) == len(many) <= 12
    assert "1–25 of 31" in page


def test_an_administrator_changes_a_route_with_a_reason(browse, cast):
    admin, place = browse(cast.users[Role.ADMIN]), "/escalations/routing/product"
    assert admin.send(place, data={"role": "cs_manager", "reason": ""}).status_code == 422
    assert admin.send(place, data={"role": "support", "reason": "x"}).status_code == 409

    assert admin.send(place, data={"role": "cs_manager", "reason": "support is full"}).status_code == 303

    assert "support is full" in browse(cast.users[Role.CS_MEMBER]).get("/escalations/routing").text
    assert "support is full" not in browse(cast.users[Role.CONSULTANT]).get("/escalations/routing").text


def test_the_page_of_an_onboarding_shows_what_is_open_and_lets_it_be_raised(browse, cast):
    code = escalate(cast, Role.SALES, level=BOTH, subject="contract for a new site")

    firm = browse(cast.users[Role.CONSULTANT]).get(f"/onboardings/{cast.onboarding.code}").text
    auditor = browse(cast.users[Role.AUDITOR]).get(f"/onboardings/{cast.onboarding.code}").text

    assert f"/escalations/{code}" in firm
    assert f"/onboardings/{cast.onboarding.code}/escalate" in firm
    assert "contract for a new site" in auditor
    assert f"/onboardings/{cast.onboarding.code}/escalate" not in auditor
