"""A portal whose processes are killed while people write: nothing that was answered is lost, nothing is half there.

`BANSOU_KILLS` says how often; script/soak kills two hundred times.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from onboarding_phases.conversations.models import Comment
from portal import clock
from portal.audit.models import AuditEntry
from portal.database import db
from portal.levels import Level
from tests.architecture.test_house import ROOT
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.world import KEY, World, unit

KILLS = int(os.environ.get("BANSOU_KILLS", "3"))
WRITERS = 4
PATIENCE = 60.0  # seconds until a portal that does not come back is given up


class Portal:
    """The web server of script/server and a worker, on the database of the tests."""

    def __init__(self, world: World) -> None:
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = int(door.getsockname()[1])
        self.environment = {
            **os.environ,
            "BANSOU_DATABASE_URL": world.settings.database_url,
            "BANSOU_SECRET_KEY": KEY,
            "BANSOU_BASE_URL": f"http://127.0.0.1:{self.port}",
            "BANSOU_FILES_URL": f"file://{world.folder / 'files'}",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.start()

    def start(self) -> None:
        """Start what does not run."""
        web = ["gunicorn", "--preload", "--workers=2", "--worker-class=gthread", "--threads=4", "--log-level=error"]
        commands = {
            "web": ["-m", *web, f"--bind=127.0.0.1:{self.port}", "wsgi:serve()"],
            "worker": ["-c", "import wsgi; wsgi.main()", "worker"],
        }
        for name, command in commands.items():
            if name not in self.processes or self.processes[name].poll() is not None:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, *command], cwd=ROOT, env=self.environment, stderr=subprocess.DEVNULL
                )

    def kill(self, dice: random.Random) -> str:
        """Kill one process as a power cut would; says which."""
        master = self.processes["web"].pid
        workers = children(master)
        alone = [("web", master), ("worker", self.processes["worker"].pid)]
        name, number = dice.choice([*alone, *(("one", worker) for worker in workers)])
        os.kill(number, signal.SIGKILL)
        if name == "web":
            # What a dead master leaves behind holds the port; a power cut takes it too.
            for left in workers:
                os.kill(left, signal.SIGKILL)
        if name in self.processes:
            self.processes[name].wait(PATIENCE)
        return name

    def wait(self) -> float:
        """Seconds until it says that it is ready."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            if ask(self.port, "GET", "/readyz") == 200:
                return time.monotonic() - began
            time.sleep(0.05)
        raise AssertionError("it does not come back")

    def end(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(PATIENCE)


def children(process: int) -> list[int]:
    told = subprocess.run(["ps", "--ppid", str(process), "-o", "pid="], capture_output=True, check=False, text=True)
    return [int(word) for word in told.stdout.split()]


def ask(port: int, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> int | None:
    """The status of an answer; None where there was none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, headers or {})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Writer(threading.Thread):
    """Somebody who writes one comment after the other, and remembers which were answered."""

    def __init__(self, portal: Portal, number: int, send: Callable[[str], int | None]) -> None:
        super().__init__(daemon=True)
        self.portal, self.number, self.send = portal, number, send
        self.answered: list[str] = []
        self.refused: list[int] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        count = 0
        while not self.stopped.is_set():
            count += 1
            text = f"word {self.number}-{count}"
            status = self.send(text)
            if status == 303:
                self.answered.append(text)
            elif status is None:
                time.sleep(0.1)
            else:
                self.refused.append(status)


@pytest.fixture
def portal(app, world) -> Iterator[Portal]:
    if world.postgresql:
        pytest.skip("PostgreSQL keeps what it has answered; what a killed writer leaves is asked of SQLite")
    with app.app_context():
        db.engine.dispose()
    made = Portal(world)
    yield made
    made.end()


@pytest.fixture
def send(app, login, portal) -> Callable[[str], int | None]:
    """Write a comment over the wire, as a manager who is signed in."""
    with clock.at(datetime.now(UTC)):
        onboarding = make_onboarding(make_partner())
        browser = Browser(app, login(make_user()))
        page = f"/onboardings/{onboarding.code}/conversation"
        token = browser.token(page)
    headers = {"Cookie": f"bansou={browser.cookie}", "Content-Type": "application/x-www-form-urlencoded"}

    def write(text: str) -> int | None:
        said = {
            "csrf_token": token,
            "comment-text": text,
            "comment-level": Level.VENDOR.value,
            "comment-position": "",
        }
        return ask(portal.port, "POST", page, urlencode(said), headers)

    return write


def test_what_was_answered_is_there_after_every_kill(portal, send):
    dice = random.Random(KILLS)
    portal.wait()
    writers = [Writer(portal, number, send) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    waits = []
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.1, 0.6))
        portal.kill(dice)
        portal.start()
        waits.append(portal.wait())
    for writer in writers:
        writer.stopped.set()
    for writer in writers:
        writer.join(PATIENCE)
    portal.end()
    print(f"{KILLS} kills; ready again after {max(waits):.1f} s at most")  # noqa: T201 - a figure for whoever soaks

    answered = {text for writer in writers for text in writer.answered}
    with unit(write=False) as session:
        kept = list(session.scalars(select(Comment.text)))
        noted = session.scalar(select(func.count()).where(AuditEntry.event == "CommentWritten"))
    assert [status for writer in writers for status in writer.refused] == []
    assert len(answered) >= WRITERS
    assert answered - set(kept) == set()
    assert len(kept) == noted
