"""What became of jobs that nobody waits for at a page."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class JobGivenUp(Event):
    """A job failed for the last time; it stays as it is until somebody has it tried again."""

    title = _l("Work in the background given up")

    kind: str
    job_id: int
    attempts: int
