"""The editor of what surveys ask: five languages, versions, a preview, and a second editor who is told.

A broken twin, seen to turn one of these red: a version that is published over another that its editor had not seen.
"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from onboarding_phases.surveys.models import SurveyVersion
from onboarding_phases.surveys.questions.services import load_default_surveys
from portal.people import PORTAL, Role
from portal.settings import GUEST_LOCALES
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.factories.surveys import ask, every, mailed_link
from tests.world import unit

PATH = "/surveys/questions/handoff"


class Fields(HTMLParser):
    """What a browser would send of a page's form."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.name, self.inside = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("input", "textarea", "select"):
            self.name = given.get("name", "")
            self.found[self.name] = given.get("value", "")
        elif tag == "option" and "selected" in given:
            self.found[self.name] = given["value"]
        self.inside = tag == "textarea"

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[self.name] += data.strip()


@pytest.fixture
def browser(app, login) -> Browser:
    with unit():
        load_default_surveys(PORTAL)
    return Browser(app, login(make_user(Role.CS_MANAGER, name="Mika")))


def filled(browser: Browser, **changes: str) -> dict[str, str]:
    """The form of the editor as it stands, with some fields changed."""
    form = Fields()
    form.feed(browser.get(PATH).text.split("<main", 1)[1])
    form.found.pop("csrf_token")
    return {**form.found, "reason": "Clearer", **changes}


def versions() -> list[SurveyVersion]:
    return [one for one in every(SurveyVersion) if one.moment == "handoff"]  # type: ignore[attr-defined]


def test_a_change_makes_a_version_and_what_was_sent_keeps_its_own(app, browser):
    ask(make_onboarding(make_partner()))
    link = mailed_link()

    sent = browser.send(PATH, data=filled(browser, text_0_en="How content are you?"))

    assert sent.status_code == 303
    before, after = versions()
    assert (before.version, after.version, after.created_by, after.reason) == (1, 2, "Mika", "Clearer")
    assert after.asked[0].text["en"] == "How content are you?"
    assert [one.key for one in before.asked] == [one.key for one in after.asked]
    assert "How content are you?" not in Browser(app).get(f"/survey/{link}").text


def test_a_text_that_is_missing_in_a_language_is_asked_for_beside_its_field(browser):
    sent = browser.send(PATH, data=filled(browser, text_1_vi=""))

    assert sent.status_code == 422
    assert 'id="text_1_vi-error"' in sent.text
    assert len(versions()) == 1


def test_all_that_is_missing_is_said_at_once(browser):
    sent = browser.send(PATH, data=filled(browser, title_en="", text_1_vi="", reason=""))

    assert sent.status_code == 422
    assert [name for name in ("title_en", "text_1_vi", "reason") if f'id="{name}-error"' not in sent.text] == []
    assert len(versions()) == 1


def test_a_kind_of_answer_that_there_is_not_is_refused_beside_its_field(browser):
    sent = browser.send(PATH, data=filled(browser, kind_0="stars"))

    assert sent.status_code == 422
    assert 'id="kind_0-error"' in sent.text
    assert len(versions()) == 1


def test_a_question_is_taken_out_and_one_of_another_kind_gets_a_key_of_its_own(browser):
    new = {f"text_4_{locale}": f"New {locale}" for locale in GUEST_LOCALES}
    sent = browser.send(PATH, data=filled(browser, kind_0="", kind_4="satisfaction", key_4="effort", **new))

    assert sent.status_code == 303
    assert [one.key for one in versions()[-1].asked] == ["effort", "worries", "remarks", "satisfaction_2"]


def test_a_second_editor_is_told_keeps_the_words_and_may_then_publish(browser):
    mine = filled(browser, title_en="Mine")
    browser.send(PATH, data=filled(browser, title_en="Theirs"))

    late = browser.send(PATH, data=mine)
    assert late.status_code == 409
    assert "Mika has published version 2 in the meantime." in late.text
    assert 'value="Mine"' in late.text
    assert len(versions()) == 2

    assert browser.send(PATH, data={**mine, "seen": "2"}).status_code == 303
    assert versions()[-1].title["en"] == "Mine"


def test_nothing_changed_or_no_reason_publishes_nothing(browser):
    assert browser.send(PATH, data=filled(browser)).status_code == 409
    assert browser.send(PATH, data=filled(browser, title_en="New", reason="")).status_code == 422
    assert len(versions()) == 1


def test_a_preview_shows_unsaved_words_as_a_customer_sees_them_and_saves_nothing(browser):
    page = browser.send(PATH, data=filled(browser, text_0_vi="Câu hỏi mới", look="vi"))

    assert page.status_code == 200
    assert "Câu hỏi mới" in page.text
    assert "Đây là bản xem trước" in page.text
    assert len(versions()) == 1
    assert "This is a preview" in browser.get(f"{PATH}/preview?language=en").text


def test_whoever_may_not_edit_reads_what_is_asked(app, login, browser):
    auditor = Browser(app, login(make_user(Role.AUDITOR)))

    assert "What surveys ask" in auditor.get("/surveys/questions").text
    assert PATH + '"' not in auditor.get("/surveys/questions").text
    assert auditor.get(PATH).status_code == 403
