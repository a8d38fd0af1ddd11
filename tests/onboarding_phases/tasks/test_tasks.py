"""Tasks are laid out, ticked off in their order, left out by right, and what the vendor does for a firm is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.queries import open_acceptance_tasks, tasks_of
from onboarding_phases.tasks.services import add_task, finish_tasks, leave_out_task, reopen_task
from partners.services import grant_tier
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Principal, Role
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def onboarding() -> Onboarding:
    return make_onboarding(make_partner(tier=1))


@pytest.fixture
def vendor() -> Principal:
    return principal(make_user(Role.CS_MANAGER))


@contextmanager
def at_work(onboarding: Onboarding, actor: Principal) -> Iterator[tuple[Onboarding, dict[str, Task]]]:
    """The onboarding in the actor's scope, and its tasks by key."""
    with unit(actor.scope) as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        yield found, {task.key: task for task in tasks_of(onboarding.id) if task.key}


def firm_of(onboarding: Onboarding) -> Principal:
    with unit(write=False) as session:
        partner = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one().partner
        session.expunge_all()
    return principal(make_partner_manager(partner))


def test_an_onboarding_begins_with_the_tasks_of_its_playbook(onboarding):
    with at_work(onboarding, PORTAL) as (_found, tasks):
        assert len(tasks) == 24
        assert {task.position for task in tasks.values()} == set(range(1, 7))
        assert tasks["1.3"].side is TaskSide.CUSTOMER
        assert {task.state for task in tasks.values()} == {TaskState.OPEN}


def test_a_task_that_waits_for_another_is_refused_by_name(onboarding, vendor):
    with pytest.raises(RuleViolation) as refused, at_work(onboarding, vendor) as (found, tasks):
        finish_tasks(found, [tasks["1.2"]], actor=vendor)

    assert "Answer the open questions" in str(refused.value) or "回答する" in str(refused.value)


def test_tasks_that_follow_each_other_are_ticked_off_in_one_stroke(onboarding, vendor):
    with at_work(onboarding, vendor) as (found, tasks):
        finish_tasks(found, [tasks["1.1"], tasks["1.2"]], actor=vendor)

    with at_work(onboarding, PORTAL) as (_found, tasks):
        assert [tasks[key].state for key in ("1.1", "1.2", "1.3")] == [
            TaskState.DONE,
            TaskState.DONE,
            TaskState.OPEN,
        ]


def test_a_task_of_the_partner_that_the_vendor_does_is_a_rescue(onboarding, vendor):
    with at_work(onboarding, vendor) as (found, tasks):
        finish_tasks(found, [tasks["1.1"]], actor=vendor)
        rescued = finish_tasks(found, [tasks["1.2"], tasks["1.3"]], actor=vendor)
        assert rescued == [tasks["1.2"]]
        kept = found.partner_id, tasks["1.2"].code

    with unit(write=False) as session:
        phases = session.scalars(select(Phase).where(Phase.onboarding_id == onboarding.id))
        assert [phase.position for phase in phases if phase.rescued_on] == [1]
        last = session.scalars(
            select(AuditEntry).where(AuditEntry.event == "TasksDone").order_by(AuditEntry.id)
        ).all()
        assert last[-1].values["rescued"] == [kept[1]]
        assert last[-1].values["partner_id"] == kept[0]


def test_a_firm_does_its_own_and_the_customers_tasks_but_not_the_vendors(onboarding):
    firm = firm_of(onboarding)
    with at_work(onboarding, firm) as (found, tasks):
        assert finish_tasks(found, [tasks["1.3"]], actor=firm) == []
    with pytest.raises(RuleViolation), at_work(onboarding, firm) as (found, tasks):
        finish_tasks(found, [tasks["1.1"]], actor=firm)


def test_what_somebody_else_closed_in_the_meantime_is_told(onboarding, vendor):
    with at_work(onboarding, vendor) as (found, tasks):
        finish_tasks(found, [tasks["1.1"]], actor=vendor)
    with pytest.raises(Stale), at_work(onboarding, vendor) as (found, tasks):
        finish_tasks(found, [tasks["1.1"]], actor=vendor)


@pytest.mark.parametrize(("tier", "allowed"), [(1, False), (2, False), (3, True), (5, True)])
def test_a_firm_leaves_out_optional_tasks_where_its_tier_gives_the_right(onboarding, tier, allowed):
    firm = firm_of(onboarding)
    if tier > 1:
        with unit():
            grant_tier(
                onboarding.partner_id, level=tier, effective_on=date(2026, 11, 1), reason="as measured", actor=PORTAL
            )
    with at_work(onboarding, firm) as (found, tasks):
        if allowed:
            leave_out_task(tasks["3.4"], onboarding=found, reason="過去の仕訳は不要のため", actor=firm)
            assert tasks["3.4"].state is TaskState.LEFT_OUT
        else:
            with pytest.raises(RuleViolation):
                leave_out_task(tasks["3.4"], onboarding=found, reason="過去の仕訳は不要のため", actor=firm)


def test_a_firm_never_leaves_out_what_is_not_optional_and_the_vendor_may_with_a_reason(onboarding, vendor):
    firm = firm_of(onboarding)
    with pytest.raises(RuleViolation), at_work(onboarding, firm) as (found, tasks):
        leave_out_task(tasks["1.4"], onboarding=found, reason="不要", actor=firm)
    with pytest.raises(RuleViolation), at_work(onboarding, vendor) as (found, tasks):
        leave_out_task(tasks["1.4"], onboarding=found, reason="  ", actor=vendor)
    with at_work(onboarding, vendor) as (found, tasks):
        leave_out_task(tasks["1.4"], onboarding=found, reason="日程は契約書のとおり", actor=vendor)
        assert tasks["1.4"].reason == "日程は契約書のとおり"


def test_a_task_closed_by_mistake_is_opened_again(onboarding, vendor):
    with at_work(onboarding, vendor) as (found, tasks):
        finish_tasks(found, [tasks["1.1"]], actor=vendor)
        reopen_task(tasks["1.1"], onboarding=found, actor=vendor)
        assert (tasks["1.1"].state, tasks["1.1"].closed_on, tasks["1.1"].closed_by) == (TaskState.OPEN, None, None)


def test_what_acceptance_needs_is_what_binds_and_is_open(onboarding, vendor):
    with at_work(onboarding, vendor) as (found, tasks):
        assert [task.key for task in open_acceptance_tasks(found.id, 1)] == ["1.2", "1.3", "1.4"]
        finish_tasks(found, [tasks["1.1"], tasks["1.2"]], actor=vendor)
        leave_out_task(tasks["1.4"], onboarding=found, reason="不要", actor=vendor)
        assert [task.key for task in open_acceptance_tasks(found.id, 1)] == ["1.3"]


def test_a_task_of_ones_own_stands_last_in_its_phase(onboarding, vendor):
    with at_work(onboarding, vendor) as (found, _tasks):
        task = add_task(found, position=1, text="鍵を預かる", side=TaskSide.VENDOR, due_on=None, actor=vendor)
        assert [row.id for row in tasks_of(found.id) if row.position == 1][-1] == task.id


@pytest.mark.parametrize(
    ("position", "text", "due_on"), [(7, "x", None), (1, " ", None), (1, "x", date(2026, 11, 1))]
)
def test_a_task_that_cannot_be_is_refused(onboarding, vendor, position, text, due_on):
    with pytest.raises(RuleViolation), at_work(onboarding, vendor) as (found, _tasks):
        add_task(found, position=position, text=text, side=TaskSide.PARTNER, due_on=due_on, actor=vendor)
