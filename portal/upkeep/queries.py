"""Reading what was given up and what is behind."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from portal import clock
from portal.database import db
from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.upkeep.values import Behind, GivenUp

# The worker looks around once a minute; what waits for longer than a few of these has nobody to do it.
PATIENCE = timedelta(minutes=5)


def given_up() -> list[GivenUp]:
    """The kinds of which jobs failed for good, the latest failure first."""
    failed = (
        select(
            Job.kind,
            func.count(Job.id).label("count"),
            func.min(Job.finished_at).label("first_at"),
            func.max(Job.finished_at).label("last_at"),
            func.max(Job.id).label("last_id"),
        )
        .where(Job.state == JobState.FAILED)
        .group_by(Job.kind)
        .subquery()
    )
    rows = db.session.execute(
        select(
            failed.c.kind,
            failed.c.count,
            failed.c.first_at,
            failed.c.last_at,
            Job.attempts,
            func.coalesce(Job.error, ""),
        )
        .join(Job, Job.id == failed.c.last_id)
        .order_by(failed.c.last_at.desc(), failed.c.kind)
    )
    return [GivenUp(*row) for row in rows]


def behind() -> Behind | None:
    """What should have been done some minutes ago and was not, if there is anything."""
    late = (Job.state == JobState.WAITING) & (Job.run_at < clock.now() - PATIENCE)
    count, since = db.session.execute(select(func.count(Job.id), func.min(Job.run_at)).where(late)).one()
    return Behind(count, since) if count else None
