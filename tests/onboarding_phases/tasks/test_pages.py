"""Tasks and blockers on the pages of an onboarding."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.tasks.models import Blocker, Task
from portal.people import Role
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.world import unit


@pytest.fixture
def browse(app, login) -> Callable[..., Browser]:
    return lambda user, locale="en": Browser(app, login(user, locale=locale), locale=locale)


@pytest.fixture
def partner(app):
    return make_partner()


@pytest.fixture
def onboarding(partner) -> Onboarding:
    return make_onboarding(partner)


def task(key: str) -> Task:
    with unit(write=False) as session:
        found = session.scalars(select(Task).where(Task.key == key)).one()
        session.expunge_all()
    return found


def test_a_firm_ticks_off_its_tasks_on_the_page_of_the_onboarding(browse, partner, onboarding):
    firm = browse(make_partner_manager(partner))
    page = firm.get(f"/onboardings/{onboarding.code}")

    assert "0 of 24 closed" in page.text
    assert f'value="{task("1.3").code}"' in page.text
    assert f'value="{task("1.1").code}"' not in page.text  # the vendor's
    done = firm.send(
        f"/onboardings/{onboarding.code}/tasks/done",
        page=f"/onboardings/{onboarding.code}",
        data={"tasks": [task("1.3").code]},
    )
    assert done.status_code == 303
    assert "1 of 24 closed" in firm.get(f"/onboardings/{onboarding.code}").text


def test_a_task_that_waits_says_so_with_409(browse, partner, onboarding):
    firm = browse(make_partner_manager(partner))

    refused = firm.send(
        f"/onboardings/{onboarding.code}/tasks/done",
        page=f"/onboardings/{onboarding.code}",
        data={"tasks": [task("1.4").code]},
    )

    assert refused.status_code == 409
    assert "comes after" in refused.text
    kept = re.findall(r'<input checked [^>]*value="([^"]+)"', refused.text)
    assert kept == [task("1.4").code]
    assert task("1.1").code not in refused.text  # the vendor's
    assert task("1.4").state == "open"


def test_no_task_chosen_is_said_and_changes_nothing(browse, partner, onboarding):
    firm = browse(make_partner_manager(partner))
    place = f"/onboardings/{onboarding.code}"

    refused = firm.send(f"{place}/tasks/done", page=place)

    assert refused.status_code == 422
    assert "Choose the tasks that are done." in refused.text


def test_a_stale_form_keeps_what_was_typed(browse, onboarding):
    vendor = browse(make_user(Role.CS_MANAGER))
    place = f"/tasks/{task('3.4').code}/leave-out"

    answer = vendor.send(place, data={"version": "7", "reason": "not wanted"})

    assert answer.status_code == 409
    assert "not wanted" in answer.text
    assert "Somebody else changed this" in answer.text


def test_a_reason_is_asked_for_beside_the_field(browse, onboarding):
    vendor = browse(make_user(Role.CS_MANAGER))

    answer = vendor.send(f"/tasks/{task('3.4').code}/leave-out", data={"version": "1", "reason": ""})

    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text


def test_a_blocker_stands_on_the_start_page_of_whoever_has_to_act(browse, partner, onboarding):
    firm, vendor = browse(make_partner_manager(partner)), browse(make_user(Role.CS_MANAGER))
    place = f"/onboardings/{onboarding.code}/blockers/new"

    sent = firm.send(place, data={"text": "tax class unclear", "side": "vendor", "position": ""})

    assert sent.status_code == 303
    assert "tax class unclear" in vendor.get("/").text
    assert "tax class unclear" not in firm.get("/").text
    with unit(write=False) as session:
        code = session.scalars(select(Blocker.code)).one()
    vendor.send(f"/blockers/{code}/resolve", data={"version": "1", "resolution": "use class 3"})
    page = firm.get(f"/onboardings/{onboarding.code}").text
    assert "Nothing stops the work" in page
    assert "use class 3" in page


def test_the_page_of_a_phase_says_what_acceptance_still_needs(browse, onboarding):
    page = browse(make_user(Role.CS_MANAGER)).get(f"/onboardings/{onboarding.code}/phases/1").text

    assert "3 tasks that acceptance needs are open" in page


def test_the_auditor_reads_tasks_and_changes_none(browse, onboarding):
    auditor = browse(make_user(Role.AUDITOR))
    page = auditor.get(f"/onboardings/{onboarding.code}")

    assert "0 of 24 closed" in page.text
    assert re.search(r'name="tasks"', page.text) is None
    assert auditor.get(f"/onboardings/{onboarding.code}/tasks/new").status_code == 403
