"""The small work between the phases: tasks that are ticked off, and what stands in the way of the latest ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from demo.people import FirmPeople
from onboarding_phases.onboardings.enums import HoldCause, OnboardingState
from onboarding_phases.onboardings.models import Onboarding, Phase
from onboarding_phases.onboardings.services import place_hold
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.tasks.enums import TaskState
from onboarding_phases.tasks.queries import open_blockers, tasks_of
from onboarding_phases.tasks.services import finish_tasks, raise_blocker, resolve_blocker
from portal import clock
from portal.database import db
from portal.people import Principal

LEFT_OPEN = 9  # one onboarding of so many sends its work in with an optional task open
RESCUED = 23  # in one of so many the vendor does the firm's tasks of a phase
BLOCKED = 17  # one of so many is stopped by something when its third phase begins
WAITING_HOLDS = 2
BLOCKERS = (
    (TaskSide.VENDOR, "消費税区分の扱いについて、製品の仕様が確認できず設定を進められません。"),
    (TaskSide.CUSTOMER, "旧システムの残高一覧をまだいただけておらず、突き合わせができません。"),
    (TaskSide.PARTNER, "移行データの形式に誤りがあり、取り込みが途中で止まっています。"),
)


def close_tasks(phase: Phase, *, consultant: Principal, manager: Principal) -> None:
    """Tick off what a phase asks for before it is sent in: the vendor its own, the firm the rest."""
    onboarding = phase.onboarding
    for blocker in open_blockers(onboarding.id):
        resolve_blocker(blocker, onboarding=onboarding, resolution="確認のうえ、作業を再開しました。", actor=manager)
    due = [
        task
        for task in tasks_of(onboarding.id)
        if task.position <= phase.position
        and task.state is TaskState.OPEN
        and not (task.is_optional and onboarding.id % LEFT_OPEN == 0)
    ]
    vendors = [task for task in due if task.side is TaskSide.VENDOR]
    others = [task for task in due if task.side is not TaskSide.VENDOR]
    if vendors:
        finish_tasks(onboarding, vendors, actor=manager)
    if others:
        helps = onboarding.id % RESCUED == 0 and phase.position == 3
        finish_tasks(onboarding, others, actor=manager if helps else consultant)


def stop_work(phase: Phase, *, consultant: Principal) -> None:
    """Let some of the onboardings under way be stopped by something."""
    onboarding = phase.onboarding
    if phase.position == 3 and onboarding.id % BLOCKED == 0:
        side, text = BLOCKERS[onboarding.id // BLOCKED % len(BLOCKERS)]
        raise_blocker(onboarding, text=text, side=side, position=3, actor=consultant)


def leave_open(firms: Mapping[str, FirmPeople]) -> None:
    """Yesterday's work that waits for today's reader: blockers for each side, and holds to be confirmed."""
    today = clock.today()
    running = select(Onboarding).where(
        Onboarding.state == OnboardingState.RUNNING, Onboarding.start_on < today, Onboarding.current_position < 6
    )
    found = list(db.session.scalars(running.order_by(Onboarding.start_on, Onboarding.id).limit(60)))
    free = [one for one in found if not any(hold.ended_on > today for hold in one.holds)]
    for onboarding, (side, text) in zip(free[::4], BLOCKERS, strict=False):
        actor = firms[onboarding.partner.code].consultants[0]
        raise_blocker(onboarding, text=text, side=side, position=onboarding.current_position, actor=actor)
    for onboarding in free[1::4][:WAITING_HOLDS]:
        place_hold(
            onboarding,
            cause=HoldCause.CUSTOMER,
            reason="年末の締めと重なり、打ち合わせの日程が取れないため",
            evidence="顧客の経理責任者の方からのメール",
            from_on=today,
            expected_end_on=today + timedelta(days=10),
            actor=firms[onboarding.partner.code].manager,
        )
