"""Whoever has nothing of their own sees the portal as if there were nobody else: no row, no count, no choice."""

from __future__ import annotations

import difflib
import re

import pytest

from certification.services import load_default_policy
from onboarding_phases.playbooks.queries import playbook_for
from onboarding_phases.playbooks.services import begin_draft
from onboarding_phases.surveys.questions.services import load_default_surveys
from partners.models import Consultant
from portal import clock
from portal.accounts.models import User
from portal.people import PARTNER_ROLES, PORTAL, Role
from tests.architecture.conftest import fingerprint
from tests.architecture.policy import roles_by_route
from tests.architecture.sweeping import csrf_of, without
from tests.conftest import NOW
from tests.factories.allocations import make_playbooks, make_products
from tests.factories.partners import make_partner
from tests.factories.people import make_user, open_session, principal
from tests.factories.three_firms import VENDOR_PEOPLE, Person, ThreeFirms, make_three_firms
from tests.factories.training import COURSE, make_courses
from tests.world import unit

pytestmark = pytest.mark.on_sqlite
NEWCOMERS = (Role.SALES, Role.CS_MEMBER, Role.CONSULTANT, Role.PARTNER_MANAGER)
# What shows all firms to whoever may open it at all, so that it tells a newcomer of the vendor of them.
OF_ALL = {Role.CS_MEMBER: ("/partners", "/training")}
# How fresh the data is, is everybody's to know.
AGE = re.compile(r"<p[^>]*>Usage is known up to[^<]*</p>(?=</main>)")
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


def newcomer(role: Role, made: ThreeFirms | None = None) -> User:
    """Somebody without work: a consultant among colleagues who have some, a manager of a firm that has none."""
    if role is Role.CONSULTANT:
        partner = made.partners["Anzu"] if made else make_partner(code="A9001", name="Anzukaikei")
    else:
        partner = make_partner(code="N0001", name="Newcomers") if role in PARTNER_ROLES else None
    user = make_user(role, partner=partner, name="New Comer", email="new@comer.example")
    if role is Role.CONSULTANT:
        name_consultant(user)
    return user


def name_consultant(user: User) -> None:
    with unit() as session:
        named = {"user_id": user.id, "name": user.name, "email": user.email, "created_at": clock.now()}
        session.add(Consultant(partner_id=user.partner_id, **named))


def seen(app, user: User) -> dict[str, str]:
    """Every page without a row in its address, and those of a course, as this person sees them."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_token"], cookie["locale"] = open_session(user), "en"
    routes = [route.removeprefix("GET ") for route, roles in roles_by_route().items() if user.role in (roles or ())]
    pages = [path for path in routes if path.startswith("/") and "<" not in path]
    pages += [path.replace("<any(csv, xlsx):form>", "csv") for path in routes if "/export.<any" in path]
    pages += [f"/training/{COURSE}{rest}" for rest in ("", "/lessons/1") if "/training" in pages]
    left_out = OF_ALL.get(user.role, ())
    return {
        path: AGE.sub("", CODE.sub("…", without(client.get(path).text)))
        for path in sorted(pages)
        if not path.startswith(left_out)
    }


def differing(alone: dict[str, str], among: dict[str, str]) -> list[str]:
    """What stands on a page only when there are others."""
    found = []
    for path, text in among.items():
        lines = difflib.unified_diff(_lines(alone[path]), _lines(text), lineterm="", n=0)
        found += [f"{path}: {line[:160]}" for line in lines if line.startswith("+") and not line.startswith("+++")]
    return found


def make_house() -> None:
    """What stands in the three firms' portal too and is nobody's secret: colleagues, and what ships with it."""
    people = {
        name: make_user(role, name=f"Vendor {name}", email=f"{name}@vendor.example")
        for name, role in VENDOR_PEOPLE.items()
    }
    make_courses()
    make_playbooks()
    with unit():
        begin_draft(playbook_for("accounting"), actor=principal(people["cs_manager"]))
    make_products()
    with unit():
        load_default_policy(PORTAL)
        load_default_surveys(PORTAL)


def _lines(text: str) -> list[str]:
    return re.sub(r"\s*\n\s*|(?<=>)(?=<)", "\n", text).splitlines()


@pytest.mark.parametrize("role", NEWCOMERS)
def test_a_newcomer_sees_nothing_of_others(world, role):
    with clock.at(NOW):
        world.empty()
        make_house()
        alone = seen(world.app, newcomer(role))
        world.empty()
        made = make_three_firms(world.app)
        among = seen(world.app, newcomer(role, made))
    world.empty()

    assert len(among) >= 5
    assert "\n".join(differing(alone, among)) == ""


def test_a_count_over_everybody_is_found():
    alone, among = {"/x": "<b>0</b>\nsame"}, {"/x": "<b>3</b>\nsame"}

    assert differing(alone, among) == ["/x: +<b>3</b>"]


@pytest.mark.parametrize("act", ["lessons/1/read", "attempts"])
def test_a_consultant_goes_no_way_through_a_course_for_a_colleague(world, act):
    with clock.at(NOW):
        world.empty()
        made = make_three_firms(world.app)
        made.people["new"] = Person("new", newcomer(Role.CONSULTANT, made), "Anzu")
        client = made.browser("new")
        data = {"csrf_token": csrf_of(world.app, client)}
        before = fingerprint(made)
        status = client.post(f"/training/{COURSE}/{act}", data=data).status_code
        after = fingerprint(made)
    world.empty()

    assert status == 404
    assert after == before
