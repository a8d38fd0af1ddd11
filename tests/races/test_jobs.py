"""Every kind of job handed out twice, to two workers at once, and killed midway: always the same end.

The jobs are those that three firms' work leaves behind, long after they were due.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event, select, update

from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.services import request_run
from onboarding_phases.calibration.services import plan_measuring as plan_judging
from onboarding_phases.commitments.services.taking import TAKE
from onboarding_phases.efforts.services import plan_measuring
from onboarding_phases.escalations.enums import EscalationKind, Severity
from onboarding_phases.escalations.services import raise_escalation
from onboarding_phases.escalations.values import Words
from onboarding_phases.kpis.projecting import keep_counting
from onboarding_phases.onboardings.clock import HoldCause
from onboarding_phases.onboardings.enums import OnboardingState, RiskLevel
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.holds import place_hold
from onboarding_phases.onboardings.services.outlook import REFRESH
from onboarding_phases.rehearsals.services import request_rehearsal
from onboarding_phases.risks.services import LOOK_AT_ALL, LOOK_AT_ONE, plan_watch, set_risk
from onboarding_phases.room.letters.services import SEEN, WRITE, plan_morning
from onboarding_phases.scenarios.services import ask_what_if
from onboarding_phases.scenarios.values import Changes
from onboarding_phases.tasks.models import Task
from onboarding_phases.tasks.notices import TELL
from onboarding_phases.transfers.enums import Cause
from onboarding_phases.transfers.models import Transfer
from onboarding_phases.transfers.services import CARRY
from onboarding_phases.usage.services import RECOMPUTE, keep_report
from onboarding_phases.usage.values import UsageRow
from portal import clock
from portal.accounts.links.services import request_password_link
from portal.accounts.models import User
from portal.accounts.queries import person_of
from portal.database import db
from portal.defaults.queries import numbers
from portal.files.services import SWEEP
from portal.jobs import services
from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.jobs.services import carry_out, enqueue, jobs_by_kind
from portal.levels import Level
from portal.people import PORTAL
from portal.tenancy import EVERY_TENANT, Scope
from portal.units import unit_of_work
from tests.conftest import NOW
from tests.factories.allocations import MONTH
from tests.factories.comments import make_document
from tests.factories.people import principal
from tests.factories.three_firms import ThreeFirms, three_firms
from tests.races.racing import DONE, Racers
from tests.world import World

LATER = NOW + timedelta(days=62)  # a Monday: some jobs rest on days that are not worked
AT_ONCE = timedelta(seconds=-1)  # a lease that is over before anybody looks
KILLS = int(os.environ.get("BANSOU_JOB_KILLS", "5"))
# Made anew each time, by chance; and what says how often a job was tried.
BY_CHANCE = {"code", "public_code", "token_hash", "code_hash", "sealed", "made_of"}
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b|secret-[0-9a-f]{32}|(?<=/)[\w-]{43}\b")
TOOK = re.compile(r"'(?:seconds|took|solved_in)[^']*': [\d.e-]+")


@pytest.fixture(scope="module")
def made(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThreeFirms]:
    """The three firms, with a job of every kind, and a copy of their database."""
    if world.postgresql:
        pytest.skip("a database is put back as it was by copying its file")
    # What other tests left lying about would be swept once, and not again.
    for left in (world.folder / "files").rglob("*"):
        if left.is_file():
            left.unlink()
    with three_firms(world, NOW) as made, clock.at(NOW):
        with made.app.app_context():
            leave_jobs(made)
        yield made
    world.empty()


def leave_jobs(made: ThreeFirms) -> None:
    """Have a job of each kind that the work of the three firms leaves none of."""
    firm, manager = made.partners["Anzu"], principal(made.people["Anzu_manager"].user)
    with unit_of_work(EVERY_TENANT) as session:
        for kind in (REFRESH, RECOMPUTE, SWEEP, LOOK_AT_ALL):
            enqueue(kind)
        assert keep_report([UsageRow("A-Hiraku", clock.today(), "journals_30d", 20.0)], message_id="msg_1")
        plan_watch(PORTAL)
        plan_measuring(PORTAL)
        plan_judging(PORTAL)
        plan_morning()
        keep_counting(PORTAL)
        request_password_link("cs_manager@vendor.example", address="192.0.2.1")
        request_run(month=MONTH, actor=PORTAL)
        tried = {**numbers("allocation"), "preference": 0.5}
        request_rehearsal(draft=tried, months=6, actor=PORTAL)
        solved = session.scalars(select(AllocationRun).where(AllocationRun.solved_at.is_not(None)).limit(1)).one()
        gone = Changes(exits=(made.partners["Anzu"].code,))
        ask_what_if(solved, name="A firm gone", changes=gone, actor=PORTAL)
        ours = select(Onboarding).where(Onboarding.partner_id == firm.id)
        onboarding = session.scalars(ours.where(Onboarding.state == OnboardingState.RUNNING)).one()
        words = Words("Who may change the contract?", Level.BOTH, told_customer=True)
        about = {"kind": EscalationKind.CONTRACT, "severity": Severity.NORMAL, "subject": "Contract"}
        raise_escalation(onboarding, words=words, actor=manager, **about)
        days = {"from_on": clock.today(), "expected_end_on": clock.today() + timedelta(days=10)}
        place_hold(onboarding, cause=HoldCause.PARTNER, reason="The firm moves house", actor=manager, **days)
        enqueue(LOOK_AT_ONE, onboarding_id=onboarding.id)
        boss = made.people["cs_manager"].user
        owner = person_of(boss.id)
        assert owner is not None
        level = {"level": RiskLevel.LOW, "reason": "Agreed with the customer", "owner": owner, "seen": ""}
        set_risk(onboarding, until_on=clock.today(), actor=principal(boss), **level)
        task = session.scalars(select(Task).where(Task.onboarding_id == onboarding.id).limit(1)).one()
        enqueue(WRITE, partner_id=firm.id, onboarding_id=onboarding.id)
        follows = session.scalars(select(Onboarding.code).where(Onboarding.partner_id == made.partners["Biwa"].id))
        leave_a_change_of_firm(session, onboarding, following=follows.first() or "", made_by=boss)
    with unit_of_work(Scope(firm.id)):
        enqueue(TELL, task=task.code)
        enqueue(TAKE, customer_id=onboarding.customer_id)
        seen_at = NOW + timedelta(minutes=30)
        enqueue(SEEN, invitation=made.guests["Anzu_guest"].invitation.code, at=seen_at.isoformat())
    with clock.at(NOW + timedelta(hours=1)):
        make_document(onboarding, manager, name="news.pdf", level=Level.CUSTOMER)


def leave_a_change_of_firm(session: Any, onboarding: Onboarding, *, following: str, made_by: User) -> None:
    """A customer that goes over to another firm, whose open commitments are to be carried there."""
    about = {"onboarding_id": onboarding.id, "customer_id": onboarding.customer_id, "made_at": clock.now()}
    session.add(
        Transfer(cause=Cause.FIRM, reason="moved", brief={}, made_by=made_by.name, made_by_id=made_by.id, **about)
    )
    enqueue(CARRY, customer_id=onboarding.customer_id, onboarding=following)


@pytest.fixture(scope="module")
def kept(made: ThreeFirms, world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database with all jobs waiting."""
    with made.app.app_context():
        db.engine.dispose()
    with closing(sqlite3.connect(world.folder / "world.sqlite3")) as alone:
        alone.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(shutil.copy(world.folder / "world.sqlite3", tmp_path_factory.mktemp("kept") / "kept.sqlite3"))


