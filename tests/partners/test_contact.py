"""The first contact of a firm, whom the vendor invites."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from partners.contacts.queries import contacts_of
from partners.contacts.services import invite_contact
from partners.enums import PartnerStatus
from partners.models import Partner
from partners.services import move_status
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.factories.accounts import letters, mailed_path, run_jobs
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

NEW = {"name": "Hanako Sato", "email": "hanako@firm.example", "locale": "en"}


@pytest.fixture
def enter(app, login):
    def signed_in(role):
        return Browser(app, login(make_user(role)))

    return signed_in


def contacts(partner) -> list[tuple[str, bool]]:
    with unit(write=False):
        return [(contact.email, contact.is_invited) for contact in contacts_of(partner.id)]


def test_a_cs_manager_invites_a_firms_first_contact_from_the_partners_page(enter, browser_of):
    partner, manager = make_partner(), enter(Role.CS_MANAGER)
    assert f'href="/partners/{partner.code}/contact"' in manager.get(f"/partners/{partner.code}").text

    answer = manager.send(f"/partners/{partner.code}/contact", data=NEW)
    run_jobs()

    assert (answer.status_code, answer.location) == (303, f"/partners/{partner.code}")
    assert contacts(partner) == [(NEW["email"], True)]
    stranger = browser_of()
    stranger.send(mailed_path(letters()[-1]), data={"password": "a fresh password", "repeated": "a fresh password"})
    assert stranger.log_in(NEW["email"], "a fresh password").status_code == 303
    assert contacts(partner) == [(NEW["email"], False)]


@pytest.fixture
def browser_of(app):
    return lambda: Browser(app)


def test_a_firm_with_a_contact_names_its_further_people_itself(enter):
    partner = make_partner()
    make_partner_manager(partner)
    manager = enter(Role.CS_MANAGER)

    answer = manager.send(f"/partners/{partner.code}/contact", data=NEW)

    assert answer.status_code == 409
    assert "Hanako Sato" in answer.text
    assert len(contacts(partner)) == 1
    assert f'href="/partners/{partner.code}/contact"' not in manager.get(f"/partners/{partner.code}").text


def test_an_invitation_is_sent_again_while_there_is_no_password(enter):
    partner, manager = make_partner(), enter(Role.CS_MANAGER)
    manager.send(f"/partners/{partner.code}/contact", data=NEW)

    answer = manager.send(f"/partners/{partner.code}/contact/again", page=f"/partners/{partner.code}")

    assert answer.status_code == 303
    assert [letter.recipient for letter in letters()] == [NEW["email"]] * 2


def test_whoever_has_a_password_gets_no_second_invitation(enter):
    partner = make_partner()
    make_user(Role.PARTNER_MANAGER, partner=partner, password_hash="$argon2id$x")
    manager = enter(Role.CS_MANAGER)

    answer = manager.send(f"/partners/{partner.code}/contact/again", page=f"/partners/{partner.code}/contact")

    assert answer.status_code == 409
    assert letters() == []


@pytest.mark.parametrize("email", ["", "nobody", "a@b.example, c@d.example", "taken@vendor.example"])
def test_an_address_that_will_not_do_is_refused_and_the_name_kept(enter, email):
    make_user(email="taken@vendor.example")
    partner = make_partner()

    answer = enter(Role.CS_MANAGER).send(f"/partners/{partner.code}/contact", data={**NEW, "email": email})

    assert answer.status_code in (409, 422)
    assert "Hanako Sato" in answer.text
    assert 'id="email-error"' in answer.text
    assert contacts(partner) == []


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CS_MEMBER, Role.AUDITOR])
def test_others_who_read_the_page_see_the_contact_and_invite_nobody(enter, role):
    partner = make_partner()
    browser = enter(role)

    assert "Nobody of this firm can log in yet" in browser.get(f"/partners/{partner.code}").text
    assert f"/partners/{partner.code}/contact" not in browser.get(f"/partners/{partner.code}").text
    assert browser.get(f"/partners/{partner.code}/contact").status_code == 403
    assert browser.send(f"/partners/{partner.code}/contact", page="/account", data=NEW).status_code == 403


def test_the_service_gives_no_account_to_an_actor_without_the_right(app):
    partner, sales = make_partner(), principal(make_user(Role.SALES))

    with pytest.raises(RuleViolation), unit():
        invite_contact(partner, email="x@y.example", name="X", locale="en", actor=sales)

    assert contacts(partner) == []


def test_a_firm_that_has_left_gets_no_contact_and_lets_nobody_in(enter, app, login):
    partner = make_partner()
    user = make_partner_manager(partner)
    browser = login(user)
    assert browser.get("/").status_code == 200

    end(partner)

    assert browser.get("/").status_code == 302
    assert contacts(partner) == []
    answer = enter(Role.CS_MANAGER).send(f"/partners/{partner.code}/contact", data=NEW)
    assert answer.status_code == 409
    assert "This partnership has ended" in answer.text


def test_a_paused_firm_goes_on_with_the_customers_that_it_has(app, login):
    partner = make_partner()
    browser = login(make_partner_manager(partner))

    with unit() as session:
        found = session.scalars(select(Partner).where(Partner.id == partner.id)).one()
        move_status(found, status=PartnerStatus.PAUSED, on=date(2026, 11, 24), reason="Rest", actor=PORTAL)

    assert browser.get("/onboardings").status_code == 200


def test_an_invitation_stands_in_the_trail(enter):
    partner = make_partner()
    enter(Role.CS_MANAGER).send(f"/partners/{partner.code}/contact", data=NEW)

    with unit(write=False) as session:
        [values] = session.scalars(select(AuditEntry.values).where(AuditEntry.event == "UserInvited"))
        user_id = session.scalars(select(User.id).where(User.email == NEW["email"])).one()
    assert (values["user_id"], values["partner_id"], values["role"]) == (user_id, partner.id, "partner_manager")


def end(partner) -> None:
    with unit() as session:
        found = session.scalars(select(Partner).where(Partner.id == partner.id)).one()
        move_status(found, status=PartnerStatus.ENDED, on=date(2026, 11, 24), reason="Contract over", actor=PORTAL)
