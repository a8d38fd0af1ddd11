"""A portal that really serves, on a database of its own and at an hour that the test sets."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from portal import clock
from portal.jobs.services import carry_out_all
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from tests.world import World

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Tuesday, 10:00 in Tokyo


class QuietHandler(WSGIRequestHandler):
    def log(self, *_words: object) -> None:
        pass


class Served:
    """The portal at an address, with the hour that it takes for now."""

    def __init__(self, world: World) -> None:
        self.app = world.app
        self.now = MORNING
        self.server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=QuietHandler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        # Each request runs in a thread of its own, which knows nothing of a clock set elsewhere.
        with clock.at(self.now):
            answer = self.app(environ, start)
            try:
                return list(answer)
            finally:
                if hasattr(answer, "close"):
                    answer.close()

    def go_to(self, day: date) -> None:
        """Let it be ten in the morning of a day."""
        self.now = datetime.combine(day, time(10), clock.zone())

    @contextmanager
    def unit(self, *, write: bool = True) -> Iterator[Session]:
        """A unit of work at the portal's own hour."""
        with self.app.app_context(), clock.at(self.now), unit_of_work(EVERY_TENANT, write=write) as session:
            yield session

    def work(self) -> None:
        """Carry out every job that is due, as the worker does."""
        with self.app.app_context(), clock.at(self.now):
            carry_out_all()


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """An empty portal, serving until the block ends."""
    world = World(folder, postgresql=False)
    served = Served(world)
    thread = threading.Thread(target=served.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.server.shutdown()
        thread.join()
        served.server.server_close()
        world.close()
