"""Versions of playbooks: the second one of accounting, some who were moved to it, and a draft that waits."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from onboarding_phases.moves.queries import chosen_onboardings, moves_of, older_onboardings
from onboarding_phases.moves.services import move_onboardings
from onboarding_phases.moves.values import digest
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.playbooks.editing import free_key, with_schedule, with_task
from onboarding_phases.playbooks.enums import StepKind, TaskSide
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.playbooks.queries import keys_ever_used, version_of
from onboarding_phases.playbooks.services import SCHEDULE, begin_draft, change_draft, publish_draft
from onboarding_phases.playbooks.values import PlaybookText, TaskText
from portal import clock
from portal.database import db
from portal.people import Principal

PUBLISHED_DAYS = 24  # before the day of loading
MOVED = 2
LOOKED_AT = 12
PRODUCT, DRAFTED = "accounting", "invoicing"


def date_back() -> None:
    """What came with the product was there when the history begins, whenever the database was made."""
    for playbook in db.session.scalars(select(Playbook)):
        playbook.created_at = min(playbook.created_at, clock.now())


def publish_second_version(manager: Principal) -> None:
    """What a year of accounting onboardings has taught: more time for large customers, an earlier trial run."""
    draft = begin_draft(_newest(PRODUCT), actor=manager)
    key = free_key(5, keys_ever_used(PRODUCT))
    task = TaskText(
        key=key,
        side=TaskSide.CUSTOMER,
        kind=StepKind.ACCEPTANCE,
        title={"ja": "差異の理由を確認する", "en": "Confirm the reasons for the differences"},
        depends_on=("5.2",),
        is_optional=False,
    )
    change_draft(draft, SCHEDULE, change=_with_more_time, seen=draft.version, actor=manager)
    change_draft(draft, "5", change=lambda text: with_task(text, 5, task), seen=draft.version, actor=manager)
    reason = "規模の大きい顧客の移行に日数を足し、試験運用を早めて本稼働までの余裕を確保するため。"
    publish_draft(draft, reason=reason, seen=draft.version, actor=manager)


def _with_more_time(text: PlaybookText) -> PlaybookText:
    days = [7, 21, 40, 60, 72, 90]
    own = [{}, {}, {3: 47}, {3: 64}, {3: 76}, {}]
    return with_schedule(text, x_days=text.x_days, days=days, own_days=own)


def move_some(manager: Principal) -> None:
    """Some of those that run by the first version go on by the second; the others keep theirs."""
    playbook = _newest(PRODUCT)
    statement = older_onboardings(playbook, manager).where(Onboarding.activated_on.is_(None))
    found = list(db.session.scalars(statement.order_by(None).order_by(Onboarding.start_on.desc()).limit(LOOKED_AT)))
    free = [one.code for one, move in zip(found, moves_of(found, playbook), strict=True) if move.stays is None]
    chosen = chosen_onboardings(playbook, free[:MOVED], manager)
    if chosen:
        codes = [one.code for one in chosen]
        seen = digest(moves_of(chosen, playbook))
        move_onboardings(codes, playbook, reason="顧客と日程を見直したため", seen=seen, actor=manager)


def leave_draft(manager: Principal) -> None:
    """The next version of invoicing is being written; one of its tasks reads like an order."""
    draft = begin_draft(_newest(DRAFTED), actor=manager)
    task = draft.text.phases[2].tasks[1]
    title = {
        "ja": "手順書どおりに帳票の様式を設定する",
        "en": "Set up the forms as the manual says, exactly as shown",
    }
    changed = replace(task, title=title, side=TaskSide.PARTNER)
    change_draft(draft, "3", change=lambda text: with_task(text, 3, changed), seen=draft.version, actor=manager)


def _newest(product: str) -> Playbook:
    playbook = version_of(product)
    if playbook is None:
        raise RuntimeError(f"no playbook for {product}")
    return playbook
