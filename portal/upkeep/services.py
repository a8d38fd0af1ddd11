"""Having work tried again that was given up."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from sqlalchemy import CursorResult, update

from portal import clock
from portal.database import db
from portal.errors import Stale
from portal.events import publish
from portal.jobs.enums import JobState
from portal.jobs.models import Job
from portal.people import Principal
from portal.upkeep.events import JobsTriedAgain


def try_again(kind: str, *, actor: Principal) -> int:
    """Hand all jobs of a kind that were given up to the worker once more, and say how many they are.

    Raises:
        Stale: none of the kind is given up any more.
    """
    failed = update(Job).where(Job.kind == kind, Job.state == JobState.FAILED)
    done = db.session.execute(
        failed.values(state=JobState.WAITING, attempts=0, run_at=clock.now(), finished_at=None, error=None)
    )
    count = cast(CursorResult[Any], done).rowcount
    if count == 0:
        raise Stale(_l("Nothing of this kind is given up any more. Somebody else had it tried again."))
    publish(JobsTriedAgain(actor_id=actor.id, kind=kind, count=count))
    return count
