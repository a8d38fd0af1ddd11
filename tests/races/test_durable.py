"""What was answered is on the disk: the kernel is asked to write through between each change and its answer."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHANGES = 20
ANSWER = "answered"
WRITER = f"""
import os, sys
from pathlib import Path
from sqlalchemy import event
from portal.database import db
from portal.schema import upgrade
from portal.settings import Settings
from portal.tenancy import EVERY_TENANT, Tenant
from portal.units import unit_of_work
from wsgi import build

folder = Path(sys.argv[1])
app = build(Settings(folder, f"sqlite:///{{folder / 'x.sqlite3'}}", "a key for tests only, 0123456789 abc"), queue_url="memory://")
with app.app_context():
    if sys.argv[2] == "careless":
        event.listen(db.engine, "connect", lambda opened, _record: opened.execute("PRAGMA synchronous=NORMAL"))
    upgrade(db.engine)
    for number in range({CHANGES} + 1):
        os.write(1, b"{ANSWER}\\n")
        with unit_of_work(EVERY_TENANT) as session:
            session.add(Tenant(name=f"Firm {{number}}"))
    os.write(1, b"{ANSWER}\\n")
"""


def syncs(folder: Path, how: str) -> list[int]:
    """How often the disk was waited for between one answer and the next."""
    traced, seen = folder / "trace", "trace=fsync,fdatasync,write"
    run = ["strace", "-f", "-y", "-e", seen, "-o", str(traced), sys.executable, "-c", WRITER, str(folder), how]
    subprocess.run(run, cwd=ROOT, check=True, capture_output=True)
    told = traced.read_text(encoding="utf-8", errors="replace")
    between = re.split(rf'write\(1[^"]*"{ANSWER}', told)[1:-1]
    return [len(re.findall(r"f(?:data)?sync\(\d+<[^>]*sqlite3-wal>\) += 0", part)) for part in between]


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_no_change_is_answered_before_it_is_on_the_disk(tmp_path):
    found = syncs(tmp_path, "as it is")

    assert len(found) == CHANGES + 1
    assert min(found) >= 1


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_a_database_that_waits_for_no_disk_is_found(tmp_path):
    found = syncs(tmp_path, "careless")

    assert len(found) == CHANGES + 1
    assert max(found[1:]) == 0
