"""The queue that wakes the worker: Huey carries the number of a job, the row in the database is the truth."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from huey import MemoryHuey, PriorityRedisHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer

from portal.database import db
from portal.jobs.services import carry_out, due_jobs
from portal.schema import weigh_tables


def connect_queue(app: Flask, *, url: str, secret: str) -> Any:
    """Make the queue, tell it how to carry out a job, and let `enqueue` ping it after each commit."""
    queue = _make(url, SignedSerializer(secret=secret, salt="bansou.jobs"))

    def run(job_id: int) -> None:
        with app.app_context():
            carry_out(job_id)

    def sweep() -> None:
        with app.app_context():
            for job_id in due_jobs():
                task(job_id)

    def weigh() -> None:
        with app.app_context():
            weigh_tables(db.engine)

    task = queue.task(name="run")(run)
    queue.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    queue.periodic_task(crontab(hour="3", minute="30"), name="weigh")(weigh)
    app.extensions["bansou_queue"] = queue
    app.extensions["bansou_ping"] = task
    app.extensions["bansou_sweep"] = sweep
    return queue


def _make(url: str, serializer: SignedSerializer) -> Any:
    parts = urlsplit(url)
    if parts.scheme == "memory":
        return MemoryHuey("bansou", serializer=serializer)
    if parts.scheme == "sqlite":
        return SqliteHuey("bansou", filename=url.removeprefix("sqlite:///"), fsync=False, serializer=serializer)
    return PriorityRedisHuey("bansou", url=url, serializer=serializer)
