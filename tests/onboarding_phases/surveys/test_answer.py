"""The page behind the link of a survey: opening it uses nothing up, one answer counts, and little is told.

Broken twins, each seen to turn one of these red: a link that is good after it was withdrawn, or after its time; a
link that is kept in the database; a number off the scale; guesses that are not counted; a room that shows what
somebody else was asked.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from onboarding_phases.surveys.models import Survey, SurveyAnswer
from onboarding_phases.surveys.services import withdraw_survey
from portal import clock
from portal.people import PORTAL
from portal.settings import GUEST_LOCALES
from portal.tenancy import Tenant
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.rooms import come_in, invite, mailed, mailed_token
from tests.factories.surveys import GOOD, LOW, answer, ask, every, mailed_link, recoveries, surveys
from tests.onboarding_phases.room.test_door import everything
from tests.world import unit

FILLED = {"q_satisfaction": "4", "q_effort": "2", "q_worries": "", "q_remarks": "Thanks"}


@pytest.fixture
def partner(app):
    return make_partner(name="Anzukaikei")


@pytest.fixture
def survey(partner) -> Survey:
    return ask(make_onboarding(partner))


@pytest.fixture
def path(survey) -> str:
    return f"/survey/{mailed_link()}"


def answers() -> list[SurveyAnswer]:
    return every(SurveyAnswer)  # type: ignore[return-value]


def test_a_customer_answers_once_without_an_account(app, survey, path):
    sent = Browser(app).send(path, data={**FILLED, "may_share": "y"})

    assert (sent.status_code, sent.headers["Location"]) == (303, path)
    assert "Thank you, your answer is here" in Browser(app).get(path).text
    [kept] = answers()
    assert (kept.survey_id, kept.texts, kept.may_share) == (survey.id, {"remarks": "Thanks"}, True)
    assert surveys()[0].word is None


def test_opening_the_link_changes_nothing(app, path):
    before = everything()

    for _ in range(3):
        assert Browser(app).get(path).status_code == 200
        assert Browser(app).client.head(path).status_code == 200

    assert everything() == before


def test_nothing_is_chosen_beforehand_and_no_consent_is_taken_for_given(app, path):
    page = Browser(app).get(path).text

    assert 'type="radio"' in page
    assert 'type="checkbox"' in page
    assert "checked" not in page


def test_a_second_answer_changes_nothing_and_is_thanked_all_the_same(app, path):
    browser, other = Browser(app), Browser(app)
    token = other.token(path)
    browser.send(path, data=FILLED)

    again = other.client.post(path, data={**FILLED, "q_satisfaction": "1", "csrf_token": token})

    assert (again.status_code, again.headers["Location"]) == (303, path)
    assert len(answers()) == 1
    assert recoveries() == []


def test_a_question_without_a_number_is_asked_again_and_what_was_typed_is_kept(app, path):
    sent = Browser(app).send(path, data={**FILLED, "q_effort": ""})

    assert sent.status_code == 422
    assert "Choose one of the numbers." in sent.text
    assert "Thanks" in sent.text
    assert 'value="4" checked' in sent.text.replace("checked ", "").replace(
        'type="radio" value="4"', 'value="4" checked'
    )
    assert answers() == []


@pytest.mark.parametrize("value", ["0", "6", "4.5", "x"])
def test_a_number_that_is_not_on_the_scale_is_refused(app, path, value):
    assert Browser(app).send(path, data={**FILLED, "q_satisfaction": value}).status_code == 422
    assert answers() == []


def test_a_link_is_good_for_nothing_once_withdrawn_expired_or_its_firm_closed(app, survey, path, partner):
    token = Browser(app).token(path)
    with clock.at(surveys()[0].expires_at):
        assert Browser(app).get(path).status_code == 404
    with unit() as session:
        session.execute(update(Tenant).where(Tenant.id == partner.id).values(closed_at=clock.now()))
    assert Browser(app).get(path).status_code == 404
    with unit() as session:
        session.execute(update(Tenant).where(Tenant.id == partner.id).values(closed_at=None))
        withdraw_survey(session.scalars(select(Survey)).one(), actor=PORTAL)

    assert Browser(app).client.post(path, data={**FILLED, "csrf_token": token}).status_code in (400, 404)
    assert Browser(app).send(path, page="/login", data=FILLED).status_code == 404
    assert answers() == []


def test_the_link_stands_in_no_table_and_in_no_referrer(app, path):
    assert path.rsplit("/", 1)[1] not in everything()
    assert Browser(app).get(path).headers["Referrer-Policy"] == "strict-origin"
    assert Browser(app).get("/survey/unknown").headers["Referrer-Policy"] == "strict-origin"


def test_guessing_links_is_slowed_down(app, survey):
    answers_ = {Browser(app).send("/survey/wrong", page="/login").status_code for _ in range(40)}

    assert answers_ == {404, 429}


def test_the_page_tells_the_questions_and_nothing_of_the_onboarding(app, path):
    page = Browser(app).get(path).text

    assert "How satisfied are you with the way you were handed over?" in page
    assert "Anzukaikei" in page
    assert "hana@customer.example" not in page
    assert "Customer " not in page


@pytest.mark.parametrize("locale", GUEST_LOCALES)
def test_letter_and_page_speak_the_language_of_whoever_is_asked(app, partner, locale):
    asked = ask(make_onboarding(partner), locale=locale)
    page = Browser(app).get(f"/survey/{mailed_link()}").text

    assert asked.version.title[locale] == mailed()[-1][0]
    assert f'lang="{locale.replace("_", "-")}"' in page
    assert asked.version.asked[0].text[locale] in page
    assert ("Send the answer" in page) == (locale == "en")
    assert ("Answer in about two minutes" in mailed()[-1][1]) == (locale == "en")


def test_another_language_can_be_chosen_and_the_answer_says_in_which_it_was_given(app, path):
    assert "送信" in Browser(app).get(f"{path}?language=ja").text

    Browser(app).send(f"{path}?language=ja", data=FILLED)

    assert answers()[0].locale == "ja"


def test_a_low_score_opens_an_item_due_in_one_business_day(app, partner):
    answer(ask(make_onboarding(partner)), GOOD)
    answer(ask(make_onboarding(partner)), LOW)

    [item] = recoveries()
    assert item.due_on == clock.today() + timedelta(days=1)
    assert item.survey_id == surveys()[1].id


def test_the_room_shows_its_guest_the_survey_that_waits_and_no_others(app, partner):
    onboarding = make_onboarding(partner)
    invite(onboarding)
    room = come_in(app, mailed_token())
    ask(onboarding, email="somebody.else@customer.example")
    assert "/survey/" not in room.get("/room").text
    ask(onboarding)

    page = room.get("/room").text
    assert f"/survey/{mailed_link()}" in page

    room.send(f"/survey/{mailed_link()}", data=FILLED)
    assert "/survey/" not in room.get("/room").text
