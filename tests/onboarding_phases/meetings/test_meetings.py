"""A meeting is entered for the own side, shared in a second step, and its actions become tasks of both sides."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.meetings.models import Meeting, MeetingAction
from onboarding_phases.meetings.services import Words, agree_action, change_meeting, enter_meeting, share_meeting
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.tasks.models import Task
from portal.audit.models import AuditEntry
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.levels import Level
from portal.people import Role
from portal.tenancy import EVERYTHING
from tests.factories.comments import at_work
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

WORDS = Words(date(2026, 11, 20), "both sides", "open points", "kabocha")


def enter(onboarding, user, *, level: Level | None = None) -> str:
    actor = principal(user)
    with at_work(onboarding, actor) as found:
        meeting = enter_meeting(found, WORDS, actor=actor)
        if level is not None:
            share_meeting(meeting, onboarding=found, level=level, actor=actor)
        return meeting.code


def meeting_of(session, code: str) -> Meeting:
    return session.scalars(select(Meeting).where(Meeting.code == code)).one()


def seen_by(user) -> int:
    with unit(principal(user).scope, write=False) as session:
        return len(session.scalars(select(Meeting)).all())


def agree(onboarding, user, code: str, **values) -> None:
    actor = principal(user)
    plain = {"text": "send the list", "side": TaskSide.VENDOR, "position": 2, "due_on": date(2026, 12, 1)}
    with unit(actor.scope) as session:
        meeting = meeting_of(session, code)
        found = session.scalars(select(type(onboarding)).where(type(onboarding).id == onboarding.id)).one()
        agree_action(meeting, onboarding=found, actor=actor, **{**plain, **values})


def change(onboarding, user, code: str, words: Words, version: int = 1) -> None:
    actor = principal(user)
    with unit(actor.scope) as session:
        meeting = meeting_of(session, code)
        change_meeting(meeting, words, onboarding=onboarding, version=version, actor=actor)


def test_a_meeting_is_read_by_the_own_side_until_it_is_shared(onboarding, vendor, firm):
    enter(onboarding, firm)
    assert (seen_by(firm), seen_by(vendor), seen_by(make_user(Role.AUDITOR))) == (1, 0, 0)

    enter(onboarding, firm, level=Level.BOTH)
    assert (seen_by(firm), seen_by(vendor)) == (2, 1)
    assert seen_by(make_partner_manager(make_partner())) == 0


def test_what_was_agreed_is_a_task_that_both_sides_see(onboarding, vendor, firm):
    code = enter(onboarding, firm)
    agree(onboarding, firm, code)

    with unit(write=False) as session:
        task = session.scalars(select(Task).where(Task.key.is_(None))).one()
        assert (task.text["ja"], task.side, task.due_on) == ("send the list", TaskSide.VENDOR, date(2026, 12, 1))
        assert session.scalars(select(MeetingAction)).all() == []  # the meeting itself is the firm's


def test_actions_are_shared_with_their_meeting(onboarding, vendor, firm):
    code = enter(onboarding, firm)
    agree(onboarding, firm, code)
    actor = principal(firm)
    with at_work(onboarding, actor) as found:
        share_meeting(meeting_of(db.session, code), onboarding=found, level=Level.BOTH, actor=actor)

    with unit(write=False) as session:
        assert [action.level for action in session.scalars(select(MeetingAction))] == [Level.BOTH]


def test_the_side_that_entered_a_meeting_keeps_it(onboarding, vendor, firm):
    code = enter(onboarding, firm, level=Level.BOTH)

    with pytest.raises(RuleViolation):
        change(onboarding, vendor, code, WORDS, version=2)
    with pytest.raises(RuleViolation):
        agree(onboarding, vendor, code)


def test_minutes_are_added_later_and_two_at_once_are_told(onboarding, firm):
    code = enter(onboarding, firm)
    change(onboarding, firm, code, Words(WORDS.held_on, WORDS.people, WORDS.agenda, "decided"))

    with pytest.raises(Stale):
        change(onboarding, firm, code, WORDS)
    with unit(EVERYTHING, write=False) as session:
        assert meeting_of(session, code).minutes == "decided"
        changed = session.scalars(select(AuditEntry).where(AuditEntry.event == "MeetingChanged")).one()
        assert changed.values["fields"] == ["minutes"]


@pytest.mark.parametrize("words", [Words(WORDS.held_on, " ", "agenda"), Words(WORDS.held_on, "people", " ")])
def test_a_meeting_says_who_and_what_for(onboarding, firm, words):
    actor = principal(firm)
    with pytest.raises(RuleViolation), at_work(onboarding, actor) as found:
        enter_meeting(found, words, actor=actor)


def test_the_trail_holds_no_words_of_a_meeting(onboarding, firm):
    enter(onboarding, firm, level=Level.BOTH)

    with unit(write=False) as session:
        trail = [str(entry.values) for entry in session.scalars(select(AuditEntry))]
        assert not any("kabocha" in text for text in trail)


def test_a_meeting_on_pages(browse, onboarding, vendor, firm):
    ours, theirs = browse(vendor), browse(firm)
    place = f"/onboardings/{onboarding.code}/meetings/new"
    data = {"held_on": "2026-11-20", "people": "Anna, Bo", "agenda": "open points", "minutes": "", "level": "both"}

    first = theirs.send(place, data=data)
    assert first.status_code == 303
    assert "Anna, Bo" not in ours.get(f"/onboardings/{onboarding.code}/meetings").text
    assert "the managers of" not in theirs.get(first.headers["Location"]).text
    done = theirs.send(first.headers["Location"], data={"level": "both"})
    show = done.headers["Location"]

    assert "Anna, Bo" in ours.get(f"/onboardings/{onboarding.code}/meetings").text
    assert "Agree on an action" not in ours.get(show).text
    theirs.send(f"{show}/actions", page=show, data={"text": "send the list", "side": "customer", "position": "2"})
    assert "send the list" in ours.get(show).text
    assert "send the list" in ours.get(f"/onboardings/{onboarding.code}").text
    late = theirs.send(
        f"{show}/actions", page=show, data={"text": "x", "side": "partner", "position": "2", "due_on": "2020-01-01"}
    )
    assert late.status_code == 409
    assert 'href="#due_on"' in late.text
    missing = theirs.send(place, data={**data, "people": ""})
    assert missing.status_code == 422
    assert "open points" in missing.text
