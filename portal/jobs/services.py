"""Writing jobs, and carrying them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, TypeVar, cast

import structlog
from flask import current_app
from sqlalchemy import CursorResult, or_, select, update

from portal import clock
from portal.database import db
from portal.events import publish
from portal.jobs.enums import JobState
from portal.jobs.events import JobGivenUp
from portal.jobs.models import Job
from portal.jobs.values import JobKind
from portal.tenancy import EVERY_TENANT, Scope, scope_of
from portal.units import after_commit, unit_of_work

LEASE = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 8
Handler = TypeVar("Handler", bound=Callable[..., None])
log = structlog.get_logger()


def enqueue(kind: str, *, run_at: datetime | None = None, **args: Any) -> None:
    """Have a job done after this transaction, in its scope; nothing happens if the transaction fails.

    Jobs run at least once, so each must bear repeating. `args` are values that JSON can hold.
    """
    if kind not in jobs_by_kind():
        raise ValueError(f"no room brings a job {kind!r}")
    scope = scope_of(db.session)
    now = clock.now()
    job = Job(kind=kind, args=args, partner_id=scope.partner_id, created_at=now, run_at=run_at or now)
    db.session.add(job)
    db.session.flush()
    job_id = job.id
    ping: Callable[[int], None] = current_app.extensions["bansou_ping"]
    if run_at is None:
        after_commit(lambda: ping(job_id))


def is_waiting(kind: str) -> bool:
    """Whether a job of a kind waits to be done."""
    waiting = select(Job.id).where(Job.kind == kind, Job.state == JobState.WAITING).limit(1)
    return db.session.scalar(waiting) is not None


def plan_night(kind: str, at: time) -> None:
    """See that the coming night has its job of a kind; there is never more than one that waits."""
    if not is_waiting(kind):
        tomorrow = clock.today() + timedelta(days=1)
        enqueue(kind, run_at=datetime.combine(tomorrow, at, clock.zone()))


def opens_own_units(job: Handler) -> Handler:
    """Mark a job that talks to the outside: it runs outside any transaction, so that it holds no lock meanwhile."""
    job.opens_own_units = True  # type: ignore[attr-defined]
    return job


def jobs_by_kind() -> Mapping[str, JobKind]:
    """Every kind of job that a room brings."""
    return cast(Mapping[str, JobKind], current_app.extensions["bansou_jobs"])


def carry_out(job_id: int) -> bool:
    """Take a job if it is free, run it in its own scope and write down how it ended; False if it was not free.

    A job that raises is tried again with growing pauses, and fails for good after `MOST_ATTEMPTS`.
    """
    job = _take(job_id)
    if job is None:
        return False
    kind, args, partner_id, attempts = job
    scope = EVERY_TENANT if partner_id is None else Scope(partner_id)
    try:
        _call(jobs_by_kind()[kind].carry_out, args, job_id, scope)
    except Exception as reason:
        log.exception("job failed", job_id=job_id, kind=kind, attempts=attempts)
        with unit_of_work(EVERY_TENANT):
            _put_back(job_id, kind, attempts=attempts, reason=_said(reason))
    return True


def _call(handler: Callable[..., None], args: dict[str, Any], job_id: int, scope: Scope) -> None:
    if getattr(handler, "opens_own_units", False):
        handler(**args)
        with unit_of_work(scope):
            _finish(job_id, state=JobState.DONE)
        return
    with unit_of_work(scope):
        handler(**args)
        _finish(job_id, state=JobState.DONE)


def due_jobs(*, limit: int = 200) -> list[int]:
    """Jobs that wait for their time, and those whose worker died with the lease in its hand."""
    with unit_of_work(EVERY_TENANT, write=False) as session:
        now = clock.now()
        return list(session.scalars(select(Job.id).where(_is_free(now)).order_by(Job.run_at).limit(limit)))


def carry_out_all() -> int:
    """Carry out whatever is due, until nothing is; for commands, tests and the demo."""
    count = 0
    while found := due_jobs():
        count += sum(carry_out(job_id) for job_id in found)
    return count


def _is_free(now: datetime) -> Any:
    waiting = (Job.state == JobState.WAITING) & (Job.run_at <= now)
    abandoned = (Job.state == JobState.RUNNING) & (Job.lease_until < now)
    return or_(waiting, abandoned)


def _take(job_id: int) -> tuple[str, dict[str, Any], int | None, int] | None:
    now = clock.now()
    with unit_of_work(EVERY_TENANT) as session:
        taken = session.execute(
            update(Job)
            .where(Job.id == job_id, _is_free(now))
            .values(state=JobState.RUNNING, lease_until=now + LEASE, attempts=Job.attempts + 1)
        )
        if cast(CursorResult[Any], taken).rowcount == 0:
            return None
        job = session.execute(select(Job).where(Job.id == job_id)).scalar_one()
        return job.kind, dict(job.args), job.partner_id, job.attempts


def _finish(job_id: int, *, state: JobState, error: str | None = None) -> None:
    db.session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(state=state, finished_at=clock.now(), lease_until=None, error=error)
    )


def _said(reason: Exception) -> str:
    """What an error says, for administrators: its first line, since others quote the values of a statement."""
    return f"{type(reason).__name__}: {str(reason).partition(chr(10))[0]}"


def _put_back(job_id: int, kind: str, *, attempts: int, reason: str) -> None:
    if attempts >= MOST_ATTEMPTS:
        _finish(job_id, state=JobState.FAILED, error=reason[:500])
        publish(JobGivenUp(actor_id=None, kind=kind, job_id=job_id, attempts=attempts))
        return
    pause = min(timedelta(seconds=10 * 4**attempts), LONGEST_PAUSE)
    db.session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(state=JobState.WAITING, run_at=clock.now() + pause, lease_until=None, error=reason[:500])
    )
