"""Entering, changing and sharing meetings, and the actions that become tasks."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.meetings.events import (
    ActionAgreed,
    MeetingChanged,
    MeetingEntered,
    MeetingEvent,
    MeetingShared,
)
from onboarding_phases.meetings.models import Meeting, MeetingAction
from onboarding_phases.meetings.permissions import KEEP_MEETING
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_permission, check_text, tell, write
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.services import add_task
from portal import clock
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.levels import Level, is_wider, narrowest, words_for
from portal.people import Principal


@dataclass(frozen=True)
class Words:
    """What is written of a meeting."""

    held_on: date
    people: str
    agenda: str
    minutes: str = ""


def levels_for(*, is_vendor: bool) -> dict[Level, LazyString]:
    """The levels that a side may give a meeting, the narrowest first: minutes are no letter to a customer."""
    return {level: word for level, word in words_for(is_vendor=is_vendor).items() if level is not Level.CUSTOMER}


def enter_meeting(onboarding: Onboarding, words: Words, *, actor: Principal) -> Meeting:
    """Enter a meeting, held or planned, that the own side alone reads until it is shared.

    Raises:
        RuleViolation: nobody is named, or there is no agenda.
    """
    check_permission(KEEP_MEETING, actor)
    _check(words)
    meeting = Meeting(
        partner_id=onboarding.partner_id,
        onboarding_id=onboarding.id,
        level=narrowest(is_vendor=actor.is_vendor),
        by_vendor=actor.is_vendor,
        author=actor.name,
        author_id=actor.id,
        written_at=clock.now(),
        **_stripped(words),
    )
    db.session.add(meeting)
    db.session.flush()
    _tell(MeetingEntered, meeting, onboarding, actor, held_on=meeting.held_on)
    return meeting


def change_meeting(
    meeting: Meeting, words: Words, *, onboarding: Onboarding, version: int, actor: Principal
) -> None:
    """Change what is written of a meeting, such as add its minutes; the side that entered it does.

    Raises:
        RuleViolation: the other side entered it, nobody is named, or there is no agenda.
        Stale: somebody changed it since `version`.
    """
    check_permission(KEEP_MEETING, actor)
    _check_side(meeting, actor)
    _check(words)
    if meeting.version != version:
        raise Stale(_l("Somebody else changed this in the meantime. What you typed is still here; look again."))
    new = _stripped(words)
    changed = tuple(name for name, value in new.items() if getattr(meeting, name) != value)
    for name in changed:
        setattr(meeting, name, new[name])
    write()
    if changed:
        _tell(MeetingChanged, meeting, onboarding, actor, held_on=meeting.held_on, fields=changed)


def share_meeting(meeting: Meeting, *, onboarding: Onboarding, level: Level, actor: Principal) -> None:
    """Let more people read a meeting: a second step of the side that entered it.

    Raises:
        RuleViolation: the other side entered it, or the level is not wider.
    """
    check_permission(KEEP_MEETING, actor)
    _check_side(meeting, actor)
    before = meeting.level
    if level not in levels_for(is_vendor=actor.is_vendor) or not is_wider(level, before):
        raise RuleViolation(_l("It is read by these people already. Choose more readers, or leave it as it is."))
    meeting.level = level
    for action in meeting.actions:
        action.level = level
    write()
    _tell(MeetingShared, meeting, onboarding, actor, before=before.value)


def agree_action(
    meeting: Meeting,
    *,
    onboarding: Onboarding,
    text: str,
    side: TaskSide,
    position: int,
    due_on: date | None,
    actor: Principal,
) -> Task:
    """Make a task of what was agreed; both sides see the task, whoever reads the meeting.

    Raises:
        RuleViolation: the other side entered the meeting, nothing is said, or the day lies before today.
        Stale: the onboarding has ended.
    """
    check_permission(KEEP_MEETING, actor)
    _check_side(meeting, actor)
    task = add_task(onboarding, position=position, text=text, side=side, due_on=due_on, actor=actor)
    action = MeetingAction(
        partner_id=meeting.partner_id,
        onboarding_id=meeting.onboarding_id,
        level=meeting.level,
        meeting_id=meeting.id,
        task_id=task.id,
    )
    db.session.add(action)
    db.session.flush()
    _tell(ActionAgreed, meeting, onboarding, actor, task=task.code)
    return task


def _check(words: Words) -> None:
    check_text(words.people, field="people")
    check_text(words.agenda, field="agenda")


def _check_side(meeting: Meeting, actor: Principal) -> None:
    if meeting.by_vendor != actor.is_vendor:
        raise RuleViolation(_l("The side that entered a meeting keeps it. Write a comment instead."))


def _stripped(words: Words) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(words).items()}


def _tell(
    kind: type[MeetingEvent], meeting: Meeting, onboarding: Onboarding, actor: Principal, **values: Any
) -> None:
    tell(kind, onboarding, actor, meeting_id=meeting.id, level=meeting.level.value, **values)
