"""A firm takes back its request to move due days before it is answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from onboarding_phases.extensions.models import Extension
from onboarding_phases.extensions.queries import waiting_extension
from onboarding_phases.extensions.services import decide_extension, withdraw_extension
from onboarding_phases.onboardings.models import Onboarding
from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.people import Principal, Role
from tests.browsing import Browser
from tests.factories.accounts import run_jobs
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.onboarding_phases.extensions.test_move import LATER, START, due_days, found, move, told
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def withdraw(onboarding: Onboarding, actor: Principal) -> None:
    with unit(actor.scope) as session:
        waiting = waiting_extension(onboarding.id)
        assert waiting is not None
        withdraw_extension(waiting, onboarding=found(session, onboarding), actor=actor)


def kept() -> Extension:
    with unit(write=False) as session:
        extension = session.scalars(select(Extension)).one()
        session.expunge_all()
    return extension


def test_what_a_firm_takes_back_moves_nothing_and_asks_nobody_for_an_answer() -> None:
    owner, chief = make_user(Role.CS_MEMBER), principal(make_user(Role.CS_MANAGER))
    partner = make_partner(tier=1)
    onboarding, firm = make_onboarding(partner, owner=owner, start_on=START), make_partner_manager(partner)
    before = due_days(onboarding)
    move(onboarding, principal(firm))

    withdraw(onboarding, principal(firm))
    with clock.at(LATER):
        run_jobs()

    extension = kept()
    assert (extension.is_waiting, extension.is_withdrawn, extension.is_approved) == (False, True, None)
    assert (extension.decided_by, extension.escalated_at, extension.moved) == (firm.name, None, {})
    assert due_days(onboarding) == before
    assert told(chief) == []
    assert told(principal(owner)) == ["extensions.asked", "extensions.withdrawn"]
    with unit(write=False) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "ExtensionWithdrawn")).one()
        assert (entry.actor_id, entry.values["position"], entry.values["days"]) == (firm.id, 1, 3)


def test_after_a_withdrawal_the_firm_may_ask_again() -> None:
    partner = make_partner(tier=1)
    onboarding, firm = make_onboarding(partner, start_on=START), principal(make_partner_manager(partner))
    move(onboarding, firm)
    withdraw(onboarding, firm)

    again = move(onboarding, firm, days=5)

    assert (again.is_waiting, again.days) == (True, 5)


def test_the_vendor_takes_back_no_request_of_a_firm_and_a_firm_none_of_the_vendors() -> None:
    chief, member = principal(make_user(Role.CS_MANAGER)), principal(make_user(Role.CS_MEMBER))
    partner = make_partner(tier=1)
    firm = principal(make_partner_manager(partner))
    one, other = (make_onboarding(partner, start_on=START) for _ in range(2))
    move(one, firm)
    move(other, member, days=20)

    for onboarding, actor in ((one, chief), (one, member), (other, firm), (other, chief)):
        with pytest.raises(RuleViolation, match="whoever asked"):
            withdraw(onboarding, actor)
    withdraw(other, member)

    with unit(write=False):
        assert waiting_extension(one.id) is not None
        assert waiting_extension(other.id) is None


def test_what_is_answered_is_not_withdrawn_and_what_is_withdrawn_not_answered() -> None:
    chief, partner = principal(make_user(Role.CS_MANAGER)), make_partner(tier=1)
    onboarding, firm = make_onboarding(partner, start_on=START), principal(make_partner_manager(partner))
    request = move(onboarding, firm)
    withdraw(onboarding, firm)

    with unit() as session, pytest.raises(Stale):
        extension = session.scalars(select(Extension).where(Extension.id == request.id)).one()
        decide_extension(extension, onboarding=found(session, onboarding), approve=True, answer="", actor=chief)
    with unit(firm.scope) as session, pytest.raises(Stale):
        extension = session.scalars(select(Extension).where(Extension.id == request.id)).one()
        withdraw_extension(extension, onboarding=found(session, onboarding), actor=firm)

    assert due_days(onboarding)[0] == 7


def test_the_firm_withdraws_on_its_page_and_the_answer_that_comes_later_is_refused_with_a_sentence(
    browse: Callable[..., Browser],
) -> None:
    chief, partner = make_user(Role.CS_MANAGER), make_partner(tier=1)
    onboarding, manager = make_onboarding(partner, start_on=START), make_partner_manager(partner)
    move(onboarding, principal(manager))
    place = f"/onboardings/{onboarding.code}/due-days"
    firm, vendor = browse(manager), browse(chief)
    assert f"{place}/withdrawal" in firm.get(place).text
    assert f"{place}/withdrawal" in firm.get(f"/onboardings/{onboarding.code}").text
    assert f"{place}/withdrawal" not in vendor.get(place).text
    decision = vendor.get(f"{place}/decision").text
    page = firm.get(f"{place}/withdrawal").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    token = {"csrf_token": decision.split('name="csrf_token" value="')[1].split('"')[0]}

    stale = firm.send(f"{place}/withdrawal", data={"seen": "2026-01-01T00:00:00+00:00"})
    done = firm.send(f"{place}/withdrawal", data={"seen": seen})
    late = vendor.client.post(f"{place}/decision", data={**token, "seen": seen, "decision": "approve"})

    assert (stale.status_code, done.status_code, late.status_code) == (409, 303, 409)
    assert "Request withdrawn" in firm.get(place).text
    assert "withdrew the request to move the due days" in vendor.get(f"/onboardings/{onboarding.code}").text
    assert vendor.get(f"{place}/decision").status_code == 303
    assert due_days(onboarding)[0] == 7


def test_another_firm_withdraws_nothing(browse: Callable[..., Browser]) -> None:
    partner, stranger = make_partner(tier=1), make_partner(tier=1)
    onboarding = make_onboarding(partner, start_on=START)
    move(onboarding, principal(make_partner_manager(partner)))

    other = browse(make_partner_manager(stranger))

    assert other.get(f"/onboardings/{onboarding.code}/due-days/withdrawal").status_code == 404
    assert kept().is_waiting
