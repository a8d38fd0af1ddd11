"""Changing blockers."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.rules import CALENDAR
from onboarding_phases.onboardings.services.history import check_permission, check_running, check_text, tell, write
from onboarding_phases.onboardings.services.outlook import mark_blocked
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.tasks.defaults import NUMBERS
from onboarding_phases.tasks.events import (
    BlockerRaised,
    BlockerResolved,
)
from onboarding_phases.tasks.models import Blocker
from onboarding_phases.tasks.permissions import RAISE_BLOCKER, RESOLVE_BLOCKER
from onboarding_phases.tasks.queries import open_blockers
from partners.closings.queries import calendar_of
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.errors import Stale
from portal.people import Principal


def raise_blocker(
    onboarding: Onboarding, *, text: str, side: TaskSide, position: int | None, actor: Principal
) -> Blocker:
    """Say what stops a step now and who has to act; the answer is due in business days.

    Raises:
        RuleViolation: nothing is said.
        Stale: the onboarding has ended.
    """
    check_permission(RAISE_BLOCKER, actor)
    check_running(onboarding)
    check_text(text, field="text")
    blocker = Blocker(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        position=position,
        side=side,
        text=text.strip(),
        raised_at=clock.now(),
        raised_by=actor.name,
        raised_by_id=actor.id,
        answer_due_on=_answer_due_on(onboarding, side),
    )
    db.session.add(blocker)
    db.session.flush()
    _mark(onboarding)
    told = {"position": position, "side": side.value, "text": blocker.text, "answer_due_on": blocker.answer_due_on}
    tell(BlockerRaised, onboarding, actor, blocker=blocker.code, **told)
    return blocker


def _answer_due_on(onboarding: Onboarding, side: TaskSide) -> date:
    """By the business days of the side that acts: a firm's closing days are left out of its own."""
    calendar = calendar_of(onboarding.partner_id) if side is TaskSide.PARTNER else CALENDAR
    return calendar.add(clock.today(), int(numbers(NUMBERS)["answer_days"]))


def resolve_blocker(blocker: Blocker, *, onboarding: Onboarding, resolution: str, actor: Principal) -> None:
    """Say how it was resolved.

    Raises:
        RuleViolation: nothing is said.
        Stale: it is resolved already, or the onboarding has ended.
    """
    check_permission(RESOLVE_BLOCKER, actor)
    check_running(onboarding)
    check_text(resolution, field="resolution")
    if blocker.resolved_at is not None:
        raise Stale(_l("This blocker is resolved already."))
    blocker.resolved_at, blocker.resolved_by = clock.now(), actor.name
    blocker.resolution = resolution.strip()
    write()
    _mark(onboarding)
    on_time = clock.today() <= blocker.answer_due_on
    told = {"side": blocker.side.value, "resolution": blocker.resolution, "on_time": on_time}
    tell(BlockerResolved, onboarding, actor, blocker=blocker.code, **told)


def _mark(onboarding: Onboarding) -> None:
    """Let lists and risk know since when the onboarding has been blocked."""
    still = open_blockers(onboarding.id)
    mark_blocked(onboarding, since=clock.day_of(still[0].raised_at) if still else None)
