"""The door of a room: a link and a code by mail, each good for little by itself, and kept nowhere.

Broken twins, each seen to turn one of these red: a GET that sends the code; a look at a code that is not counted; a
code that is kept after it was used; a letter that keeps its link; a session that is not looked up at each request.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from onboarding_phases.room.models import RoomInvitation, RoomSession
from portal import clock
from portal.database import db
from portal.mail.models import Letter
from portal.tenancy import Tenant
from tests.browsing import HOST, Browser
from tests.conftest import NOW
from tests.factories.accounts import run_jobs
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.rooms import COOKIE, come_in, invite, mailed, mailed_code, mailed_token, reload
from tests.world import the_app, unit


@pytest.fixture
def invitation(app) -> RoomInvitation:
    return invite(make_onboarding(make_partner()))


@pytest.fixture
def token(invitation) -> str:
    return mailed_token()


def everything() -> str:
    """Every value of every table, as text."""
    with the_app().app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT set_config('bansou.scope', 'every', true)")
        return "\n".join(
            repr(tuple(row)) for table in db.metadata.sorted_tables for row in connection.execute(select(table))
        )


def test_a_link_and_the_code_that_is_mailed_then_open_the_room(app, invitation, token):
    guest = come_in(app, token)

    assert invitation.name in guest.get("/room").text
    assert reload(invitation).opened_at == clock.now()


def test_opening_the_link_sends_and_changes_nothing(app, invitation, token):
    before = everything()

    for path in (f"/room/{token}", f"/room/{token}/code"):
        for _ in range(3):
            assert Browser(app).get(path).status_code == 200
            assert Browser(app).client.head(path).status_code == 200

    assert everything() == before
    assert len(mailed()) == 1


def test_the_page_of_a_link_tells_nothing_of_the_onboarding(app, token):
    page = Browser(app).get(f"/room/{token}").text

    assert "h***@customer.example" in page
    assert "hana@" not in page
    assert "Customer" not in re.sub(r"customer\.example", "", page)


def test_without_the_code_the_link_opens_nothing(app, token):
    browser = Browser(app)
    browser.send(f"/room/{token}")

    wrong = browser.send(f"/room/{token}/code", data={"code": f"{(int(mailed_code()) + 1) % 10**6:06}"})

    assert wrong.status_code == 422
    assert "This code is wrong or no longer valid" in wrong.text
    assert browser.client.get_cookie(COOKIE, domain=HOST) is None
    assert browser.get("/room").status_code == 401


def test_a_code_typed_in_full_width_digits_opens_the_room(app, token):
    browser = Browser(app)
    browser.send(f"/room/{token}")
    typed = mailed_code().translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert browser.send(f"/room/{token}/code", data={"code": f" {typed[:3]} {typed[3:]}"}).status_code == 303


@pytest.mark.parametrize(("minutes", "status"), [(9.9, 303), (10, 422)])
def test_a_code_works_for_ten_minutes(app, token, minutes, status):
    browser = Browser(app)
    browser.send(f"/room/{token}")

    with clock.at(NOW + timedelta(minutes=minutes)):
        assert browser.send(f"/room/{token}/code", data={"code": mailed_code()}).status_code == status


def test_a_code_works_once(app, token):
    come_in(app, token)

    assert Browser(app).send(f"/room/{token}/code", data={"code": mailed_code()}).status_code == 422


def test_a_new_code_makes_the_one_before_useless(app, token):
    browser = Browser(app)
    browser.send(f"/room/{token}")
    first = mailed_code()
    browser.send(f"/room/{token}")

    assert browser.send(f"/room/{token}/code", data={"code": first}).status_code == 422 or first == mailed_code()
    assert browser.send(f"/room/{token}/code", data={"code": mailed_code()}).status_code == 303


def test_after_five_wrong_guesses_even_the_right_code_is_refused(app, token):
    browser = Browser(app)
    browser.send(f"/room/{token}")
    right = mailed_code()
    for number in range(5):
        assert browser.send(f"/room/{token}/code", data={"code": wrong(right, number)}).status_code == 422

    assert browser.send(f"/room/{token}/code", data={"code": right}).status_code == 422


def wrong(right: str, number: int) -> str:
    return f"{(int(right) + 1 + number) % 10**6:06}"


def test_of_a_thousand_guesses_ten_are_looked_at(app, invitation, token):
    browser = Browser(app)
    page = f"/room/{token}/code"
    csrf = browser.token(page)
    answers = []
    for number in range(60):
        if number % 5 == 0:
            browser.client.post(f"/room/{token}", data={"csrf_token": csrf})
        data = {"csrf_token": csrf, "code": wrong(mailed_code(), number)}
        forged = {"X-Forwarded-For": f"203.0.113.{number}"}
        answers.append(browser.client.post(page, data=data, headers=forged).status_code)

    assert answers[:10] == [422] * 10
    assert set(answers[10:]) == {429}
    assert len(mailed()) - 1 <= 10


def test_guesses_over_many_invitations_stop_after_thirty_from_one_address(app):
    partner = make_partner()
    tokens = []
    for number in range(8):
        invite(make_onboarding(partner), email=f"guest{number}@customer.example")
        tokens.append(mailed_token())
    browser = Browser(app)
    csrf = browser.token(f"/room/{tokens[0]}/code")

    answers = [
        browser.client.post(f"/room/{token}/code", data={"csrf_token": csrf, "code": "000000"}).status_code
        for token in tokens
        for _ in range(5)
    ]

    assert answers == [422] * 30 + [429] * 10
    assert "Wait 15 minutes" in browser.client.post(
        f"/room/{tokens[0]}/code", data={"csrf_token": csrf, "code": "1"}
    ).get_data(as_text=True)


def test_links_that_are_guessed_are_counted_and_look_like_spent_ones(app, invitation, token):
    browser = Browser(app)
    csrf = browser.token(f"/room/{token}")
    with clock.at(NOW + timedelta(days=121)):
        spent = browser.get(f"/room/{token}")
    guessed = browser.get("/room/no-such-link-as-this-one")

    assert (spent.status_code, guessed.status_code) == (404, 404)
    assert spent.text == guessed.text
    posts = [browser.client.post("/room/guess", data={"csrf_token": csrf}).status_code for _ in range(31)]
    assert posts == [404] * 30 + [429]


def test_no_link_no_code_and_no_cookie_stands_in_the_database(app, invitation, token, capsys):
    guest = come_in(app, token)
    cookie = guest.client.get_cookie(COOKIE, domain=HOST)
    run_jobs()
    kept, said = everything(), "".join(capsys.readouterr())

    for secret in (token, cookie.value):
        assert len(secret) >= 43
        assert secret not in kept
        assert secret not in said
    assert mailed_code() not in "".join(letter_bodies())
    assert sum(token in text for _, text in mailed()) == 1


def letter_bodies() -> list[str]:
    with unit(write=False) as session:
        return list(session.scalars(select(Letter.body)))


def test_a_letter_forgets_what_its_secret_is_made_of_once_it_is_sent(app, invitation, monkeypatch):
    sent = []
    monkeypatch.setattr("portal.mail.services._deliver", lambda _server, message, _to: sent.append(message))
    with app.app_context():
        settings = app.extensions["bansou_settings"]
    monkeypatch.setitem(app.extensions, "bansou_settings", with_mail(settings))
    token = mailed_token()

    run_jobs()

    assert token in sent[0].get_content()
    with unit(write=False) as session:
        letter = session.scalars(select(Letter)).one()
        assert (letter.body, letter.sealed) == ("", None)


def with_mail(settings):
    return type(settings)(**{**vars(settings), "mail_url": "smtp://localhost:1"})


def test_the_link_in_the_letter_has_the_host_of_the_setting_and_one_recipient(app):
    onboarding = make_onboarding(make_partner())
    with app.test_request_context(base_url="http://evil.example"):
        pass
    invite(onboarding, email="Hana@Customer.Example")

    with unit(write=False) as session:
        letter = session.scalars(select(Letter)).one()
        assert letter.recipient == "hana@customer.example"
        assert re.findall(r"https?://[^\s/]+", letter.text) == ["http://localhost"]


def test_pages_of_the_door_tell_no_other_page_their_address(app, token):
    browser = Browser(app)
    answers = [
        browser.get(f"/room/{token}"),
        browser.get(f"/room/{token}/code"),
        browser.get("/room/no-such-token"),
        browser.client.post(f"/room/{token}", data={}),
        browser.client.put(f"/room/{token}"),
    ]

    assert {answer.status_code for answer in answers} == {200, 404, 400, 405}
    assert {answer.headers["Referrer-Policy"] for answer in answers[:4]} == {"strict-origin"}


@pytest.mark.parametrize(("scheme", "name"), [("http", "bansou-room"), ("https", "__Host-bansou-room")])
def test_the_cookie_is_bound_to_host_and_scheme(app, token, scheme, name):
    browser = Browser(app)
    base = f"{scheme}://localhost"
    data = {"csrf_token": browser.token(f"/room/{token}", base_url=base)}
    browser.client.post(f"/room/{token}", data=data, base_url=base)
    data = {"csrf_token": browser.token(f"/room/{token}/code", base_url=base), "code": mailed_code()}
    answer = browser.client.post(f"/room/{token}/code", data=data, base_url=base)

    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}="))
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert ("Secure" in parts) == (scheme == "https")
    assert not any(part.startswith("Domain") for part in parts)


def end_by_leaving(guest: Browser, invitation: RoomInvitation) -> None:
    assert guest.send("/room/leave", page="/room").status_code == 303


def end_by_revoking(guest: Browser, invitation: RoomInvitation) -> None:
    with unit() as session:
        session.execute(
            update(RoomInvitation).where(RoomInvitation.id == invitation.id).values(revoked_at=clock.now())
        )


def end_by_revoking_the_visit(guest: Browser, invitation: RoomInvitation) -> None:
    with unit() as session:
        session.execute(update(RoomSession).values(revoked_at=clock.now()))


def end_by_closing_the_firm(guest: Browser, invitation: RoomInvitation) -> None:
    with unit() as session:
        session.execute(update(Tenant).where(Tenant.id == invitation.partner_id).values(closed_at=clock.now()))


def end_the_link(guest: Browser, invitation: RoomInvitation) -> None:
    with unit() as session:
        session.execute(
            update(RoomInvitation).where(RoomInvitation.id == invitation.id).values(expires_at=clock.now())
        )


ENDS = [end_by_leaving, end_by_revoking, end_by_revoking_the_visit, end_by_closing_the_firm, end_the_link]


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_kept_cookie_is_refused_on_the_next_request(app, invitation, token, end):
    guest = come_in(app, token)
    thief = Browser(app)
    thief.client.set_cookie(COOKIE, guest.client.get_cookie(COOKIE, domain=HOST).value, domain=HOST)
    assert thief.get("/room").status_code == 200

    end(guest, invitation)

    assert thief.get("/room").status_code == 401
    csrf = thief.token("/login")
    assert thief.client.post("/room/tasks/0000-0000/done", data={"csrf_token": csrf}).status_code == 401


def test_a_visit_ends_by_itself(app, token):
    guest = come_in(app, token)

    with clock.at(NOW + timedelta(hours=24, seconds=-1)):
        assert guest.get("/room").status_code == 200
    with clock.at(NOW + timedelta(hours=24)):
        assert guest.get("/room").status_code == 401


def test_a_second_log_out_does_no_harm(app, token):
    guest = come_in(app, token)
    csrf = guest.token("/room")

    for _ in range(2):
        left = guest.client.post("/room/leave", data={"csrf_token": csrf})
        assert left.headers["Location"] == "/room/left"
    assert "You are logged out" in guest.get("/room/left").text
