"""What a customer's people see in their room, in each of five languages, and the one thing that they do there."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import select

from onboarding_phases.onboardings.enums import HoldCause, PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.services import place_hold
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.notices import DONE_BY_CUSTOMER
from onboarding_phases.tasks.services import finish_tasks
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.inbox.models import Notice
from portal.people import PORTAL, Role
from portal.settings import GUEST_LOCALES
from script import catalogs
from script.catalogs import FOR_CUSTOMERS, ROOT, load
from tests.architecture.test_pages import Words
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.accounts import make_member, run_jobs
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.rooms import come_in, invite, mailed, mailed_token
from tests.world import unit

LETTERS = re.compile(r"[^\W\d_]{2}")


@pytest.fixture
def partner(app):
    found = make_partner(name="Soyogi Joho")
    make_member(Role.PARTNER_MANAGER, partner=found, name="Soyogi Contact", email="contact@soyogi.example")
    return found


@pytest.fixture
def onboarding(partner) -> Onboarding:
    return make_onboarding(
        partner, owner=make_member(Role.CS_MEMBER, name="Vendor Owner", email="own@vendor.example")
    )


@pytest.fixture
def guest(app, onboarding) -> Browser:
    invite(onboarding)
    return come_in(app, mailed_token())


def task(onboarding: Onboarding, key: str) -> Task:
    with unit(write=False) as session:
        found = session.scalars(select(Task).where(Task.onboarding_id == onboarding.id, Task.key == key)).one()
        session.expunge_all()
    return found


def move(onboarding: Onboarding, position: int, **values) -> None:
    """Let a step stand as it is told."""
    with unit() as session:
        wanted = select(Phase).where(Phase.onboarding_id == onboarding.id, Phase.position == position)
        for name, value in values.items():
            setattr(session.scalars(wanted).one(), name, value)


def tick_off(guest: Browser, found: Task, version: int = 1):
    data = {"csrf_token": guest.token("/room"), "version": str(version)}
    return guest.client.post(f"/room/tasks/{found.code}/done", data=data)


def test_the_page_says_where_it_stands_what_is_next_and_whom_to_ask(guest, onboarding):
    page = guest.get("/room").text

    assert "Day 22 of 90, step 1 of 6" in page
    assert "Step 1 is 15 days behind the plan." in page
    assert "Next: yours" in page
    assert "Name the contact and the approver" in page
    assert "Expected go-live: 31 Jan 2027" in page
    assert "mailto:contact@soyogi.example" in page
    assert "mailto:own@vendor.example" in page


def test_firm_and_vendor_are_told_what_a_customer_ticked_off(guest, onboarding):
    tick_off(guest, task(onboarding, "1.3"))
    run_jobs()
    run_jobs()

    with unit(write=False) as session:
        found = session.scalars(select(Notice.user_id).where(Notice.kind == DONE_BY_CUSTOMER)).all()
        users = set(session.scalars(select(User.id).where(User.role == Role.PARTNER_MANAGER)))
    assert set(found) > users
    assert len(found) == len(set(found)) == len(users) + 1


def test_a_guest_ticks_off_the_task_and_the_trail_says_who_did(guest, onboarding):
    answer = tick_off(guest, task(onboarding, "1.3"))

    assert (answer.status_code, answer.headers["Location"]) == (303, "/room")
    done = task(onboarding, "1.3")
    assert (done.state, done.closed_by, done.rescued) == ("done", "Hana Guest", False)
    page = guest.get("/room").text
    assert "Thank you, this is done." in page
    assert "You have nothing to do at the moment." in page
    with unit(write=False) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "TaskDoneByCustomer")).one()
        assert (entry.actor_id, entry.values["task"]) == (None, done.code)
        assert entry.values["invitation"]


def test_a_task_that_the_firm_closed_meanwhile_is_told_and_stays_as_it_is(guest, onboarding):
    found = task(onboarding, "1.3")
    with unit() as session:
        kept = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        chosen = session.scalars(select(Task).where(Task.code == found.code)).one()
        finish_tasks(kept, [chosen], actor=PORTAL)

    answer = tick_off(guest, found)

    assert answer.status_code == 409
    assert "This has changed in the meantime." in answer.text
    assert task(onboarding, "1.3").closed_by == PORTAL.name


@pytest.mark.parametrize("key", ["1.1", "1.2", "2.4"])
def test_tasks_of_others_and_those_that_wait_are_not_a_guests_to_tick_off(guest, onboarding, key):
    answer = tick_off(guest, task(onboarding, key))

    assert answer.status_code == 409
    assert "This cannot be ticked off now." in answer.text
    assert task(onboarding, key).state == "open"


def test_a_task_of_another_customer_of_the_same_firm_is_missing(guest, partner):
    other = task(make_onboarding(partner), "1.3")

    assert tick_off(guest, other).status_code == 404
    assert task_by_code(other.code).state == "open"


def task_by_code(code: str) -> Task:
    with unit(write=False) as session:
        found = session.scalars(select(Task).where(Task.code == code)).one()
        session.expunge_all()
    return found


def test_a_room_shows_nothing_of_another_customer(app, guest, partner):
    other = make_onboarding(partner)
    invite(other, name="Taro Other", email="taro@other.example")

    page = guest.get("/room").text

    assert other.customer_name not in page
    assert "Taro Other" not in page
    assert other.customer_name in come_in(app, mailed_token()).get("/room").text


def test_a_customer_sees_the_pauses_that_are_put_down_to_it(guest, onboarding):
    hold(onboarding, HoldCause.CUSTOMER, "Nobody has time before the audit")

    page = guest.get("/room").text

    assert "Paused until 4 Dec 2026, step 1 of 6" in page
    assert "Nobody has time before the audit" in page
    assert "24 Nov 2026 to 4 Dec 2026" in page


def test_the_reason_of_a_pause_of_vendor_or_firm_is_not_told(guest, onboarding):
    hold(onboarding, HoldCause.PARTNER, "Two of our people are ill")

    page = guest.get("/room").text

    assert "The reason is on our side." in page
    assert "Two of our people are ill" not in page


def hold(onboarding: Onboarding, cause: HoldCause, reason: str) -> None:
    with unit() as session:
        place_hold(
            session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one(),
            cause=cause,
            reason=reason,
            from_on=clock.today(),
            expected_end_on=clock.today() + timedelta(days=10),
            actor=PORTAL,
        )


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"state": "completed", "completed_on": date(2026, 11, 20)}, "All six steps are done"),
        ({"state": "withdrawn", "withdrawn_on": date(2026, 11, 20), "withdrawn_reason": "x"}, "has ended"),
    ],
)
def test_an_onboarding_that_ended_says_so_and_asks_for_nothing(app, partner, values, told):
    invite(make_onboarding(partner))
    token = mailed_token()
    with unit() as session:
        for name, value in values.items():
            setattr(session.scalars(select(Onboarding)).one(), name, value)

    page = come_in(app, token).get("/room").text

    assert told in page
    assert "Next:" not in page


def test_a_step_that_was_handed_in_is_being_checked(guest, onboarding):
    move(onboarding, 1, state=PhaseState.SUBMITTED, submitted_on=date(2026, 11, 9))

    page = guest.get("/room").text

    assert "Being checked" in page
    assert "We check step 1" in page


def test_a_guest_chooses_the_language_of_pages_and_letters(app, guest):
    data = {"csrf_token": guest.token("/room"), "locale": "vi"}
    assert guest.client.post("/room/language", data=data).status_code == 303
    assert '<html lang="vi">' in guest.get("/room").text

    guest.send(f"/room/{mailed_token()}")
    assert mailed()[-1][0] == "Mã xác nhận vào trang riêng"


def test_a_language_that_nobody_reads_is_refused(guest):
    data = {"csrf_token": guest.token("/room"), "locale": "fr"}
    assert guest.client.post("/room/language", data=data).status_code == 400


def test_languages_can_be_chosen_before_coming_in(app, onboarding):
    invite(onboarding)
    browser, token = Browser(app), mailed_token()
    for step, back in (("", f"/room/{token}"), ("code", f"/room/{token}/code")):
        data = {"csrf_token": browser.token(f"/room/{token}"), "locale": "ko", "step": step}
        assert browser.client.post(f"/room/{token}/language", data=data).headers["Location"] == back
    assert '<html lang="ko">' in browser.get(f"/room/{token}").text


class OneLanguage(Words):
    """What stands in the page's own language: names of other languages are left out."""

    def handle_starttag(self, tag, attrs) -> None:
        given = {name: value for name, value in attrs if name != "lang" or tag not in ("html",)}
        super().handle_starttag(tag, list(given.items()))


