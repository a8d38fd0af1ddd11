"""Letters: written in a transaction, sent after it, to one person."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import smtplib

import pytest
from sqlalchemy import select

from portal.database import db
from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.mail.models import Letter
from portal.mail.services import link_to, post_letter
from portal.people import Role
from tests.browsing import HERE, Browser
from tests.factories.accounts import PASSWORD, letters, make_member, run_jobs
from tests.world import unit


class Server:
    """Stands for a mail server and keeps what it is handed."""

    sent: list[tuple[list[str], email.message.EmailMessage]]
    fails = 0

    def __init__(self) -> None:
        self.sent = []

    def __call__(self, host, port, timeout):
        assert timeout
        self.asked = (host, port)
        return self

    def ehlo(self):
        pass

    def has_extn(self, _name):
        return False

    def send_message(self, message, to_addrs):
        if self.fails:
            self.fails -= 1
            raise smtplib.SMTPServerDisconnected("gone")
        parsed = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
        self.sent.append((to_addrs, parsed))

    def quit(self):
        pass

    close = quit


@pytest.fixture
def server(app, monkeypatch):
    made = Server()
    monkeypatch.setattr("portal.mail.services.smtplib.SMTP", made)
    settings = dataclasses.replace(app.extensions["bansou_settings"], mail_url="smtp://mail.example:2525")
    monkeypatch.setitem(app.extensions, "bansou_settings", settings)
    return made


def post(**values) -> None:
    plain = {"recipient": "a@b.example", "subject": "件名", "body": "本文です。\n", "locale": "ja"}
    with unit():
        post_letter(**{**plain, **values})


def test_a_letter_is_sent_after_its_transaction(server):
    post()
    assert server.sent == []

    run_jobs()
    [(to, message)] = server.sent

    assert server.asked == ("mail.example", 2525)
    assert to == ["a@b.example"]
    assert (message["To"], message["Subject"]) == ("a@b.example", "件名")
    assert message.get_content().strip() == "本文です。"
    assert letters()[0].sent_at is not None


def test_what_is_undone_sends_nothing(server):
    with pytest.raises(ZeroDivisionError), unit():
        post_letter("a@b.example", "x", "y", "ja")
        raise ZeroDivisionError

    run_jobs()

    assert server.sent == []


def test_a_letter_is_sent_once_however_often_its_job_runs(server):
    post()
    run_jobs()
    with unit() as session:
        job = session.scalars(select(Job)).one()
        job.state = JobState.WAITING
    run_jobs()

    assert len(server.sent) == 1


def test_a_letter_that_could_not_be_sent_waits_for_the_next_try(server):
    server.fails = 1
    post()

    run_jobs()

    with unit(write=False) as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.attempts) == (JobState.WAITING, 1)
        assert "gone" in job.error
    assert letters()[0].sent_at is None


def test_nothing_of_the_database_is_held_while_the_server_is_slow(server, monkeypatch):
    seen = []

    def look(message, to_addrs):
        seen.append(db.session().in_transaction())

    monkeypatch.setattr(server, "send_message", look)
    post()
    run_jobs()

    assert seen == [False]


def test_a_sent_secret_stands_in_the_database_no_more(server):
    post(body="https://host/secret", holds_secret=True)
    run_jobs()

    assert letters()[0].body == ""
    assert "https://host/secret" in server.sent[0][1].get_content()


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "a@b",
        "a@b.example, c@d.example",
        "a@b.example;c@d.example",
        "a@b.example c@d.example",
        "a@b.example\nBcc: c@d.example",
        "A <a@b.example>",
        "a@b.example\r",
        "a@b@c.example",
    ],
)
def test_a_letter_has_one_recipient(app, recipient):
    with pytest.raises(ValueError, match="plain mail address"):
        post(recipient=recipient)


@pytest.mark.parametrize("subject", ["one\nBcc: x@y.example", "one\r\n\r\nbody", "one\x00two", "one\u2028two"])
def test_a_subject_is_one_line(server, subject):
    post(subject=subject)
    run_jobs()
    [(_, message)] = server.sent

    assert message["Bcc"] is None
    assert message["Subject"].splitlines() == [message["Subject"]]
    assert letters()[0].subject.startswith("one ")


def test_without_a_server_letters_stay_and_administrators_read_them(app):
    post(subject="Choose", body=f"{HERE}/password/reset/abc", holds_secret=True)
    run_jobs()
    browser = Browser(app)
    browser.log_in(make_member(Role.ADMIN).email, PASSWORD)

    page = browser.get("/letters")

    assert letters()[0].sent_at is None
    assert "/password/reset/abc" in page.text


def test_with_a_server_nobody_reads_secrets(app, server):
    post(subject="Choose", body=f"{HERE}/password/reset/abc", holds_secret=True)
    browser = Browser(app)
    browser.log_in(make_member(Role.ADMIN).email, PASSWORD)

    assert "/password/reset/abc" not in browser.get("/letters").text


@pytest.mark.parametrize("role", [Role.CS_MANAGER, Role.AUDITOR, Role.SALES])
def test_only_administrators_read_letters(app, role):
    browser = Browser(app)
    browser.log_in(make_member(role).email, PASSWORD)

    assert browser.get("/letters").status_code == 403


def test_links_in_letters_name_the_host_of_the_setting(app):
    with app.test_request_context("/", base_url="http://evil.example"):
        assert link_to("links.reset", token="abc") == f"{HERE}/password/reset/abc"
    with app.app_context():
        assert link_to("inbox.index") == f"{HERE}/inbox"


def test_a_letter_sent_twice_by_accident_carries_one_id(server, monkeypatch):
    post()
    run_jobs()
    with unit() as session:
        session.scalars(select(Letter)).one().sent_at = None
        session.scalars(select(Job)).one().state = JobState.WAITING
    run_jobs()

    assert len({message["Message-ID"] for _, message in server.sent}) == 1
    assert len(server.sent) == 2
