"""How fast pages are with 10,000 and with 100,000 onboardings, beside a bare Flask and Jinja page in the same run.

Run `.venv/bin/python script/benchmarks/pages.py`. It builds its worlds in a folder of its own and takes them
away again; `--worlds FOLDER` keeps them for the next run; `--quick` leaves out the large one. The bare page is a
Flask view that renders the same bytes with Jinja and asks no database. All are served by gunicorn, one worker
each, and asked in turns, so that what else the machine does falls on all alike. Milliseconds on the clock; `cpu` is
what the worker's processor spent on one page.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from demo.loading import load  # noqa: E402 - the path comes first
from demo.scale import LARGE, Scale  # noqa: E402
from portal.cli import bring_up_to_date  # noqa: E402
from portal.database import db  # noqa: E402
from portal.settings import Settings  # noqa: E402
from wsgi import build  # noqa: E402

PASSWORD = "bansou-demo-2026"  # noqa: S105 - of a world that lasts as long as the run
KEY = "a key of the benchmarks, 0123456789 abcdef"
SIZES: dict[str, Scale] = {"10,000": replace(LARGE, onboardings=10_000, audit_rows=100_000), "100,000": LARGE}
ROUNDS, SLOW_ROUNDS, SLOW = 30, 4, 1.0
TICKS = os.sysconf("SC_CLK_TCK")
PAGES: Sequence[tuple[str, str]] = (
    ("manager@vendor.example", "/"),
    ("member@vendor.example", "/"),
    ("manager@p0030.example", "/"),
    ("manager@vendor.example", "/onboardings"),
    ("manager@vendor.example", "/onboardings?view=board"),
    ("manager@vendor.example", "/onboardings?view=timeline"),
    ("manager@vendor.example", "/onboardings?tab=all"),
    ("manager@p0030.example", "/onboardings"),
    ("manager@vendor.example", "/partners"),
    ("manager@vendor.example", "/partners/P0030"),
    ("manager@vendor.example", "/customers"),
    ("manager@vendor.example", "/handoffs"),
    ("manager@vendor.example", "/offers"),
    ("manager@vendor.example", "/certification"),
    ("admin@vendor.example", "/audit"),
    ("manager@vendor.example", "/reports"),
    ("manager@p0030.example", "/reports"),
)
BARE = """
from pathlib import Path
from flask import Flask, render_template, request
app = Flask(__name__, template_folder={folder!r})
TEXTS = {{path.name: path.read_text() for path in Path({folder!r}).glob("*.txt")}}
@app.get("/<name>")
def page(name):
    return render_template("bare.html", text=TEXTS[name])
"""


@dataclass
class Server:
    """A gunicorn with one worker, and the cookies of those who are logged in."""

    port: int
    worker: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, who: str = "") -> tuple[float, float, bytes]:
        """Seconds on the clock, seconds of the worker's processor, and the page."""
        headers = {"Cookie": self.cookies[who]} if who else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        used, began = processor(self.worker), time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        spent = time.perf_counter() - began
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path} as {who or 'nobody'}: {answer.status}")
        return spent, processor(self.worker) - used, body

    def log_in(self, who: str) -> None:
        """Log in by the page, as a person does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", "/login")
        answer = connection.getresponse()
        cookie, page = cookie_of(answer), answer.read().decode()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        form = urlencode({"email": who, "password": PASSWORD, "csrf_token": token[1] if token else ""})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        headers["Origin"] = f"http://127.0.0.1:{self.port}"
        connection.request("POST", "/login", form, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 303:
            raise SystemExit(f"log-in of {who}: {answer.status}")
        self.cookies[who] = cookie_of(answer)


def cookie_of(answer: http.client.HTTPResponse) -> str:
    return "; ".join(line.split(";")[0] for line in answer.headers.get_all("Set-Cookie") or ())


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def serving(target: str, **environment: str) -> Iterator[Server]:
    """Serve an application until the block ends."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    given = {**os.environ, **environment, "BANSOU_BASE_URL": f"http://127.0.0.1:{port}"}
    command = [sys.executable, "-m", "gunicorn", "-w1", "-k", "gthread", "--threads", "4", "--log-level", "error"]
    process = subprocess.Popen([*command, "-b", f"127.0.0.1:{port}", target], env=given, cwd=ROOT)  # noqa: S603
    try:
        yield Server(port, worker_of(process.pid, port))
    finally:
        process.terminate()
        process.wait()


