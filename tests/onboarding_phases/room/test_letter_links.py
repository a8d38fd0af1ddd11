"""The two links in a letter of what is new: one asks for a code and opens the room, one stops the letters.

Broken twins, each seen to turn one of these red: a link that outlives its days or its invitation; a letter that
keeps its link; a GET that switches; a link that lets in without a code.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.room.invitations.services import revoke_invitation, send_invitation_again
from onboarding_phases.room.models import RoomInvitation, RoomLetter
from portal import clock
from portal.audit.models import AuditEntry
from portal.levels import Level
from portal.mail.models import Letter
from portal.people import PORTAL, Principal, Role
from portal.tenancy import Tenant
from tests.browsing import HOST, Browser
from tests.factories.accounts import make_member, run_jobs
from tests.factories.comments import make_document
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import make_user, principal
from tests.factories.rooms import COOKIE, come_in, invite, mailed_code, mailed_token, news_at, reload
from tests.onboarding_phases.room.test_door import everything, with_mail
from tests.onboarding_phases.room.test_letters import DAY, HOUR, WEDNESDAY
from tests.world import unit


@pytest.fixture
def partner(app):
    return make_partner(name="Soyogi Joho")


@pytest.fixture
def firm(partner) -> Principal:
    return principal(make_member(Role.PARTNER_MANAGER, partner=partner))


@pytest.fixture
def onboarding(partner) -> Onboarding:
    return make_onboarding(partner)


@pytest.fixture
def invitation(onboarding) -> RoomInvitation:
    return invite(onboarding)


@pytest.fixture
def token(onboarding, invitation, firm) -> str:
    """The secret of the letter that came on Wednesday."""
    return letter_after(onboarding, firm)


def letter_after(onboarding: Onboarding, firm: Principal, morning=WEDNESDAY) -> str:
    with clock.at(morning - 2 * HOUR):
        make_document(onboarding, firm, level=Level.CUSTOMER)
    [(_, _, text)] = news_at(morning)
    return secret_in(text)


def secret_in(text: str) -> str:
    door, letters = re.findall(r"http://localhost/room/(\S+)", text)
    assert letters == f"{door}/letters"
    return door


def on_invitation(invitation: RoomInvitation, act) -> None:
    with unit() as session:
        found = session.scalars(select(RoomInvitation).where(RoomInvitation.id == invitation.id)).one()
        about = session.scalars(select(Onboarding).where(Onboarding.id == found.onboarding_id)).one()
        act(found, onboarding=about, actor=PORTAL)


def test_the_link_of_a_letter_opens_the_room_with_a_code(app, onboarding, invitation, token):
    with clock.at(WEDNESDAY + HOUR):
        browser = Browser(app)
        page = browser.get(f"/room/{token}")
        assert onboarding.customer_name not in page.text
        assert browser.get("/room").status_code == 401
        guest = come_in(app, token)

        assert onboarding.customer_name in guest.get("/room").text
    assert reload(invitation).known_until == WEDNESDAY + HOUR


def test_the_link_of_a_letter_alone_opens_nothing(app, token):
    with clock.at(WEDNESDAY + HOUR):
        browser = Browser(app)
        browser.send(f"/room/{token}")
        wrong = f"{(int(mailed_code()) + 1) % 10**6:06}"

        assert browser.send(f"/room/{token}/code", data={"code": wrong}).status_code == 422
        assert browser.client.get_cookie(COOKIE, domain=HOST) is None
        assert browser.get("/room").status_code == 401


def test_the_first_link_is_good_beside_that_of_the_letter(app, onboarding, invitation, firm):
    first = mailed_token()
    later = letter_after(onboarding, firm)

    with clock.at(WEDNESDAY + HOUR):
        assert {Browser(app).get(f"/room/{one}").status_code for one in (first, later)} == {200}


@pytest.mark.parametrize(("days", "status"), [(14 - 1 / 1440, 200), (14, 404)])
def test_the_link_of_a_letter_works_for_fourteen_days(app, token, days, status):
    with clock.at(WEDNESDAY + timedelta(days=days)):
        assert Browser(app).get(f"/room/{token}").status_code == status


def test_the_link_of_a_letter_ends_with_the_invitation(app, onboarding, invitation, firm):
    end = WEDNESDAY + 3 * DAY
    with unit() as session:
        session.execute(update(RoomInvitation).values(expires_at=end))
    token = letter_after(onboarding, firm)

    with unit(write=False) as session:
        assert session.scalars(select(RoomLetter.expires_at)).one() == end
    with clock.at(end):
        assert Browser(app).get(f"/room/{token}").status_code == 404


@pytest.mark.parametrize("act", [revoke_invitation, send_invitation_again], ids=lambda act: act.__name__)
def test_revoking_and_sending_again_shut_the_links_of_letters(app, invitation, token, act):
    with clock.at(WEDNESDAY + HOUR):
        on_invitation(invitation, act)

        assert Browser(app).get(f"/room/{token}").status_code == 404
        assert Browser(app).get("/room/guess").text == Browser(app).get(f"/room/{token}").text


def test_a_closed_firm_shuts_the_links_of_letters(app, invitation, token):
    with unit() as session:
        session.execute(update(Tenant).where(Tenant.id == invitation.partner_id).values(closed_at=clock.now()))

    with clock.at(WEDNESDAY + HOUR):
        assert Browser(app).get(f"/room/{token}").status_code == 404
        assert Browser(app).get(f"/room/{token}/letters").status_code == 404


def test_no_link_of_a_letter_stands_in_the_database(app, token):
    assert len(token) >= 43
    assert token not in everything()


def test_a_letter_forgets_its_link_once_it_is_sent(app, onboarding, invitation, firm, monkeypatch):
    sent = []
    monkeypatch.setattr("portal.mail.services._deliver", lambda _server, message, _to: sent.append(message))
    run_jobs()
    settings = app.extensions["bansou_settings"]
    monkeypatch.setitem(app.extensions, "bansou_settings", with_mail(settings))
    with clock.at(WEDNESDAY - HOUR):
        make_document(onboarding, firm, level=Level.CUSTOMER)

    news_at(WEDNESDAY)

    with clock.at(WEDNESDAY + HOUR):
        [message] = [one for one in sent if "new thing" in one["Subject"]]
        assert (message["To"], message["Subject"].count("\n")) == ("hana@customer.example", 0)
        assert Browser(app).get(f"/room/{secret_in(message.get_content())}").status_code == 200
        with unit(write=False) as session:
            kept = session.scalars(select(Letter).where(Letter.subject.startswith("1 new"))).one()
            assert (kept.body, kept.sealed) == ("", None)


def test_a_press_of_a_button_stops_the_letters_and_looking_does_not(app, onboarding, invitation, firm, token):
    with clock.at(WEDNESDAY + HOUR):
        before = everything()
        browser = Browser(app)
        page = browser.get(f"/room/{token}/letters")
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert "No more letters?" in page.text
        assert "h***@customer.example" in page.text
        assert onboarding.customer_name not in page.text
        assert everything() == before

        answer = browser.send(f"/room/{token}/letters", data={"wanted": "no"})
        assert answer.headers["Location"] == f"/room/{token}/letters"
        assert "We do not write to you any more" in browser.get(f"/room/{token}/letters").text
        assert browser.get("/room").status_code == 401
        make_document(onboarding, firm, level=Level.CUSTOMER)

    assert reload(invitation).wants_letters is False
    assert news_at(WEDNESDAY + DAY) == []


def test_switched_on_again_letters_tell_what_comes_from_then_on(app, onboarding, invitation, firm, token):
    switch(app, token, "no", at=WEDNESDAY + HOUR)
    with clock.at(WEDNESDAY + 2 * HOUR):
        make_document(onboarding, firm, name="in-between.pdf", level=Level.CUSTOMER)
    switch(app, token, "yes", at=WEDNESDAY + 3 * HOUR)
    assert news_at(WEDNESDAY + DAY) == []
    with clock.at(WEDNESDAY + DAY + HOUR):
        make_document(onboarding, firm, name="afterwards.pdf", level=Level.CUSTOMER)

    [(_, _, text)] = news_at(WEDNESDAY + 2 * DAY)

    assert "afterwards.pdf" in text
    assert "in-between.pdf" not in text


def switch(app, token: str, wanted: str, *, at) -> None:
    with clock.at(at):
        assert Browser(app).send(f"/room/{token}/letters", data={"wanted": wanted}).status_code == 303


def test_an_old_letter_still_stops_the_letters(app, invitation, token):
    with clock.at(WEDNESDAY + 60 * DAY):
        assert Browser(app).get(f"/room/{token}").status_code == 404
    switch(app, token, "no", at=WEDNESDAY + 60 * DAY)

    assert reload(invitation).wants_letters is False


def test_the_link_of_the_invitation_and_a_guess_stop_nothing(app, invitation):
    browser, first = Browser(app), mailed_token()
    csrf = browser.token(f"/room/{first}")

    assert browser.get(f"/room/{first}/letters").status_code == 404
    for guess in (first, "guess"):
        data = {"csrf_token": csrf, "wanted": "no"}
        assert browser.client.post(f"/room/{guess}/letters", data=data).status_code == 404
    tries = [browser.client.post("/room/x/letters", data={"csrf_token": csrf}).status_code for _ in range(31)]
    assert tries[-1] == 429
    assert reload(invitation).wants_letters is True


@pytest.mark.parametrize("data", [{}, {"wanted": "perhaps"}, {"wanted": ""}])
def test_what_is_neither_yes_nor_no_is_refused(app, invitation, token, data):
    with clock.at(WEDNESDAY + HOUR):
        assert Browser(app).send(f"/room/{token}/letters", data=data).status_code == 400
        guest = come_in(app, token)
        assert guest.send("/room/letters", page="/room", data=data).status_code == 400
    assert reload(invitation).wants_letters is True


def test_a_guest_switches_the_letters_in_the_room(app, invitation, token):
    with clock.at(WEDNESDAY + HOUR):
        guest = come_in(app, token)
        assert "at most once a business day" in guest.get("/room").text
        answer = guest.send("/room/letters", page="/room", data={"wanted": "no"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/room")
        page = guest.get("/room").text
        assert "We do not write to you any more." in page
        assert "You get no letters of what is new." in page
        guest.send("/room/letters", page="/room", data={"wanted": "no"})
        guest.send("/room/letters", page="/room", data={"wanted": "yes"})
        assert "We write to you again." in guest.get("/room").text

    with unit(write=False) as session:
        told = select(AuditEntry).where(AuditEntry.event == "RoomLettersSwitched").order_by(AuditEntry.id)
        assert [entry.values["wanted"] for entry in session.scalars(told)] == [False, True]


def test_whoever_is_no_guest_switches_nothing(app, invitation):
    browser = Browser(app)

    answer = browser.send("/room/letters", page="/login", data={"wanted": "no"})

    assert answer.headers["Location"] == "/room"
    assert reload(invitation).wants_letters is True


def test_the_page_of_the_onboarding_says_when_a_person_was_last_written_to(
    app, login, onboarding, invitation, firm, token
):
    browser = Browser(app, login(make_user(Role.CS_MANAGER), locale="en"))
    with clock.at(WEDNESDAY + HOUR):
        assert "Last written to: 25 Nov 2026, 8:00" in browser.get(f"/onboardings/{onboarding.code}").text
    switch(app, token, "no", at=WEDNESDAY + HOUR)
    assert "Wants no letters of what is new." in browser.get(f"/onboardings/{onboarding.code}").text


def test_a_letter_that_cannot_be_written_leaves_nothing_and_is_written_later(
    app, onboarding, invitation, firm, monkeypatch
):
    with clock.at(WEDNESDAY - HOUR):
        make_document(onboarding, firm, level=Level.CUSTOMER)

    def torn(*_told, **_how):
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("onboarding_phases.room.letters.notices.post_letter", torn)
        with pytest.raises(AssertionError, match="the disk is full"):
            news_at(WEDNESDAY)
    with unit(write=False) as session:
        assert session.scalars(select(RoomLetter)).all() == []
        assert session.scalars(select(AuditEntry).where(AuditEntry.event == "RoomLetterSent")).all() == []
    assert reload(invitation).written_to_at is None

    with clock.at(WEDNESDAY + HOUR):
        run_jobs()
        with unit(write=False) as session:
            assert session.scalars(select(Letter.subject).where(Letter.subject.startswith("1 new"))).one()