def english() -> list[re.Pattern[str]]:
    """Every English text of the catalogs that customers read, as a pattern of what it looks like on a page."""
    found = []
    for name in FOR_CUSTOMERS:
        for message in load(name, "vi"):
            for source in (message.id,) if isinstance(message.id, str) else message.id:
                if LETTERS.search(re.sub(r"%\(\w+\)s", "", source)):
                    parts = re.split(r"%\(\w+\)[sd]", source)
                    found.append(re.compile(".+?".join(re.escape(part) for part in parts)))
    assert len(found) > 100
    return found


def left_in_english(text: str) -> set[str]:
    words, patterns = OneLanguage(), english()
    words.feed(text)
    return {said for said in words.found if any(pattern.fullmatch(said) for pattern in patterns)}


def test_an_english_page_is_found_out(guest):
    assert len(left_in_english(guest.get("/room").text)) > 15


@pytest.mark.parametrize("locale", [locale for locale in GUEST_LOCALES if locale != "en"])
def test_everything_that_a_customer_reads_is_in_its_language(app, onboarding, locale):
    invite(onboarding, locale=locale)
    token, accepts = mailed_token(), {"Accept-Language": {"zh_Hans": "zh-CN,zh;q=0.9"}.get(locale, locale)}
    guest = come_in(app, token, locale=locale)
    hold(onboarding, HoldCause.CUSTOMER, "—")
    stranger = Browser(app)
    answers = [
        Browser(app).get(f"/room/{token}"),
        Browser(app).get(f"/room/{token}/code"),
        Browser(app).send(f"/room/{token}/code", data={"code": "nothing"}),
        guest.get("/room"),
        tick_off(guest, task(onboarding, "1.1")),
        tick_off(guest, task(onboarding, "1.3")),
        guest.get("/room"),
        tick_off(guest, task(onboarding, "1.3")),
        guest.client.get("/room/left"),
        stranger.get("/room/unknown", headers=accepts),
        stranger.get("/room", headers=accepts),
        stranger.client.post("/room/leave", data={}, headers=accepts),
        guest.client.post("/room/tasks/0000-0000/done", data={"csrf_token": guest.token("/room")}),
    ]

    pages = [answer.text for answer in answers if answer.status_code != 303]
    assert {answer.status_code for answer in answers} == {200, 303, 400, 401, 404, 409, 422}
    assert {match for page in pages for match in re.findall(r'<html lang="([^"]+)"', page)} == {
        locale.replace("_", "-")
    }
    assert {text for page in pages for text in left_in_english(page)} == set()
    for subject, letter in mailed():
        lines = [line for line in f"{subject}\n{letter}".splitlines() if line and "http" not in line]
        patterns = english()
        assert [line for line in lines if any(pattern.fullmatch(line) for pattern in patterns)] == []


