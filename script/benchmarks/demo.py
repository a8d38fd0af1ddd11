"""How long the small demo takes to load, told through the services: processor's time and time on the clock."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from demo.loading import load  # noqa: E402 - the path comes first
from portal.cli import bring_up_to_date  # noqa: E402
from portal.settings import Settings  # noqa: E402
from wsgi import build  # noqa: E402

PASSWORD = "bansou-demo-2026"  # noqa: S105 - of a world that lasts as long as the run
KEY = "a key of the benchmarks, 0123456789 abcdef"
PROMISED = 90


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder), f"sqlite:///{folder}/demo.db", KEY, "http://localhost")
        with build(settings, queue_url="memory://").app_context():
            bring_up_to_date()
            cpu, clock = time.process_time(), time.monotonic()
            load(seed=20261123, password=PASSWORD)
            took, passed = time.process_time() - cpu, time.monotonic() - clock
            told = (
                f"small demo: {took:.1f} s of the processor, {passed:.1f} s on the clock (promised: {PROMISED} s)\n"
            )
            sys.stdout.write(told)


if __name__ == "__main__":
    main()
