"""Running onboardings are moved after a look, all or none, and only what is still open moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.moves.queries import chosen_onboardings, moves_of
from onboarding_phases.moves.services import move_onboardings
from onboarding_phases.moves.values import digest
from onboarding_phases.onboardings.enums import HoldCause, PhaseState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import place_hold, start_phase, submit_phase
from onboarding_phases.playbooks.editing import with_schedule, with_task, without_task
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.playbooks.queries import playbook_for, version_of
from onboarding_phases.playbooks.services import begin_draft, change_draft, publish_draft
from onboarding_phases.playbooks.values import PlaybookText
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.queries import tasks_of
from onboarding_phases.tasks.services import add_task, finish_tasks
from onboarding_phases.usage.services import record_usage
from onboarding_phases.usage.values import UsageRow
from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Principal, Role
from tests.browsing import Browser, statements
from tests.factories.onboardings import make_onboarding, make_served_customer, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
MOVES = "/playbooks/accounting/moves"


@pytest.fixture
def manager() -> Principal:
    return principal(make_user(Role.CS_MANAGER, name="Mori"))


@pytest.fixture
def onboarding() -> Onboarding:
    return make_onboarding(make_partner(tier=1))


def publish(change: Callable[[PlaybookText], PlaybookText]) -> int:
    """The next version of the accounting playbook, with one thing changed."""
    with unit():
        draft = begin_draft(playbook_for("accounting"), actor=PORTAL)
        change_draft(draft, "1", change=change, seen=draft.version, actor=PORTAL)
        return publish_draft(draft, reason="as reviewed", seen=draft.version, actor=PORTAL).version


def sooner(text: PlaybookText) -> PlaybookText:
    """Phases 1 and 2 are due sooner, for effort 1 even more so; X stays."""
    own = [{1: 4}, {1: 18}, {}, {}, {}, {}]
    return with_schedule(text, x_days=90, days=[5, 20, 40, 60, 75, 90], own_days=own)


def move(actor: Principal, *onboardings: Onboarding, reason: str = "new rhythm") -> list[str]:
    with unit(actor.scope):
        playbook = newest()
        codes = [onboarding.code for onboarding in onboardings]
        seen = digest(moves_of(chosen_onboardings(playbook, codes, actor), playbook))
        return move_onboardings(codes, playbook, reason=reason, seen=seen, actor=actor)


def newest() -> Playbook:
    playbook = version_of("accounting")
    assert playbook is not None
    return playbook


def tasks(onboarding: Onboarding) -> dict[str, Task]:
    with unit(write=False) as session:
        found = {task.key or "": task for task in tasks_of(onboarding.id)}
        session.expunge_all()
    return found


def test_open_phases_take_the_days_of_the_segment_and_the_outlook_follows(onboarding, manager):
    publish(sooner)
    move(manager, onboarding)

    moved = reload(onboarding.id)
    assert [phase.due_day for phase in moved.phases] == [4, 18, 40, 60, 75, 90]
    assert moved.late_from == date(2026, 11, 7)  # day 5 from 2 November
    assert moved.phases[0].template.due_day == 5


def test_what_is_submitted_keeps_its_day_and_its_words(onboarding, manager):
    firm = principal(make_partner_manager(make_partner_of(onboarding)))
    with unit(firm.scope) as session:
        phase = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one().phases[0]
        start_phase(phase, on=clock.today(), actor=firm)
        submit_phase(phase, on=clock.today(), note="done", actor=firm)
    publish(sooner)
    move(manager, onboarding)

    moved = reload(onboarding.id)
    assert moved.phases[0].state is PhaseState.SUBMITTED
    assert [phase.due_day for phase in moved.phases][:2] == [7, 18]
    assert moved.phases[0].template.playbook_id != moved.phases[1].template.playbook_id


def make_partner_of(onboarding: Onboarding) -> object:
    with unit(write=False) as session:
        partner = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one().partner
        session.expunge_all()
    return partner


def test_holds_that_count_stay_and_move_the_new_days_too(onboarding, manager):
    with unit(manager.scope) as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        place_hold(
            found,
            cause=HoldCause.CUSTOMER,
            reason="year end",
            evidence="mail",
            from_on=clock.today(),
            expected_end_on=date(2026, 12, 4),
            actor=manager,
        )
    publish(sooner)
    with clock.at(clock.now().replace(month=12, day=10)):
        with unit():
            preview = moves_of(chosen_onboardings(newest(), [onboarding.code], PORTAL), newest())[0]
        move(manager, onboarding)

    assert preview.phases[1].after_on == date(2026, 11, 2) + timedelta(days=18 + 10)
    assert [(hold.started_on, hold.ended_on) for hold in reload(onboarding.id).holds] == [
        (date(2026, 11, 24), date(2026, 12, 4))
    ]


def test_tasks_appear_go_and_are_worded_otherwise_and_closed_ones_stay(onboarding, manager):
    with unit(manager.scope) as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        by_key = {task.key: task for task in tasks_of(found.id)}
        finish_tasks(found, [by_key["1.3"]], actor=manager)
        add_task(found, position=1, text="by hand", side=TaskSide.VENDOR, due_on=None, actor=manager)

    def change(text: PlaybookText) -> PlaybookText:
        text = without_task(without_task(text, "1.3"), "1.4")
        task = text.phases[0].tasks[1]
        text = with_task(text, 1, replace(task, title={"ja": "合意がある", "en": "Agreement is there"}))
        return with_task(text, 1, replace(task, key="1.9", depends_on=("1.2",)))

    publish(change)
    move(manager, onboarding, reason="fewer steps")

    after = tasks(onboarding)
    assert after["1.3"].state is TaskState.DONE
    assert (after["1.4"].state, after["1.4"].reason) == (TaskState.LEFT_OUT, "fewer steps")
    assert after["1.2"].text["en"] == "Agreement is there"
    assert (after["1.9"].state, after["1.9"].depends_on) == (TaskState.OPEN, ["1.2"])
    assert after[""].state is TaskState.OPEN


def test_it_is_told_in_the_trail_and_in_the_history(onboarding, manager):
    publish(sooner)
    move(manager, onboarding)

    with unit(write=False) as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.event == "OnboardingMoved")).one()
        assert told.values["due_days"] == {"1": [7, 4], "2": [21, 18]}
        assert (told.values["before_version"], told.values["after_version"]) == (1, 2)
    assert reload(onboarding.id).changes[-1].values == {"before": 1, "after": 2, "reason": "new rhythm"}


def test_usage_is_measured_by_the_new_rule_and_the_preview_says_so(manager):
    customer = make_served_customer()
    onboarding = make_onboarding(make_partner(), customer=customer)
    with unit():
        record_usage([UsageRow(customer.code, date(2026, 11, 10), "bank_feeds", 1.0)], PORTAL)

    publish(lambda text: replace(text, rule=text.rule[:1]))
    with unit():
        preview = moves_of(chosen_onboardings(newest(), [onboarding.code], PORTAL), newest())
    assert preview[0].active_on == date(2026, 11, 10)
    move(manager, onboarding)

    assert reload(onboarding.id).activated_on == date(2026, 11, 10)


def test_an_onboarding_that_is_active_keeps_its_version(manager):
    onboarding = make_onboarding(make_partner(), activated_on=date(2026, 11, 20))
    publish(sooner)

    with pytest.raises(RuleViolation, match="active already"):
        move(manager, onboarding)
    assert reload(onboarding.id).phases[0].due_day == 7


def test_all_are_moved_or_none(manager):
    partner = make_partner()
    good, active = make_onboarding(partner), make_onboarding(partner, activated_on=date(2026, 11, 20))
    publish(sooner)

    with pytest.raises(RuleViolation):
        move(manager, good, active)
    assert reload(good.id).phases[0].due_day == 7


def test_moved_once_it_is_not_moved_again(onboarding, manager):
    publish(sooner)
    move(manager, onboarding)

    with pytest.raises(Stale):
        move(manager, onboarding)


def test_what_changed_after_the_preview_is_not_moved_unseen(onboarding, manager):
    publish(sooner)
    with unit():
        seen = digest(moves_of(chosen_onboardings(newest(), [onboarding.code], PORTAL), newest()))
    with unit(manager.scope) as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        finish_tasks(found, [task for task in tasks_of(found.id) if task.key == "1.1"], actor=manager)
    publish(lambda text: without_task(text, "1.2"))

    with unit(manager.scope), pytest.raises(Stale):
        move_onboardings([onboarding.code], newest(), reason="late", seen=seen, actor=manager)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPPORT, Role.AUDITOR])
def test_only_a_cs_manager_moves(onboarding, role):
    publish(sooner)

    with pytest.raises(RuleViolation, match="role"):
        move(principal(make_user(role)), onboarding)


@pytest.fixture
def browse(app, login) -> Callable[..., Browser]:
    return lambda user, locale="en": Browser(app, login(user, locale=locale), locale=locale)


def sent(browser: Browser, page: str, *codes: str, **values: str) -> object:
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', browser.get(page).text)
    data = {"seen": seen[1] if seen else "", "onboardings": list(codes), "reason": "as agreed", **values}
    return browser.send(MOVES, page=page, data=data)


def test_the_page_shows_what_changes_and_moves_it(browse, onboarding):
    publish(sooner)
    vendor, firm = browse(make_user(Role.CS_MANAGER)), make_partner_manager(make_partner_of(onboarding))
    assert "1 onboarding runs by an older version" in vendor.get(MOVES).text
    preview = f"{MOVES}/preview?onboardings={onboarding.code}"
    page = vendor.get(preview).text
    assert "−3 days" in page
    assert "becomes late" not in page  # late already

    assert sent(vendor, preview, onboarding.code).status_code == 303

    assert "Every running onboarding is on version 2" in vendor.get(MOVES).text
    theirs = browse(firm)
    assert (
        "moved the onboarding from version 1 of its playbook to version 2"
        in theirs.get(f"/onboardings/{onboarding.code}").text
    )
    assert "follow the new version of the playbook. Reason: as agreed" in theirs.get("/inbox").text


def test_a_second_manager_is_told_and_keeps_the_reason(browse, onboarding):
    publish(sooner)
    vendor = browse(make_user(Role.CS_MANAGER))
    preview = f"{MOVES}/preview?onboardings={onboarding.code}"

    refused = sent(vendor, preview, onboarding.code, seen="otherwise")

    assert refused.status_code == 409
    assert "has changed in the meantime" in refused.text
    assert "as agreed" in refused.text
    assert sent(vendor, preview, onboarding.code, reason=" ").status_code == 422
    assert reload(onboarding.id).phases[0].due_day == 7


def test_no_choice_and_unknown_codes_move_nothing(browse, onboarding):
    publish(sooner)
    vendor = browse(make_user(Role.CS_MANAGER))

    assert vendor.get(f"{MOVES}/preview").status_code == 303
    assert "None of these can be moved" in vendor.get(f"{MOVES}/preview?onboardings=0000-0000").text
    assert sent(vendor, f"{MOVES}/preview?onboardings={onboarding.code}", "0000-0000").status_code == 409


def test_the_playbook_says_how_many_keep_an_older_version(browse, onboarding):
    make_onboarding(make_partner())
    publish(sooner)
    make_onboarding(make_partner())

    page = browse(make_user(Role.CS_MANAGER)).get("/playbooks/accounting").text

    assert "3 onboardings run by this playbook" in page
    assert "1 by the newest version, 2 by older ones" in page


def test_pages_of_moves_ask_as_little_for_many_as_for_one(browse, app):
    partner = make_partner()
    codes = [make_onboarding(partner).code for _ in range(12)]
    publish(sooner)
    vendor = browse(make_user(Role.CS_MANAGER))
    counts = {}
    for some in (codes[:1], codes):
        path = f"{MOVES}/preview?" + "&".join(f"onboardings={code}" for code in some)
        with statements(app) as asked:
            assert vendor.get(path).status_code == 200
        counts[len(some)] = len(asked)
    with statements(app) as asked:
        vendor.get(MOVES)

    assert counts[1] == counts[12] <= 12
    assert len(asked) <= 12
