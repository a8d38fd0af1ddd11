"""Several onboardings are changed after a look at each, all or none, by the services that change one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import return_phase, start_phase, submit_phase
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.inbox.models import Notice
from portal.people import PORTAL, Role
from tests.browsing import Browser, statements
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
Browse = Callable[..., Browser]


def submitted(onboarding: Onboarding) -> Onboarding:
    with unit() as session:
        phase = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one().phases[0]
        start_phase(phase, on=clock.today(), actor=PORTAL)
        submit_phase(phase, on=clock.today(), note="", actor=PORTAL)
    return onboarding


def look(browser: Browser, deed: str, *onboardings: Onboarding) -> str:
    chosen = "&".join(f"onboardings={onboarding.code}" for onboarding in onboardings)
    return f"/onboardings/together?deed={deed}&{chosen}"


def act(browser: Browser, deed: str, *onboardings: Onboarding, page: str | None = None, **given: str):
    path = look(browser, deed, *onboardings)
    page = page or browser.get(path).text
    seen = re.search(r'name="seen" type="hidden" value="(\w+)"', page)
    data = {
        "deed": deed,
        "seen": seen[1] if seen else "",
        "onboardings": re.findall(r'type="hidden" name="onboardings" value="([\w-]+)"', page),
        **given,
    }
    return browser.send("/onboardings/together", page=path, data=data)


def states(*onboardings: Onboarding) -> list[PhaseState]:
    return [reload(onboarding.id).phases[0].state for onboarding in onboardings]


def events(kind: str) -> int:
    with unit(write=False) as session:
        return len(session.scalars(select(AuditEntry.id).where(AuditEntry.event == kind)).all())


@pytest.fixture
def chief() -> User:
    return make_user(Role.CS_MANAGER, name="Mori")


def test_submissions_are_accepted_together_and_what_cannot_be_is_named_with_its_reason(chief: User, browse: Browse):
    partner = make_partner(tier=1)
    first, second = (submitted(make_onboarding(partner)) for _ in range(2))
    third, browser = make_onboarding(partner), browse(chief)

    page = browser.get(look(browser, "accept", first, second, third)).text
    assert "What is done: 2" in page
    assert "no submission waits for a review" in page
    assert "tasks for acceptance are open" in page
    done = act(browser, "accept", first, second, third)

    assert done.status_code == 303
    assert states(first, second, third) == [PhaseState.COMPLETED, PhaseState.COMPLETED, PhaseState.NOT_STARTED]
    assert events("PhaseCompleted") == 2


def test_where_one_has_changed_since_the_look_nothing_is_done(chief: User, browse: Browse):
    partner = make_partner(tier=1)
    first, second = (submitted(make_onboarding(partner)) for _ in range(2))
    browser = browse(chief)
    page = browser.get(look(browser, "accept", first, second)).text
    with unit() as session:
        phase = session.scalars(select(Onboarding).where(Onboarding.id == second.id)).one().phases[0]
        return_phase(phase, missing="the list", actor=PORTAL)

    late = act(browser, "accept", first, second, page=page)

    assert late.status_code == 409
    assert "What is done: 1" in late.text
    assert states(first, second) == [PhaseState.SUBMITTED, PhaseState.RETURNED]


def test_the_owner_of_several_changes_with_their_customers_and_is_told(chief: User, browse: Browse):
    old, new = (make_user(Role.CS_MEMBER, name=name) for name in ("Old", "New"))
    partner = make_partner()
    mine, other = make_onboarding(partner, owner=old), make_onboarding(partner, owner=new)

    done = act(browse(chief), "owner", mine, other, owner=new.code)

    assert done.status_code == 303
    assert [reload(one.id).owner_id for one in (mine, other)] == [new.id, new.id]
    with unit(write=False) as session:
        owner = session.scalars(select(Customer.cs_owner_id).where(Customer.id == mine.customer_id)).one()
        told = session.scalars(select(Notice.kind).where(Notice.user_id == new.id)).all()
    assert (owner, list(told), events("OwnerChanged")) == (new.id, ["onboardings.owned"], 1)
    again = act(browse(chief), "owner", mine, other, owner=new.code)
    assert (again.status_code, "owns all of these already" in again.text) == (409, True)
    assert act(browse(chief), "owner", mine).status_code == 409


def test_a_firm_starts_and_submits_several_of_its_own_and_names_no_other_firms(browse: Browse):
    partner = make_partner(tier=1)
    first, second, foreign = make_onboarding(partner), make_onboarding(partner), make_onboarding(make_partner())
    browser = browse(make_partner_manager(partner))

    started = browser.get(look(browser, "start", first, second, foreign)).text
    assert foreign.customer_name not in started
    assert act(browser, "start", first, second).status_code == 303
    assert act(browser, "submit", first, second, note="minutes are in the folder").status_code == 303

    assert states(first, second, foreign) == [PhaseState.SUBMITTED, PhaseState.SUBMITTED, PhaseState.NOT_STARTED]
    assert events("PhaseSubmitted") == 2


@pytest.mark.parametrize(("role", "deed"), [(Role.CS_MEMBER, "owner"), (None, "accept"), (Role.CS_MANAGER, "start")])
def test_a_deed_that_is_not_for_a_role_is_shut_to_it(role, deed, browse: Browse):
    partner = make_partner()
    onboarding = submitted(make_onboarding(partner))
    user = make_user(role) if role else make_partner_manager(partner)
    browser = browse(user)

    assert browser.get(look(browser, deed, onboarding)).status_code == 403
    data = {"deed": deed, "seen": "x", "onboardings": [onboarding.code]}
    assert browser.send("/onboardings/together", page="/account", data=data).status_code == 403
    assert states(onboarding) == [PhaseState.SUBMITTED]


def test_only_who_can_do_something_chooses_rows(chief: User, browse: Browse):
    make_onboarding(make_partner())

    assert "data-bulk" in browse(chief).get("/onboardings").text
    assert "data-bulk" not in browse(make_user(Role.AUDITOR)).get("/onboardings").text
    assert "data-bulk" not in browse(chief).get("/onboardings?tab=completed").text


def test_a_look_at_many_asks_as_much_as_a_look_at_two(app: Flask, chief: User, browse: Browse):
    partner = make_partner(tier=1)
    many, browser = [submitted(make_onboarding(partner)) for _ in range(6)], browse(chief)
    counts = []
    for chosen in (many[:2], many):
        with statements(app) as asked:
            assert browser.get(look(browser, "accept", *chosen)).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 12