def test_the_steps_and_the_task_are_named_in_the_language_of_the_guest(app, onboarding):
    for locale, step, wanted in (
        ("zh_Hans", "启动会", "确定联系人和审批人"),
        ("ko", "킥오프", "담당 창구와 승인자 지정"),
        ("vi", "Khởi động", "Chỉ định đầu mối liên hệ và người phê duyệt"),
    ):
        invite(onboarding, locale=locale, email=f"{locale.lower().replace('_', '')}@customer.example")
        page = come_in(app, mailed_token()).get("/room").text
        assert step in page
        assert wanted in page


@pytest.mark.parametrize(
    ("locale", "told"),
    [("ja", "15日遅れています"), ("zh_Hans", "计划晚15天"), ("ko", "15일 늦어지고"), ("vi", "chậm 15 ngày")],
)
def test_what_is_counted_is_told_in_the_language_of_the_guest(app, onboarding, locale, told):
    invite(onboarding, locale=locale)

    page = come_in(app, mailed_token()).get("/room").text

    assert told in page
    assert "behind the plan" not in page


def test_an_incomplete_catalog_of_the_room_fails_the_check(monkeypatch, capsys):
    real = catalogs.load

    def torn(name, locale):
        catalog = real(name, locale)
        if (name, locale) == ("onboarding_phases_room", "ko"):
            catalog.delete("You are here")
        return catalog

    assert catalogs.check_all() == 0
    monkeypatch.setattr(catalogs, "load", torn)

    assert catalogs.check_all() == 1
    assert "onboarding_phases_room (ko): untranslated: 'You are here'" in capsys.readouterr().err


def test_a_visit_in_the_night_before_counts_the_vendors_days(guest):
    with clock.at(NOW + timedelta(hours=14)):  # 00:00 in Tokyo
        assert "Day 23 of 90" in guest.get("/room").text


def test_catalogs_for_customers_are_files_that_exist():
    for name in FOR_CUSTOMERS:
        for locale in ("ja", "zh_Hans", "ko", "vi"):
            file = ROOT / "translations" / name / locale / "LC_MESSAGES" / "messages.po"
            assert len(read_po(BytesIO(file.read_bytes()))) > 1
