"""Work that was given up: told once, shown with what was said, and tried again by the press of a button."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.audit.models import AuditEntry
from portal.inbox.models import Notice
from portal.inbox.services import mark_read
from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.jobs.services import MOST_ATTEMPTS, carry_out_all, enqueue
from portal.mail.services import SEND_LETTER, post_letter
from portal.people import Role
from portal.upkeep.queries import PATIENCE
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.people import make_user, principal
from tests.world import unit


@pytest.fixture
def dead_server(app, monkeypatch):
    """A mail server that refuses, until it is told to answer."""
    dead = [True]

    def deliver(*_args):
        if dead:
            raise ConnectionRefusedError("[Errno 111] Connection refused")

    sends = dataclasses.replace(app.extensions["bansou_settings"], mail_url="smtp://mail.example")
    monkeypatch.setitem(app.extensions, "bansou_settings", sends)
    monkeypatch.setattr("portal.mail.services._deliver", deliver)
    return dead


def write_letters(count: int = 1) -> None:
    with unit():
        for number in range(count):
            post_letter(f"reader{number}@firm.example", "A subject", "A body", "en")


def work_off(app) -> list[datetime]:
    """Let the worker do what is due, whenever it is, until nothing waits; and say when it did something."""
    times = []
    while due := [run_at for state, _, _, run_at in jobs() if state is JobState.WAITING]:
        times.append(min(due))
        with clock.at(max(NOW, min(due))), app.app_context():
            carry_out_all()
    return times


def jobs() -> list[Any]:
    """State, attempts, what was said last and the next time of each letter's job."""
    rows = select(Job.state, Job.attempts, Job.error, Job.run_at).where(Job.kind == SEND_LETTER).order_by(Job.id)
    with unit(write=False) as session:
        return [tuple(row) for row in session.execute(rows)]


def told(user) -> list[Any]:
    rows = select(Notice.kind, Notice.href).where(Notice.user_id == user.id).order_by(Notice.id)
    with unit(write=False) as session:
        return [tuple(row) for row in session.execute(rows)]


def test_what_cannot_be_delivered_is_tried_with_growing_pauses_and_then_given_up(app, dead_server):
    write_letters()
    times = work_off(app)

    [(state, attempts, said, _)] = jobs()
    pauses = [later - earlier for earlier, later in pairwise(times)]
    assert (state, attempts, len(times)) == (JobState.FAILED, MOST_ATTEMPTS, MOST_ATTEMPTS)
    assert said == "ConnectionRefusedError: [Errno 111] Connection refused"
    assert pauses == sorted(pauses)
    assert pauses[-1] > 100 * pauses[0]


def test_administrators_are_told_once_of_all_that_one_dead_server_stops(app, dead_server):
    admin, other = make_user(Role.ADMIN), make_user(Role.CS_MANAGER)
    write_letters(3)
    work_off(app)

    assert [state for state, *_ in jobs()] == [JobState.FAILED] * 3
    assert told(admin) == [("upkeep.given_up", "/upkeep")]
    assert told(other) == []
    with unit():
        mark_read(reader=principal(admin))
    write_letters()
    work_off(app)
    assert len(told(admin)) == 2


def test_the_page_says_what_failed_and_the_notice_leads_there(app, dead_server, login):
    admin = make_user(Role.ADMIN)
    write_letters(2)
    work_off(app)

    page = login(admin).get("/upkeep").text
    assert "Send letters" in page
    assert "ConnectionRefusedError: [Errno 111] Connection refused" in page
    assert f"tried {MOST_ATTEMPTS} times" in page
    assert "The portal gave up after 8 attempts: Send letters" in login(admin).get("/inbox").text
    assert "メールの送信" in login(admin, locale="ja").get("/upkeep").text


def test_what_was_given_up_is_tried_again_and_then_done(app, dead_server, login):
    admin = make_user(Role.ADMIN)
    write_letters(2)
    work_off(app)
    dead_server.clear()

    answer = Browser(app, login(admin)).send("/upkeep", data={"kind": SEND_LETTER})
    assert answer.status_code == 303
    with app.app_context():
        carry_out_all()
    assert [job[:3] for job in jobs()] == [(JobState.DONE, 1, None)] * 2
    with unit(write=False) as session:
        trail = select(AuditEntry.event, AuditEntry.actor_id).where(AuditEntry.event.startswith("Job"))
        assert [tuple(row) for row in session.execute(trail.order_by(AuditEntry.id))] == [
            ("JobGivenUp", None),
            ("JobGivenUp", None),
            ("JobsTriedAgain", admin.id),
        ]


def test_the_second_who_presses_is_told_that_nothing_is_left(app, dead_server, login):
    admin = make_user(Role.ADMIN)
    write_letters()
    work_off(app)

    assert Browser(app, login(admin)).send("/upkeep", data={"kind": SEND_LETTER}).status_code == 303
    again = Browser(app, login(admin)).send("/upkeep", data={"kind": SEND_LETTER})
    assert again.status_code == 409
    assert "Somebody else had it tried again" in again.text
    assert Browser(app, login(admin)).send("/upkeep", data={"kind": ""}).status_code == 422
    assert Browser(app, login(admin)).send("/upkeep", data={"kind": "no.such"}).status_code == 409


def test_what_is_said_last_quotes_no_row(app, dead_server, login, monkeypatch):
    def refuse(*_args):
        raise IntegrityError("INSERT INTO customers", {"name": "Uragawa Trading"}, Exception("UNIQUE failed"))

    monkeypatch.setattr("portal.mail.services._deliver", refuse)
    write_letters()
    work_off(app)

    page = login(make_user(Role.ADMIN)).get("/upkeep").text
    assert "IntegrityError: (builtins.Exception) UNIQUE failed" in page
    assert "Uragawa" not in page


def test_work_that_nobody_does_is_noticed(app, login):
    with unit():
        enqueue("files.sweep")
    admin = make_user(Role.ADMIN)
    assert "worker" not in login(admin).get("/upkeep").text
    with clock.at(NOW + PATIENCE + timedelta(seconds=1)):
        assert "See whether the worker runs" in login(admin).get("/upkeep").text
