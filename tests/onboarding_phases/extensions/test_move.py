"""Due days are moved by a right, or by a request that the vendor answers in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from onboarding_phases.extensions.enums import Ground
from onboarding_phases.extensions.models import Extension
from onboarding_phases.extensions.queries import waiting_extension
from onboarding_phases.extensions.rules import shifts_of
from onboarding_phases.extensions.services import decide_extension, escalate_extension, move_due_days
from onboarding_phases.extensions.values import digest
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.services import complete_phase, start_phase, submit_phase
from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.inbox.models import Notice
from portal.people import PORTAL, Principal, Role
from tests.browsing import Browser, statements
from tests.factories.accounts import run_jobs
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
START = date(2026, 11, 20)
LATER = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)  # the day of the answer, 25 November, has passed


def found(session, onboarding: Onboarding) -> Onboarding:
    return session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()


def move(onboarding: Onboarding, actor: Principal, position: int = 1, days: int = 3) -> Extension:
    with unit(actor.scope) as session:
        row = found(session, onboarding)
        seen = digest(shifts_of(row.run, position, days, on=clock.today(), bounds=bounds_in_force()))
        return move_due_days(row, position=position, days=days, reason="data comes late", seen=seen, actor=actor)


def decide(onboarding: Onboarding, actor: Principal, *, approve: bool = True, answer: str = "") -> None:
    with unit(actor.scope) as session:
        waiting = waiting_extension(onboarding.id)
        assert waiting is not None
        decide_extension(waiting, onboarding=found(session, onboarding), approve=approve, answer=answer, actor=actor)


def due_days(onboarding: Onboarding) -> list[int]:
    return [phase.due_day for phase in reload(onboarding.id).phases]


@pytest.fixture
def manager() -> Principal:
    return principal(make_user(Role.CS_MANAGER))


def test_a_firm_moves_due_days_by_its_right_and_lists_follow(manager):
    partner = make_partner(tier=2)
    onboarding, firm = make_onboarding(partner, start_on=START), principal(make_partner_manager(partner))

    done = move(onboarding, firm)

    assert (done.ground, done.is_waiting) == (Ground.TIER, False)
    assert due_days(onboarding) == [10, 24, 43, 63, 78, 93]
    moved = reload(onboarding.id)
    assert (moved.late_from, moved.x_days) == (date(2026, 12, 1), 90)
    with unit(write=False) as session:
        kept = session.scalars(select(AuditEntry.values).where(AuditEntry.event == "DueDaysMoved")).one()
    assert (kept["ground"], kept["right_days"], kept["due_days"]["1"]) == ("tier", 3, [7, 10])


def test_the_right_is_one_account_for_an_onboarding_and_beyond_it_the_firm_asks(manager):
    partner = make_partner(tier=2)
    onboarding, firm = make_onboarding(partner, start_on=START), principal(make_partner_manager(partner))
    move(onboarding, firm, days=2)

    asked = move(onboarding, firm, position=4, days=2)

    assert (asked.ground, asked.answer_by) == (Ground.REQUEST, date(2026, 11, 25))
    assert due_days(onboarding)[3] == 62
    with pytest.raises(Stale):
        move(onboarding, firm, days=1)


def test_an_approved_request_moves_and_a_refused_one_does_not(manager):
    partner = make_partner(tier=1)
    onboarding, firm = make_onboarding(partner, start_on=START), principal(make_partner_manager(partner))

    move(onboarding, firm)
    with pytest.raises(RuleViolation):
        decide(onboarding, manager, approve=False)
    decide(onboarding, manager, approve=False, answer="the order says so")
    assert due_days(onboarding)[0] == 7
    move(onboarding, firm)
    decide(onboarding, manager)

    assert due_days(onboarding)[0] == 10


def test_a_cs_member_decides_within_the_own_right_and_nobody_what_they_asked(manager):
    owner = make_user(Role.CS_MEMBER)
    partner = make_partner(tier=1)
    onboarding = make_onboarding(partner, owner=owner, start_on=START)
    member, firm = principal(owner), principal(make_partner_manager(partner))

    move(onboarding, firm, days=11)
    with pytest.raises(RuleViolation):
        decide(onboarding, member)
    decide(onboarding, manager)
    own = move(onboarding, member, days=10)
    beyond = move(onboarding, member, days=1)

    assert (own.ground, beyond.ground) == (Ground.MEMBER, Ground.REQUEST)
    with pytest.raises(RuleViolation):
        decide(onboarding, member)


def test_a_phase_is_on_time_by_the_due_day_that_was_accepted(manager):
    partner = make_partner(tier=1)
    onboarding, firm = (
        make_onboarding(partner, start_on=date(2026, 11, 17)),
        principal(make_partner_manager(partner)),
    )
    move(onboarding, firm, days=2)
    # Two days later it is submitted one day late, and only then the vendor answers.
    with clock.at(datetime(2026, 11, 25, 1, 0, tzinfo=UTC)):
        with unit(firm.scope) as session:
            phase = found(session, onboarding).phases[0]
            start_phase(phase, on=clock.today(), actor=firm)
            submit_phase(phase, on=clock.today(), note="", actor=firm)
        decide(onboarding, manager)
        with unit() as session:
            complete_phase(found(session, onboarding).phases[0], on=clock.today(), actor=PORTAL)
        move(onboarding, manager, position=2, days=5)

    with unit(write=False) as session:
        kept = session.scalars(select(AuditEntry.values).where(AuditEntry.event == "PhaseCompleted")).one()
    assert kept["on_time"] is True
    assert due_days(onboarding)[:2] == [9, 28]  # what is completed stays when later phases move


def test_silence_goes_to_the_cs_managers_once(manager):
    owner, partner = make_user(Role.CS_MEMBER), make_partner(tier=1)
    onboarding = make_onboarding(partner, owner=owner, start_on=START)
    waiting = move(onboarding, principal(make_partner_manager(partner)))

    run_jobs()
    assert told(manager) == []
    with clock.at(LATER):
        run_jobs()
        with unit():
            escalate_extension(extension_id=waiting.id)

    assert told(manager) == ["extensions.unanswered"]


def told(reader: Principal) -> list[str]:
    with unit(write=False) as session:
        return list(session.scalars(select(Notice.kind).where(Notice.user_id == reader.id)))


def test_the_need_waits_for_the_owner_and_after_the_day_for_managers_too(browse: Callable[..., Browser]):
    chief, owner, partner = make_user(Role.CS_MANAGER), make_user(Role.CS_MEMBER), make_partner(tier=1)
    onboarding = make_onboarding(partner, owner=owner, start_on=START)
    move(onboarding, principal(make_partner_manager(partner)))
    place = f"/onboardings/{onboarding.code}/due-days/decision"

    assert place in browse(owner).get("/").text
    assert place not in browse(chief).get("/").text
    assert place not in browse(make_user(Role.CS_MEMBER)).get("/").text
    with clock.at(LATER):
        assert place in browse(chief).get("/").text


def test_a_preview_shows_what_moves_and_a_stale_one_is_told_with_the_input_kept(browse: Callable[..., Browser]):
    chief, partner = make_user(Role.CS_MANAGER), make_partner(tier=3)
    onboarding = make_onboarding(partner, start_on=START)
    place, browser = f"/onboardings/{onboarding.code}/due-days", browse(chief)
    page = browser.get(f"{place}?phase=6&days=5").text
    seen = page.split('name="seen" type="hidden" value="')[1].split('"')[0]
    assert "Go-live moves from 18 Feb 2027 to 23 Feb 2027." in page
    assert "after X" in page

    move(onboarding, principal(chief), position=6, days=1)
    data = {"phase": "6", "days": "5", "seen": seen, "reason": "bank data"}
    late = browser.send(place, page=f"{place}?phase=6&days=5", data=data)

    assert late.status_code == 409
    assert "bank data" in late.text
    assert due_days(onboarding)[5] == 91
    assert browser.get(f"{place}?phase=6&days=0").status_code == 422
    assert browser.send(place, page=f"{place}?phase=6&days=5", data={**data, "reason": ""}).status_code == 422


def test_the_pages_of_due_days_ask_few_questions(app, browse: Callable[..., Browser]):
    chief, partner = make_user(Role.CS_MANAGER), make_partner(tier=1)
    onboarding = make_onboarding(partner, start_on=START)
    move(onboarding, principal(make_partner_manager(partner)))
    browser = browse(chief)

    for place in ("/due-days", "/due-days/decision", "", "/phases/2"):
        with statements(app) as asked:
            assert browser.get(f"/onboardings/{onboarding.code}{place}").status_code == 200
        assert len(asked) <= 12, (place, len(asked))
