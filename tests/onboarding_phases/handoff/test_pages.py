"""The pages of handoffs as people use them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from onboarding_phases.handoff.enums import FieldState, HandoffState
from onboarding_phases.handoff.forms import REASON, STATE
from onboarding_phases.handoff.rules import Answer
from onboarding_phases.handoff.services import return_handoff, save_fields
from onboarding_phases.handoff.template.sales_to_cs import CATEGORIES
from tests.factories.customers import make_customer
from tests.factories.handoffs import filled, full_answers, handoff_now, make_handoff
from tests.factories.people import principal

pytestmark = pytest.mark.usefixtures("app")


def entries(category, seen, **changed):
    """What the form of a category sends when only `changed` is typed."""
    data = {"version": str(seen)}
    for item in CATEGORIES[category].fields:
        data |= {item.key: "", STATE + item.key: "filled", REASON + item.key: ""}
    return {**data, **changed}


def test_sales_begins_a_handoff_for_a_customer_of_its_own(browse, customer, sales):
    browser = browse(sales)
    assert "Utakata Audio" in browser.get("/handoffs/new").text

    answer = browser.post("/handoffs/new", data={"customer": customer.public_code})

    assert answer.status_code == 303
    assert "Completeness 0%" in browser.get(answer.location).text
    assert "Every customer has a handoff" in browser.get("/handoffs/new").text


def test_a_second_handoff_of_a_customer_is_refused_in_words(browse, customer, sales):
    make_handoff(customer)

    answer = browse(sales).post("/handoffs/new", data={"customer": customer.public_code})

    assert answer.status_code == 409
    assert "has a handoff already" in answer.text


def test_the_document_shows_answers_gaps_questions_and_where_to_mend_them(browse, customer, sales):
    answers = full_answers(
        goal=Answer(),
        previous_attempts=Answer(FieldState.UNKNOWN, "", "ask Mr Kobinata"),
        access_rights=Answer(FieldState.NOT_APPLICABLE, "", "all alike"),
    )
    handoff = make_handoff(customer, fields=answers)

    page = browse(sales).get(f"/handoffs/{handoff.code}").text

    assert "With one more required field" in page
    assert "Does not apply: all alike" in page
    assert "ask Mr Kobinata" in page
    assert f'href="/handoffs/{handoff.code}/sections/goals#goal"' in page


def test_a_section_is_saved_by_a_plain_form(browse, customer, sales):
    handoff = make_handoff(customer, fields={})
    address = f"/handoffs/{handoff.code}/sections/goals"

    answer = browse(sales).post(address, data=entries("goals", handoff.version, goal="Close\nsooner"))

    assert answer.status_code == 303
    assert handoff_now(handoff).answers["goal"].value == "Close\nsooner"


def test_a_field_can_be_not_applicable_or_unknown(browse, customer, sales):
    handoff = make_handoff(customer, fields={})
    typed = {
        STATE + "goal": "not_applicable",
        REASON + "goal": "a pilot",
        STATE + "current_figures": "unknown",
        REASON + "current_figures": "their accountant",
    }

    browse(sales).post(f"/handoffs/{handoff.code}/sections/goals", data=entries("goals", handoff.version, **typed))

    answers = handoff_now(handoff).answers
    assert answers["goal"] == Answer(FieldState.NOT_APPLICABLE, "", "a pilot")
    assert answers["current_figures"] == Answer(FieldState.UNKNOWN, "", "their accountant")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"go_live_on": "soon"}, "is no date"),
        ({STATE + "kickoff_on": "not_applicable"}, "Say why this does not apply"),
        ({STATE + "kickoff_on": "perhaps"}, "Choose one of the list."),
        ({"version": "abc"}, "Mend one entry"),
    ],
)
def test_a_wrong_entry_is_told_beside_its_field_and_nothing_typed_is_lost(browse, customer, sales, changed, says):
    handoff = make_handoff(customer, fields={})
    data = entries("timeline", handoff.version, fixed_dates="The audit in March", **changed)

    answer = browse(sales).post(f"/handoffs/{handoff.code}/sections/timeline", data=data)

    assert answer.status_code == 422
    assert says in answer.text
    assert "The audit in March" in answer.text
    assert handoff_now(handoff).fields == {}


def test_who_saves_second_sees_both_and_can_save_again(browse, customer, sales, manager, act):
    handoff = make_handoff(customer, fields={})
    address = f"/handoffs/{handoff.code}/sections/goals"
    act(save_fields, handoff, fields={"goal": filled("Theirs")}, version=None, actor=principal(manager))
    browser = browse(sales)

    told = browser.post(address, data=entries("goals", handoff.version, goal="Mine", first_benefit="Kept too"))

    assert told.status_code == 409
    assert "Theirs" in told.text
    assert ">\r\nMine</textarea>" in told.text
    assert "Kept too" in told.text
    now = handoff_now(handoff)
    assert f'name="version" type="hidden" value="{now.version}"' in told.text
    assert browser.post(address, data=entries("goals", now.version, goal="Mine")).status_code == 303
    assert handoff_now(handoff).answers["goal"].value == "Mine"


def test_the_whole_way_from_draft_over_return_to_acceptance(browse, customer, sales, member):
    handoff = make_handoff(customer)
    at, seller, cs = f"/handoffs/{handoff.code}", browse(sales), browse(member)

    assert seller.post(f"{at}/submit", data={"version": handoff.version}).status_code == 303
    version = handoff_now(handoff).version
    remarks = {"goal": "By when?", "version": version}
    assert cs.post(f"{at}/return", data=remarks).status_code == 303
    assert "By when?" in seller.get(at).text
    version = handoff_now(handoff).version
    assert seller.post(f"{at}/submit", data={"version": version}).status_code == 303
    assert cs.post(f"{at}/accept", data={"version": handoff_now(handoff).version}).status_code == 303

    assert "Accepted at 100%" in seller.get(at).text
    assert handoff_now(handoff).state == HandoffState.ACCEPTED


def test_a_return_without_a_remark_keeps_the_page(browse, customer, member):
    handoff = make_handoff(customer, state=HandoffState.SUBMITTED)
    browser = browse(member)
    assert "About goal" in browser.get(f"/handoffs/{handoff.code}/return").text

    answer = browser.post(f"/handoffs/{handoff.code}/return", data={"version": handoff.version})

    assert answer.status_code == 409
    assert "Say for at least one field what is missing" in answer.text


def test_a_remark_that_is_too_long_is_told_and_kept(browse, customer, member):
    handoff = make_handoff(customer, state=HandoffState.SUBMITTED)
    data = {"version": handoff.version, "goal": "x" * 501, "concerns": "Whose?"}

    answer = browse(member).post(f"/handoffs/{handoff.code}/return", data=data)

    assert answer.status_code == 422
    assert "Whose?" in answer.text


def test_a_manager_overrides_with_a_reason_and_the_page_keeps_it(browse, customer, manager):
    handoff = make_handoff(customer, fields=full_answers(goal=Answer()), state=HandoffState.SUBMITTED)
    address, browser = f"/handoffs/{handoff.code}/accept", browse(manager)

    refused = browser.post(address, data={"version": handoff.version, "override_reason": ""})
    assert refused.status_code == 409
    assert "give a reason" in refused.text
    data = {"version": handoff.version, "override_reason": "They start tomorrow"}
    assert browser.post(address, data=data).status_code == 303

    assert "They start tomorrow" in browser.get(f"/handoffs/{handoff.code}").text


def test_the_moment_of_signing_is_entered_in_the_vendors_zone(browse, customer, sales):
    handoff = make_handoff(customer)
    address, browser = f"/handoffs/{handoff.code}/signed", browse(sales)

    assert browser.post(address, data={"signed_at": "2026-12-04T10:30"}).status_code == 303
    assert handoff_now(handoff).signed_at == datetime(2026, 12, 4, 1, 30, tzinfo=UTC)
    assert "by 5 Dec 2026, 10:30" in browser.get(f"/handoffs/{handoff.code}").text
    assert browser.post(address, data={"signed_at": "tomorrow"}).status_code == 422


@pytest.mark.parametrize("query", ["tab=draft", "missing=yes", "product=payroll", "q=MIZUKI", "q=C9"])
def test_the_list_narrows_to_what_is_asked(browse, manager, query):
    make_handoff(make_customer(name="Mizuki", code="C9", product="payroll"), fields={"goal": filled("x")})
    make_handoff(make_customer(name="Somebody else"), state=HandoffState.SUBMITTED)

    page = browse(manager).get(f"/handoffs?{query}").text

    assert "Mizuki" in page
    assert "Somebody else" not in page


@pytest.mark.parametrize("order", ["name", "completeness", "missing", "signed", "age", "code"])
def test_the_list_is_ordered_both_ways(browse, manager, order):
    make_handoff(make_customer(name="Aone"), fields={})
    make_handoff(make_customer(name="Zone"))
    browser = browse(manager)

    for sign in ("", "-"):
        page = browser.get(f"/handoffs?sort={sign}{order}")
        assert page.status_code == 200
    up, down = (browser.get(f"/handoffs?sort={sign}completeness").text for sign in ("", "-"))
    assert up.index("Aone") < up.index("Zone")
    assert down.index("Zone") < down.index("Aone")


@pytest.mark.parametrize("query", ["sort=password", "page=abc", "tab=x", "missing=x", "q=%25", "product=%27--"])
def test_an_address_that_makes_no_sense_still_answers(browse, manager, customer, query):
    make_handoff(customer)

    assert browse(manager).get(f"/handoffs?{query}").status_code == 200


def test_what_waits_for_me_depends_on_who_i_am(browse, customer, sales, member, manager, act):
    submitted = make_handoff(customer, state=HandoffState.SUBMITTED)
    nobodys = make_handoff(make_customer(name="Nobody's"), state=HandoffState.SUBMITTED)
    returned = make_handoff(make_customer(name="Came back", sales_owner_id=sales.id), state=HandoffState.SUBMITTED)
    act(return_handoff, returned, missing={"goal": "x"}, actor=principal(manager))

    def waiting(user):
        page = browse(user).get("/handoffs?tab=mine").text
        return {item.code for item in (submitted, nobodys, returned) if item.code in page}

    assert waiting(sales) == {returned.code}
    assert waiting(member) == {submitted.code}
    assert waiting(manager) == {nobodys.code}


def test_the_start_page_names_what_waits(browse, customer, sales, member):
    make_handoff(customer, state=HandoffState.SUBMITTED)
    make_handoff(make_customer(name="Half written", sales_owner_id=sales.id), fields={})

    assert "Accept or return the handoff: Utakata Audio" in browse(member).get("/").text
    assert "Finish the handoff: Half written" in browse(sales).get("/").text


def test_every_page_reads_in_japanese(browse, customer, manager):
    handoff = make_handoff(customer, fields={"goal": filled("x")}, state=HandoffState.SUBMITTED)
    browser = browse(manager, locale="ja")

    for part in ("", "/return", "/accept", "/sections/goals"):
        assert "ハンドオフ" in browser.get(f"/handoffs/{handoff.code}{part}").text


def test_what_is_typed_is_shown_as_text(browse, customer, manager):
    handoff = make_handoff(customer, fields={"goal": filled("<script>alert(1)</script>")})

    page = browse(manager).get(f"/handoffs/{handoff.code}").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_customers_page_shows_how_its_handoff_stands_or_lets_one_begin(browse, customer, sales):
    browser, address = browse(sales), f"/customers/{customer.public_code}"
    assert "Nobody has begun the handoff" in browser.get(address).text

    handoff = make_handoff(customer, fields={"goal": filled("x")})

    page = browser.get(address).text
    assert f'href="/handoffs/{handoff.code}"' in page
    assert "<b>4%</b>" in page
    assert "16 required fields are empty" in page


def test_what_came_back_tells_who_said_what(browse, customer, sales, member, act):
    handoff = make_handoff(customer, state=HandoffState.SUBMITTED)
    act(return_handoff, handoff, missing={"goal": "By when?"}, actor=principal(member))

    page = browse(sales).get(f"/handoffs/{handoff.code}").text

    assert "By when?" in page
    assert "Kajitani" in page
    assert "came back: 1 field is not sufficient" in browse(sales).get("/inbox").text
