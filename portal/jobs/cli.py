"""The worker."""

from __future__ import annotations

import click
from flask import current_app

from portal.commands import with_portal

WORKERS = 2


@click.command()
@with_portal
def worker() -> None:
    """Carry out jobs until told to stop; INT and TERM let the running ones finish."""
    queue = current_app.extensions["bansou_queue"]
    current_app.extensions["bansou_sweep"]()
    queue.create_consumer(
        workers=WORKERS, worker_type="thread", periodic=True, graceful_signal="TERM", max_delay=1.0
    ).run()
