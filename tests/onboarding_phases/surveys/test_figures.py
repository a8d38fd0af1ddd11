"""Figures: the vendor's from all answers, a firm's from periods of at least three customers that never change.

Broken twins, each seen to turn one of these red: answers that a firm's session finds; words that the customer did
not share; a comment written over another that its writer had not seen.
"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onboarding_phases.surveys.enums import Moment
from onboarding_phases.surveys.figures.services import publish_periods, reply_to_period
from onboarding_phases.surveys.models import SurveyAnswer, SurveyPeriod, SurveyRecovery, SurveyScore
from portal.errors import Stale
from portal.people import Role
from portal.tenancy import Scope
from tests.browsing import Browser, statements
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.factories.surveys import GOOD, LOW, answer, answered, ask, later, periods
from tests.world import unit

LONG_AFTER = 40  # days: the month is over and every link has run out


@pytest.fixture
def partner(app):
    return make_partner(name="Anzukaikei")


def publish() -> int:
    with unit():
        return len(publish_periods())


def test_three_customers_make_a_period_once_its_month_is_over_and_no_link_is_good(partner):
    answered(partner, GOOD, GOOD, LOW)
    ask(make_onboarding(partner))
    assert publish() == 0
    with later(8):  # December, but somebody can still answer
        assert publish() == 0

    with later(LONG_AFTER):
        assert (publish(), publish()) == (1, 0)

    [period] = periods()
    assert (period.from_on, period.until_on) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (period.sent, period.answered, period.customers) == (4, 3, 3)
    assert {one["key"]: one["counts"] for one in period.figures} == {
        "satisfaction": {"4": 2, "1": 1},
        "effort": {"2": 2, "7": 1},
    }


def test_two_customers_make_none_however_many_people_answered(partner):
    one, other = make_onboarding(partner), make_onboarding(partner)
    for number, onboarding in enumerate((one, one, other)):
        answer(ask(onboarding, email=f"person{number}@customer.example"))

    with later(LONG_AFTER):
        assert publish() == 0


def test_the_database_refuses_a_period_of_fewer(partner):
    with pytest.raises(IntegrityError), unit() as session:
        session.add(
            SurveyPeriod(
                partner_id=partner.id,
                moment=Moment.END,
                from_on=date(2026, 10, 1),
                until_on=date(2026, 10, 31),
                sent=2,
                answered=2,
                customers=2,
                figures=[],
                remarks=[],
                published_at=None,
            )
        )


def test_only_words_that_a_customer_shared_reach_the_firm_and_no_name_with_them(partner):
    answered(partner, GOOD, words="for all", may_share=True)
    answered(partner, GOOD, LOW, words="for you alone")
    with later(LONG_AFTER):
        publish()

    assert [one["text"] for one in periods()[0].remarks] == ["for all", "for all"]
    assert "Customer" not in str(periods()[0].remarks)


def test_a_firms_session_finds_no_answer_whatever_is_asked(partner):
    answered(partner, LOW, words="naisho")

    for kind in (SurveyAnswer, SurveyScore, SurveyRecovery):
        with unit(write=False) as session:
            assert session.scalars(select(kind)).all()
        with unit(Scope(partner.id), write=False) as session:
            assert session.scalars(select(kind)).all() == []


def test_a_firm_reads_its_figures_and_that_there_are_not_enough(app, login, partner):
    answered(partner, GOOD, GOOD, LOW)
    browser = Browser(app, login(make_partner_manager(partner)))
    other = Browser(app, login(make_partner_manager(make_partner(name="Biwakaikei"))))
    assert "Not enough answers yet (n &lt; 3)" in browser.get("/surveys").text
    with later(LONG_AFTER):
        publish()

    page = browser.get("/surveys?survey=handoff").text
    assert "Mean 3.0" in page
    assert "Not enough answers yet" in browser.get("/surveys?survey=end").text
    assert "Not enough answers yet" in other.get("/surveys?survey=handoff").text


def test_the_vendor_reads_figures_by_survey_firm_and_month(app, login, partner):
    answered(partner, GOOD, GOOD, LOW)
    answered(make_partner(name="Biwakaikei"), GOOD)
    browser = Browser(app, login(make_user(Role.CS_MANAGER)))

    page = browser.get("/surveys").text
    assert "Mean 3.2" in page
    assert "Anzukaikei" in page
    assert "n &lt; 3" in page
    assert "Mean 3.0" in browser.get(f"/surveys?partner={partner.code}").text
    assert "Nobody was asked in these months" in browser.get("/surveys?until=2026-10").text
    assert "Nobody was asked in these months" in browser.get("/surveys?survey=end").text


def test_a_member_reads_figures_and_answers_of_the_own_customers_alone(app, login, partner):
    member = make_user(Role.CS_MEMBER)
    answer(ask(make_onboarding(partner, owner=member)), GOOD, words="of mine")
    answered(partner, LOW, words="of others")
    browser = Browser(app, login(member))

    answered(make_partner(name="Biwakaikei"), GOOD)
    assert "of 1 asked" in browser.get("/surveys").text
    assert "Biwakaikei" not in browser.get("/surveys").text
    page = browser.get("/surveys/answers").text
    assert "of mine" in page
    assert "of others" not in page


def test_a_page_of_figures_asks_the_database_as_often_for_three_customers_as_for_nine(app, login, partner):
    answered(partner, GOOD, GOOD, LOW)
    browser = Browser(app, login(make_user(Role.CS_MANAGER)))
    counts = []
    for _ in range(2):
        for path in ("/surveys", "/surveys/answers", "/surveys/recoveries"):
            with statements(app) as asked:
                assert browser.get(path).status_code == 200
            counts.append(len(asked))
        answered(partner, GOOD, GOOD, LOW)

    assert counts[:3] == counts[3:]
    assert max(counts) <= 12


def test_a_firms_comment_stands_with_the_figures_and_a_second_writer_is_told(app, login, partner):
    answered(partner, GOOD, GOOD, LOW)
    with later(LONG_AFTER):
        publish()
    manager = make_partner_manager(partner)
    browser = Browser(app, login(manager))
    [period] = periods()
    path = f"/surveys/periods/{period.code}/reply"

    sent = browser.send(path, data={"version": "1", "text": "We have changed it."})
    assert sent.status_code == 303
    assert "We have changed it." in browser.get("/surveys").text
    assert "We have changed it." in Browser(app, login(make_user(Role.CS_MANAGER))).get("/surveys").text

    late = browser.send(path, data={"version": "1", "text": "Mine"})
    assert (late.status_code, "Mine" in late.text) == (409, True)
    with pytest.raises(Stale), unit(Scope(partner.id)) as session:
        found = session.scalars(select(SurveyPeriod)).one()
        reply_to_period(found, text="x", seen=1, actor=principal(manager))


def test_a_comment_that_is_too_long_is_refused_beside_its_field(app, login, partner):
    answered(partner, GOOD, GOOD, LOW)
    with later(LONG_AFTER):
        publish()
    browser = Browser(app, login(make_partner_manager(partner)))

    sent = browser.send(f"/surveys/periods/{periods()[0].code}/reply", data={"version": "1", "text": "x" * 1001})

    assert (sent.status_code, "Enter at most 1000 characters." in sent.text) == (422, True)