def worker_of(master: int, port: int) -> int:
    """The process that answers, once it does."""
    for _ in range(600):
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        with socket.socket() as door:
            if children and door.connect_ex(("127.0.0.1", port)) == 0:
                return int(children[0])
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def world(folder: Path, name: str) -> str:
    """The address of a database of a size; made where it is not there yet."""
    file = folder / f"{name.replace(',', '')}.sqlite3"
    url = f"sqlite:///{file}"
    if not file.exists():
        sys.stderr.write(f"building a world of {name} onboardings\n")
        settings = Settings(folder, f"{url}.part", KEY, "http://localhost")
        with build(settings, queue_url="memory://").app_context():
            bring_up_to_date()
            load(seed=20261123, password=PASSWORD, scale=SIZES[name])
            db.engine.dispose()  # noqa: TID251 - so that its log is in the file that is renamed
        Path(f"{file}.part").rename(file)
    return url


def bare_pages(folder: Path, texts: Sequence[bytes]) -> Path:
    """A bare application that serves these bytes, each at an address of its own."""
    (folder / "bare.html").write_text("{{ text | safe }}")
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_bytes(text)
    (folder / "bare_pages.py").write_text(BARE.format(folder=str(folder)))
    return folder


def quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def measure(servers: dict[str, Server], folder: Path) -> None:
    """Print a line for each page: every size and the bare page, asked in turns."""
    largest = servers[list(servers)[-1]]
    texts = [largest.ask(path, who)[2] for who, path in PAGES]
    with serving("bare_pages:app", PYTHONPATH=str(bare_pages(folder, texts))) as bare:
        heads = [f"{name:>9} p50 {'p95':>8} {'cpu':>7}" for name in (*servers, "bare")]
        say(f"{'page':46}{'KB':>5}  " + "  ".join(heads) + "   x bare  x size")
        for number, (who, path) in enumerate(PAGES):
            row(servers, bare, number, who, path, len(texts[number]))


def row(servers: dict[str, Server], bare: Server, number: int, who: str, path: str, size: int) -> None:
    """One page, everywhere, in milliseconds."""
    asked = [*((server, path, who) for server in servers.values()), (bare, f"/{number}.txt", "")]
    slow = max(server.ask(where, reader)[0] for server, where, reader in asked) > SLOW
    times: list[list[tuple[float, float, bytes]]] = [[] for _ in asked]
    for _ in range(SLOW_ROUNDS if slow else ROUNDS):
        for own, (server, where, reader) in zip(times, asked, strict=True):
            own.append(server.ask(where, reader))
    cells, p95 = [], []
    for own in times:
        clock = [one[0] * 1000 for one in own]
        p95.append(quantile(clock, 0.95))
        cells.append(
            f"{quantile(clock, 0.5):13.1f} {p95[-1]:8.1f} {sum(one[1] for one in own) / len(own) * 1000:7.1f}"
        )
    growth = f"{p95[-2] / p95[0]:7.2f}" if len(servers) > 1 else ""
    who_and_where = f"{who.split('@')[0]}@{'vendor' if 'vendor' in who else 'firm'} {path}"
    say(f"{who_and_where:46}{size // 1024:5}  " + "  ".join(cells) + f"  {p95[-2] / p95[-1]:7.1f} {growth}")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Build the worlds, serve them, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--worlds", type=Path)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        worlds = asked.worlds or folder
        worlds.mkdir(parents=True, exist_ok=True)
        servers = {}
        for name in list(SIZES)[: 1 if asked.quick else None]:
            given = {"BANSOU_DATABASE_URL": world(worlds, name), "BANSOU_SECRET_KEY": KEY}
            servers[name] = stack.enter_context(serving("wsgi:build()", **given))
            for who in dict.fromkeys(who for who, _ in PAGES):
                servers[name].log_in(who)
        measure(servers, folder)


main()
