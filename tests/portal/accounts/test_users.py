"""Giving accounts, closing them, changing roles."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.queries import find_user, names_of, people, person_of
from portal.accounts.users.services import change_role, disable_user, invite_user
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.people import PARTNER_ROLES, VENDOR_ROLES, Role
from portal.tenancy import Scope
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.accounts import PASSWORD, letters, mailed_path, make_member, reload, run_jobs
from tests.factories.partners import make_partner
from tests.factories.people import principal
from tests.world import unit

NEW = {"name": "Taro Yamada", "email": "taro@vendor.example", "role": "sales", "firm": "", "locale": "en"}


@pytest.fixture
def enter(app):
    def signed_in(user):
        browser = Browser(app)
        assert browser.log_in(user.email, PASSWORD).status_code == 303
        return browser

    return signed_in


@pytest.fixture
def admin(enter):
    return enter(make_member(Role.ADMIN))


def user_named(name: str) -> User:
    with unit(write=False) as session:
        found = session.execute(select(User).where(User.name == name)).scalar_one()
        session.expunge_all()
    return found


def test_an_administrator_invites_a_vendors_person_who_opens_the_account_by_mail(admin, browser):
    answer = admin.send("/users/new", data=NEW)
    run_jobs()
    [letter] = letters()

    assert answer.status_code == 303
    assert letter.recipient == "taro@vendor.example"
    browser.send(mailed_path(letter), data={"password": "a fresh password", "repeated": "a fresh password"})
    assert browser.log_in("taro@vendor.example", "a fresh password").status_code == 303
    assert user_named("Taro Yamada").role is Role.SALES


def test_a_partner_manager_invites_a_consultant_of_the_own_firm(enter):
    ours = make_partner()
    browser = enter(make_member(Role.PARTNER_MANAGER, partner=ours))

    browser.send("/users/new", data={**NEW, "role": "consultant"})

    found = user_named("Taro Yamada")
    assert (found.partner_id, found.role) == (ours.id, Role.CONSULTANT)


def test_a_partner_manager_cannot_name_another_firm(enter):
    ours, theirs = make_partner(), make_partner()
    browser = enter(make_member(Role.PARTNER_MANAGER, partner=ours))

    browser.send("/users/new", data={**NEW, "role": "consultant", "firm": str(theirs.id), "partner_id": theirs.id})

    assert user_named("Taro Yamada").partner_id == ours.id


@pytest.mark.parametrize("role", sorted(VENDOR_ROLES))
def test_a_firm_gives_no_role_of_the_vendor(enter, role):
    browser = enter(make_member(Role.PARTNER_MANAGER, partner=make_partner()))

    assert browser.send("/users/new", data={**NEW, "role": role}).status_code == 422


def test_the_vendor_names_a_firms_first_contact_but_no_consultant(admin):
    firm = make_partner()

    contact = admin.send("/users/new", data={**NEW, "role": "partner_manager", "firm": firm.id})
    consultant = admin.send(
        "/users/new", data={**NEW, "email": "b@firm.example", "role": "consultant", "firm": firm.id}
    )

    assert (contact.status_code, consultant.status_code) == (303, 422)


@pytest.mark.parametrize(("role", "firm"), [("partner_manager", ""), ("sales", "ours")])
def test_a_role_fits_its_side(admin, role, firm):
    ours = make_partner()

    answer = admin.send("/users/new", data={**NEW, "role": role, "firm": ours.id if firm else ""})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "a@b.example,c@d.example", "a@b.example\r\nBcc: x@y.example"]
)
def test_only_one_plain_address_is_invited(admin, email):
    answer = admin.send("/users/new", data={**NEW, "email": email})

    assert answer.status_code == 422
    assert "Taro Yamada" in answer.text
    assert letters() == []


def test_an_address_has_one_account(admin):
    user = make_member()

    answer = admin.send("/users/new", data={**NEW, "email": user.email.upper()})

    assert answer.status_code == 422
    assert user.name in answer.text


def test_a_firm_does_not_learn_who_has_an_account_elsewhere(enter):
    stranger = make_member(Role.PARTNER_MANAGER, partner=make_partner())
    browser = enter(make_member(Role.PARTNER_MANAGER, partner=make_partner()))

    answer = browser.send("/users/new", data={**NEW, "role": "consultant", "email": stranger.email})

    assert answer.status_code == 422
    assert stranger.name not in answer.text


def test_a_closed_account_is_refused_on_the_next_request(admin, enter):
    user = make_member()
    browser = enter(user)

    admin.send(f"/users/{user.code}/disable", page=f"/users/{user.code}")

    assert browser.get("/").status_code == 302
    assert browser.log_in(user.email, PASSWORD).status_code == 422


def test_opening_an_account_again_brings_no_old_session_back(admin, enter):
    user = make_member()
    browser = enter(user)
    page = f"/users/{user.code}"
    admin.send(f"{page}/disable", page=page)
    admin.send(f"{page}/enable", page=page)

    assert browser.get("/").status_code == 302
    assert browser.log_in(user.email, PASSWORD).status_code == 303


def test_a_changed_role_counts_from_the_next_request(admin, enter):
    user = make_member(Role.SALES)
    browser = enter(user)

    admin.send(f"/users/{user.code}/role", page=f"/users/{user.code}", data={"role": "auditor"})

    assert browser.get("/").status_code == 302
    assert reload(user).role is Role.AUDITOR


def test_a_role_is_refused_that_is_not_offered(admin):
    user = make_member(Role.SALES)

    answer = admin.send(f"/users/{user.code}/role", page=f"/users/{user.code}", data={"role": "consultant"})

    assert answer.status_code == 422
    assert reload(user).role is Role.SALES


@pytest.mark.parametrize("verb", ["disable", "role"])
def test_nobody_does_this_to_the_own_account(app, enter, verb):
    make_member(Role.ADMIN)
    user = make_member(Role.ADMIN)

    answer = enter(user).send(f"/users/{user.code}/{verb}", page="/account", data={"role": "sales"})

    assert answer.status_code == 409
    assert (reload(user).role, reload(user).disabled_at) == (Role.ADMIN, None)


@pytest.mark.parametrize(
    "change", [disable_user, lambda user, actor: change_role(user, Role.CONSULTANT, actor=actor)]
)
def test_the_last_partner_manager_stays(app, change):
    firm = make_partner()
    manager, boss = make_member(Role.PARTNER_MANAGER, partner=firm), make_member(Role.ADMIN)
    actor = principal(boss)

    with pytest.raises(RuleViolation), unit() as session:
        change(session.merge(manager), actor=actor)

    second = make_member(Role.PARTNER_MANAGER, partner=firm)
    with unit() as session:
        change(session.merge(manager), actor=principal(second))


@pytest.mark.parametrize("verb", ["disable", "enable", "role", "invite", ""])
def test_a_firm_reaches_no_account_but_its_own(enter, verb):
    stranger = make_member(Role.CONSULTANT, partner=make_partner(), password_hash=None)
    browser = enter(make_member(Role.PARTNER_MANAGER, partner=make_partner()))

    def status(code: str) -> int:
        path = f"/users/{code}"
        if not verb:
            return browser.get(path).status_code
        return browser.send(f"{path}/{verb}", page="/users/new", data={"role": "partner_manager"}).status_code

    assert status(stranger.code) == status("0000-0000") == 404
    assert reload(stranger).disabled_at is None


def test_a_firms_list_shows_its_own_people_only(enter):
    ours, theirs = make_partner(), make_partner()
    stranger = make_member(Role.CONSULTANT, partner=theirs, name="Canary Stranger")
    colleague = make_member(Role.CONSULTANT, partner=ours, name="Good Colleague")
    browser = enter(make_member(Role.PARTNER_MANAGER, partner=ours))

    for query in ("", "?q=person", "?q=Canary", "?role=consultant", "?state=open"):
        text = browser.get(f"/users{query}").text
        assert stranger.name not in text
        assert stranger.email not in text
    assert colleague.name in browser.get("/users").text


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN, Role.PARTNER_MANAGER}))
def test_nobody_else_sees_or_changes_users(enter, role):
    other = make_member()
    browser = enter(make_member(role, partner=make_partner() if role in PARTNER_ROLES else None))

    assert browser.get("/users").status_code == 403
    assert browser.get("/users/new").status_code == 403
    for verb in ("disable", "enable", "role", "invite"):
        assert browser.send(f"/users/{other.code}/{verb}", page="/account").status_code == 403
    assert browser.send("/users/new", page="/account", data=NEW).status_code == 403


def test_the_service_asks_who_acts_as_well(app):
    theirs, ours = make_partner(), make_partner()
    target = make_member(Role.CONSULTANT, partner=theirs)
    actors = [make_member(Role.SALES), make_member(Role.PARTNER_MANAGER, partner=ours)]

    for actor in map(principal, actors):
        with pytest.raises(RuleViolation), unit() as session:
            disable_user(session.merge(target), actor=actor)
        with pytest.raises(RuleViolation), unit():
            invite_user(email="x@y.example", name="X", role=Role.CONSULTANT, partner_id=theirs.id, actor=actor)
    assert reload(target).disabled_at is None


def test_an_invitation_is_sent_again_to_those_who_have_no_password_yet(admin):
    invited, settled = make_member(password_hash=None), make_member()

    again = admin.send(f"/users/{invited.code}/invite", page="/users/new")
    refused = admin.send(f"/users/{settled.code}/invite", page="/users/new")

    assert (again.status_code, refused.status_code) == (303, 409)
    assert [letter.recipient for letter in letters()] == [invited.email]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=hana", {"Hanako"}),
        ("q=HANA", {"Hanako"}),
        ("q=%25", set()),
        ("q=_anako", set()),
        ("state=invited", {"Waiting"}),
        ("state=disabled", {"Gone"}),
        ("role=sales", {"Hanako"}),
        ("role=nothing", {"Hanako", "Waiting", "Gone"}),
        ("q=' OR 1=1 --", set()),
    ],
)
def test_a_list_is_searched_and_filtered(admin, query, found):

    make_member(Role.SALES, name="Hanako")
    make_member(name="Waiting", password_hash=None)
    make_member(name="Gone", disabled_at=NOW)

    text = admin.get(f"/users?{query}").text

    assert {name for name in ("Hanako", "Waiting", "Gone") if f">{name}<" in text} == found


def test_every_change_stands_in_the_trail_with_before_and_after(admin):
    user = make_member(Role.SALES)

    admin.send(f"/users/{user.code}/role", page=f"/users/{user.code}", data={"role": "support"})

    with unit(write=False) as session:
        [values] = session.scalars(select(AuditEntry.values).where(AuditEntry.event == "RoleChanged"))
    assert (values["user_id"], values["before"], values["after"]) == (user.id, "sales", "support")


def test_rooms_find_names_and_people(app):
    firm = make_partner()
    sales, consultant = make_member(Role.SALES), make_member(Role.CONSULTANT, partner=firm)

    with unit(Scope(firm.id), write=False):
        assert names_of([sales.id, None, 999]) == {sales.id: sales.name}
        assert names_of([]) == {}
        assert [found.id for found in people([Role.CONSULTANT], partner_id=firm.id)] == [consultant.id]
        assert [found.id for found in people([Role.SALES])] == [sales.id]
        assert person_of(sales.id).email == sales.email
        assert find_user(f" {sales.email.upper()}").id == sales.id
