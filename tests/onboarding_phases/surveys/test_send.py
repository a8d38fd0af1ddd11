"""Who is asked and when, by what happens or by hand; reminders, and what is taken back.

Broken twins, each seen to turn one of these red: a reminder that is not counted; business days counted as days; a
person who is asked the same twice.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import skip_phase
from onboarding_phases.onboardings.services.ending import complete
from onboarding_phases.surveys.enums import Moment
from onboarding_phases.surveys.figures.services import look_after_surveys
from onboarding_phases.surveys.questions.services import load_default_surveys
from portal import clock
from portal.errors import RuleViolation
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.factories.accounts import run_jobs
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.factories.rooms import invite, mailed
from tests.factories.surveys import LINK, answer, ask, later, mailed_link, surveys
from tests.world import the_app, unit


@pytest.fixture
def partner(app):
    return make_partner()


@pytest.fixture
def onboarding(partner) -> Onboarding:
    return make_onboarding(partner)


def skip(onboarding: Onboarding, *positions: int) -> None:
    with unit() as session:
        load_default_surveys(PORTAL)
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        for position in positions:
            skip_phase(found.phases[position - 1], reason="not needed", actor=PORTAL)


def asked() -> list[tuple[Moment, str, str]]:
    return [(one.moment, one.email, one.locale) for one in surveys()]


def test_the_people_in_the_room_are_asked_after_the_handoff_mid_way_and_at_the_end(onboarding):
    invite(onboarding, email="lan@customer.example", locale="vi")

    skip(onboarding, 1)
    assert asked() == [(Moment.HANDOFF, "lan@customer.example", "vi")]
    skip(onboarding, 2)
    skip(onboarding, 4)
    skip(onboarding, 3)
    skip(onboarding, 5, 6)
    with unit() as session:
        complete(session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one(), actor=PORTAL)

    assert [moment for moment, *_ in asked()] == [Moment.HANDOFF, Moment.MIDWAY, Moment.END]
    assert len([text for _, text in mailed() if LINK.search(text)]) == 3


def test_nobody_is_asked_where_nobody_is_in_the_room(onboarding):
    skip(onboarding, 1, 2, 3, 4, 5, 6)

    assert surveys() == []


def test_at_most_three_people_are_asked_and_nobody_the_same_twice(onboarding):
    ask(onboarding, email="one@customer.example")
    for name in ("one", "two", "three", "four"):
        invite(onboarding, email=f"{name}@customer.example")

    skip(onboarding, 1)

    assert [email.split("@")[0] for _, email, _ in asked()] == ["one", "two", "three"]


def test_a_reminder_is_sent_after_three_business_days_twice_at_most(onboarding):
    ask(onboarding)  # a Tuesday
    with later(2):
        look()
    assert letters() == 1
    with later(3):  # Friday is the third business day
        look()
        look()
    assert letters() == 2
    with later(7):
        look()
    assert letters() == 2
    with later(8):
        look()
    assert letters() == 3
    with later(20):
        look()
    assert letters() == 3
    assert surveys()[0].reminders == 2


def look() -> None:
    """What the daily job does."""
    with the_app().app_context():
        look_after_surveys()


def letters() -> int:
    return len([text for _, text in mailed() if LINK.search(text)])


def test_the_link_of_the_first_letter_is_good_after_a_reminder(onboarding):
    ask(onboarding)
    first = mailed_link()
    with later(3):
        look()

    assert mailed_link() == first


def test_the_daily_job_goes_on_by_itself_while_something_is_to_be_looked_after(onboarding):
    ask(onboarding)
    for days in (1, 2, 3):
        with later(days):
            run_jobs()

    assert surveys()[0].reminders == 1


def test_whoever_answered_is_not_reminded(onboarding):
    answer(ask(onboarding))

    with later(5):
        look()

    assert letters() == 1


def test_a_person_who_can_still_answer_or_has_answered_is_not_asked_again(onboarding):
    first = ask(onboarding)
    with pytest.raises(RuleViolation, match="can still answer"):
        ask(onboarding)
    answer(first)
    with pytest.raises(RuleViolation, match="has answered"):
        ask(onboarding)
    ask(onboarding, Moment.MIDWAY)
    with later(22):
        ask(onboarding, email="another@customer.example")


def test_a_manager_asks_by_hand_and_takes_it_back(app, login, onboarding):
    with unit():
        load_default_surveys(PORTAL)
    browser = Browser(app, login(make_user(Role.CS_MANAGER)))
    page = f"/onboardings/{onboarding.code}/surveys"
    filled = {"moment": "handoff", "name": "Hana", "email": "hana@customer.example", "locale": "ko"}

    wrong = browser.send(f"{page}/send", data={**filled, "email": "nobody"})
    assert (wrong.status_code, "Enter one mail address" in wrong.text, "Hana" in wrong.text) == (409, True, True)
    assert browser.send(f"{page}/send", data=filled).status_code == 303
    again = browser.send(f"{page}/send", data=filled)
    assert (again.status_code, "can still answer" in again.text) == (409, True)
    assert "Sent, not answered yet" in browser.get(page).text

    [survey] = surveys()
    assert browser.send(f"/surveys/{survey.code}/withdraw").status_code == 303
    assert browser.send(f"/surveys/{survey.code}/withdraw").status_code == 409
    assert "Is withdrawn" in browser.get(page).text
    assert browser.get(f"/survey/{mailed_link()}").status_code == 404


def test_a_firm_sees_neither_who_was_asked_nor_who_answered(app, login, onboarding, partner):
    answer(ask(onboarding))
    browser = Browser(app, login(make_partner_manager(partner)))

    assert browser.get(f"/onboardings/{onboarding.code}/surveys").status_code == 403
    assert f"{onboarding.code}/surveys" not in browser.get(f"/onboardings/{onboarding.code}").text


def test_a_firm_cannot_ask(onboarding, partner):
    manager = principal(make_partner_manager(partner))

    with pytest.raises(RuleViolation, match="Your role does not include this"):
        ask(onboarding, actor=manager)


def test_a_survey_expires_and_its_term_never_changes(onboarding):
    ask(onboarding)
    [survey] = surveys()
    with later(3):
        look()

    assert surveys()[0].expires_at == survey.expires_at == clock.now() + timedelta(days=21)