@pytest.fixture
def put_back(made: ThreeFirms, world: World, kept: Path) -> Callable[[], None]:
    """Let everything be as it was before any job ran."""

    def again() -> None:
        with made.app.app_context():
            db.engine.dispose()
        for leftover in ("world.sqlite3-wal", "world.sqlite3-shm"):
            (world.folder / leftover).unlink(missing_ok=True)
        shutil.copy(kept, world.folder / "world.sqlite3")

    return again


@pytest.fixture(autouse=True)
def _long_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(services, "LEASE", AT_ONCE)
    with clock.at(LATER):
        yield


class Outbox:
    """Stands for a mail server; keeps the numbers of letters in a file that all processes share."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.path.touch()

    def __call__(self, *_where: object, **_how: object) -> Outbox:
        return self

    def send_message(self, message: EmailMessage, to_addrs: list[str]) -> None:
        assert len(to_addrs) == 1
        with self.path.open("a") as file:
            file.write(f"{message['Message-ID']}\n")

    def ehlo(self) -> None:
        pass

    def has_extn(self, _name: str) -> bool:
        return False

    close = quit = ehlo

    def sent(self) -> list[str]:
        return self.path.read_text().split()


@pytest.fixture
def outbox(made: ThreeFirms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outbox:
    box = Outbox(tmp_path / "sent")
    monkeypatch.setattr("portal.mail.services.smtplib.SMTP", box)
    settings = made.app.extensions["bansou_settings"]
    told = SimpleNamespace(**{**vars(settings), "mail_url": "smtp://mail.example:25"})
    monkeypatch.setitem(made.app.extensions, "bansou_settings", told)
    return box


def waiting(made: ThreeFirms, kind: str) -> list[int]:
    with made.app.app_context(), unit_of_work(EVERY_TENANT, write=False) as session:
        asked = select(Job.id).where(Job.kind == kind, Job.state == JobState.WAITING).order_by(Job.id).limit(2)
        return list(session.scalars(asked))


def run(made: ThreeFirms, jobs: list[int]) -> None:
    with made.app.app_context():
        for job_id in jobs:
            carry_out(job_id)


def state(made: ThreeFirms, jobs: list[int]) -> dict[str, list[str]]:
    """All rows but what chance makes, and how the jobs ended."""
    found = {}
    with made.app.app_context(), db.engine.connect() as connection:
        ended = connection.execute(select(Job.state, Job.error).where(Job.id.in_(jobs))).all()
        assert {tuple(one) for one in ended} == {(JobState.DONE, None)}
        for table in db.metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in BY_CHANCE]
            rows = connection.execute(select(*columns)) if table.name != "jobs" else []
            told = sorted(TOOK.sub("", CODE.sub("", repr(tuple(row)))) for row in rows)
            found[table.name] = told
        others = connection.execute(select(Job.kind, Job.args, Job.state).where(Job.id.not_in(jobs)))
        found["jobs"] = sorted(CODE.sub("", repr(tuple(row))) for row in others)
    return found


@pytest.fixture
def kinds(made: ThreeFirms, put_back: Callable[[], None]) -> dict[str, list[int]]:
    """Every kind that a room brings, with waiting jobs of it."""
    put_back()
    with made.app.app_context():
        every = sorted(jobs_by_kind())
    return {kind: waiting(made, kind) for kind in every}


def different(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, Any]:
    """The rows that only one of two states has, by table."""
    return {name: sorted(set(one[name]) ^ set(other[name])) for name in one if one[name] != other[name]}


def test_there_is_a_job_of_every_kind(kinds):
    missing = [kind for kind, jobs in kinds.items() if not jobs]

    assert not missing, missing


def test_a_job_that_is_handed_out_twice_ends_as_after_once(made, kinds, put_back, outbox):
    """Most jobs end in the transaction of what they do; the others may have done it and died before they said so."""
    faults = {}
    for kind, jobs in kinds.items():
        put_back()
        run(made, jobs)
        once, sent = state(made, jobs), outbox.sent()
        with made.app.app_context(), unit_of_work(EVERY_TENANT) as session:
            if getattr(jobs_by_kind()[kind].carry_out, "opens_own_units", False):
                session.execute(update(Job).where(Job.id.in_(jobs)).values(state=JobState.WAITING))
        run(made, jobs)
        faults[kind] = (different(once, state(made, jobs)), outbox.sent()[len(sent) :])
    assert {kind: fault for kind, fault in faults.items() if fault != ({}, [])} == {}


def test_two_workers_who_reach_for_a_job_do_it_once(made, kinds, put_back, outbox, monkeypatch):
    monkeypatch.setattr(services, "LEASE", timedelta(minutes=10))
    faults = {}
    for kind, jobs in kinds.items():
        put_back()
        run(made, jobs[:1])
        once, sent = state(made, jobs[:1]), len(outbox.sent())
        put_back()
        racers = Racers(made.app, carry_out, 2)
        results = racers.race(jobs[:1] * 2)
        racers.close()
        both = different(once, state(made, jobs[:1])), len(outbox.sent()) - sent
        if both != ({}, sent) or results != {DONE: 2}:
            faults[kind] = (both, results)
        outbox.path.write_text("")
    assert faults == {}


def test_a_worker_killed_at_any_point_leaves_a_job_that_ends_as_it_should(made, kinds, put_back, outbox):
    faults = []
    for kind, jobs in kinds.items():
        put_back()
        heard = heard_in(made, jobs[:1])
        once, sent = state(made, jobs[:1]), set(outbox.sent())
        for number in range(KILLS):
            put_back()
            outbox.path.write_text("")
            point = 1 + number * (heard - 1) // max(KILLS - 1, 1)
            assert killed_at(made, jobs[0], point) == -signal.SIGKILL, (kind, point, heard)
            run(made, jobs[:1])
            both = different(once, state(made, jobs[:1]))
            if both or set(outbox.sent()) != sent:
                faults.append((kind, point, both, outbox.sent()))
        outbox.path.write_text("")
    assert faults == []


def heard_in(made: ThreeFirms, jobs: list[int]) -> int:
    """How many statements and commits a run takes."""
    points = Points(made)
    try:
        run(made, jobs)
    finally:
        points.stop()
    return points.passed


def killed_at(made: ThreeFirms, job_id: int, point: int) -> int:
    """Let a process of its own run a job and be killed before its n-th statement or commit; gives how it ended."""
    with made.app.app_context():
        db.engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            points = Points(made, last=point)
            run(made, [job_id])
            points.stop()
        finally:
            os._exit(0)
    _child, status = os.waitpid(child, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


class Points:
    """Counts statements and commits as they are about to happen, and ends the process at one of them."""

    def __init__(self, made: ThreeFirms, *, last: int = 0) -> None:
        self.passed, self.last = 0, last
        with made.app.app_context():
            self.engine = db.engine
        for name in ("before_cursor_execute", "commit"):
            event.listen(self.engine, name, self.passing)

    def passing(self, *_told: object) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def stop(self) -> None:
        for name in ("before_cursor_execute", "commit"):
            event.remove(self.engine, name, self.passing)
