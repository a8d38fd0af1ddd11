"""Inviting people of a customer, sending again and revoking, on the page of the onboarding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.room.models import RoomInvitation, RoomSession
from portal import clock
from portal.audit.models import AuditEntry
from portal.people import Role
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding, put_on
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.factories.rooms import come_in, invite, mailed, mailed_token, reload
from tests.world import unit

GUEST = {"name": "Hana Guest", "email": " Hana@Customer.example ", "locale": "ko"}


@pytest.fixture
def browse(app, login) -> Callable[..., Browser]:
    return lambda user, locale="en": Browser(app, login(user, locale=locale), locale=locale)


@pytest.fixture
def partner(app):
    return make_partner()


@pytest.fixture
def onboarding(partner) -> Onboarding:
    return make_onboarding(partner)


def send(browser: Browser, onboarding: Onboarding, **values: str):
    return browser.send(f"/onboardings/{onboarding.code}/room/invite", data={**GUEST, **values})


def invited() -> list[RoomInvitation]:
    with unit(write=False) as session:
        found = list(session.scalars(select(RoomInvitation).order_by(RoomInvitation.id)))
        session.expunge_all()
    return found


def audited() -> list[str]:
    with unit(write=False) as session:
        told = session.scalars(select(AuditEntry.event).order_by(AuditEntry.id))
        return [event for event in told if event.startswith(("Guest", "Invitation", "Room"))]


@pytest.mark.parametrize("side", ["vendor", "firm"])
def test_vendor_and_firm_invite_in_the_language_of_the_guest(browse, partner, onboarding, side):
    user = make_user(Role.CS_MANAGER) if side == "vendor" else make_partner_manager(partner)

    answer = send(browse(user), onboarding)

    assert answer.headers["Location"] == f"/onboardings/{onboarding.code}#h-room"
    (found,) = invited()
    assert (found.email, found.locale, found.sent_by) == ("hana@customer.example", "ko", user.name)
    assert mailed()[0][0].endswith("전용 페이지 안내")
    assert audited() == ["GuestInvited"]
    page = browse(user).get(f"/onboardings/{onboarding.code}").text
    assert "Sent, not opened yet" in page


def test_the_form_offers_the_language_of_the_customer(browse, partner):
    onboarding = make_onboarding(partner, customer=make_customer(language="zh", onboarding_start=date(2026, 11, 2)))

    page = browse(make_user(Role.CS_MANAGER)).get(f"/onboardings/{onboarding.code}/room/invite").text

    assert '<option selected value="zh_Hans">' in page


@pytest.mark.parametrize(
    ("values", "status", "told"),
    [
        ({"email": "a@b.example, c@d.example"}, 409, "Enter one mail address"),
        ({"email": "a@b.example\nBcc: c@d.example"}, 409, "Enter one mail address"),
        ({"name": ""}, 422, "required"),
        ({"locale": "fr"}, 422, "Choose one of the list."),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(browse, onboarding, values, status, told):
    answer = send(browse(make_user(Role.CS_MANAGER)), onboarding, **values)

    assert answer.status_code == status
    assert told in answer.text
    assert 'value="Hana Guest"' in answer.text or values.get("name") == ""
    assert (invited(), mailed()) == ([], [])


def test_an_address_that_is_invited_already_is_not_invited_twice(browse, onboarding):
    vendor = browse(make_user(Role.CS_MANAGER))
    send(vendor, onboarding)

    answer = send(vendor, onboarding)

    assert answer.status_code == 409
    assert "This address is invited already." in answer.text
    assert len(invited()) == 1


def test_not_more_people_are_invited_than_the_setting_says(browse, onboarding):
    vendor = browse(make_user(Role.CS_MANAGER))
    answers = [send(vendor, onboarding, email=f"guest{number}@customer.example") for number in range(11)]

    assert [answer.status_code for answer in answers] == [303] * 10 + [409]
    assert "At most 10 people are invited at a time." in answers[-1].text


def test_an_onboarding_that_ended_invites_nobody(browse, partner):
    ended = make_onboarding(partner, state="completed", completed_on=date(2026, 11, 20))

    assert send(browse(make_user(Role.CS_MANAGER)), ended).status_code == 409
    assert invited() == []


def test_sending_again_makes_the_first_link_useless_and_keeps_who_is_in(app, browse, onboarding):
    invitation = invite(onboarding)
    first = mailed_token()
    guest = come_in(app, first)
    vendor = browse(make_user(Role.CS_MANAGER))

    with clock.at(NOW + timedelta(hours=1)):
        vendor.send(f"/rooms/{invitation.code}/send-again", page=f"/onboardings/{onboarding.code}")

    assert mailed_token() != first
    assert Browser(app).get(f"/room/{first}").status_code == 404
    assert Browser(app).get(f"/room/{mailed_token()}").status_code == 200
    assert guest.get("/room").status_code == 200
    assert reload(invitation).expires_at > invitation.expires_at
    assert audited()[-1] == "GuestInvitedAgain"


def test_revoking_is_confirmed_by_name_and_puts_the_guest_out_at_once(app, browse, onboarding):
    invitation = invite(onboarding)
    guest, vendor = come_in(app, mailed_token()), browse(make_user(Role.CS_MANAGER))
    asked = vendor.get(f"/rooms/{invitation.code}/revoke")
    assert "Revoke the invitation of Hana Guest?" in asked.text
    assert guest.get("/room").status_code == 200

    assert vendor.send(f"/rooms/{invitation.code}/revoke").status_code == 303

    with unit(write=False) as session:
        assert session.scalars(select(RoomSession.revoked_at)).one() == clock.now()
    assert guest.get("/room").status_code == 401
    assert Browser(app).get(f"/room/{mailed_token()}").status_code == 404
    assert audited()[-1] == "InvitationRevoked"
    assert "Revoked" in vendor.get(f"/onboardings/{onboarding.code}").text


def test_what_was_revoked_is_neither_revoked_nor_sent_again(browse, onboarding):
    invitation, vendor = invite(onboarding), browse(make_user(Role.CS_MANAGER))
    vendor.send(f"/rooms/{invitation.code}/revoke")
    page = f"/onboardings/{onboarding.code}"

    assert vendor.send(f"/rooms/{invitation.code}/revoke", page=page).status_code == 409
    assert vendor.send(f"/rooms/{invitation.code}/send-again", page=page).status_code == 409
    assert len(mailed()) == 1


def test_a_code_that_was_mailed_before_the_invitation_was_revoked_opens_nothing(app, browse, onboarding):
    invitation = invite(onboarding)
    browser, token = Browser(app), mailed_token()
    browser.send(f"/room/{token}")
    csrf = browser.token(f"/room/{token}/code")
    browse(make_user(Role.CS_MANAGER)).send(f"/rooms/{invitation.code}/revoke")

    data = {"csrf_token": csrf, "code": "000000"}
    assert browser.client.post(f"/room/{token}/code", data=data).status_code == 404


def test_the_states_of_an_invitation_stand_on_the_page(app, browse, onboarding):
    invite(onboarding)
    come_in(app, mailed_token())
    vendor = browse(make_user(Role.CS_MANAGER))

    assert "Opened" in vendor.get(f"/onboardings/{onboarding.code}").text
    with clock.at(NOW + timedelta(days=121)):
        assert "Expired" in vendor.get(f"/onboardings/{onboarding.code}").text


@pytest.mark.parametrize("who", ["auditor", "consultant"])
def test_who_only_reads_sees_invitations_and_sends_none(browse, partner, onboarding, who):
    invitation = invite(onboarding)
    if who == "auditor":
        reader = browse(make_user(Role.AUDITOR))
    else:
        user, consultant = make_consultant_user(partner)
        put_on(onboarding, consultant)
        reader = browse(user)
    page = reader.get(f"/onboardings/{onboarding.code}").text

    assert "Hana Guest" in page
    assert "send-again" not in page
    assert reader.get(f"/rooms/{invitation.code}/revoke").status_code == 403


def test_a_stranger_finds_no_invitation_of_another_firm(browse, onboarding):
    invitation = invite(onboarding)
    stranger = browse(make_partner_manager(make_partner()))

    assert stranger.get(f"/rooms/{invitation.code}/revoke").status_code == 404
    assert stranger.get(f"/onboardings/{onboarding.code}/room/invite").status_code == 404
