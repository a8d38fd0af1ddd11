"""Processes that start at once, and what each of them got."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from flask import Flask

from portal.database import db

Act = Callable[[Any], None]
DONE = "done"


class Racers:
    """So many processes of one application, each with connections of its own, that act together at a signal."""

    def __init__(self, app: Flask, act: Act, count: int) -> None:
        with app.app_context():
            db.engine.dispose()  # what is open now belongs to this process alone
        fork = multiprocessing.get_context("fork")
        self._start = fork.Barrier(count)
        self._lines: list[Connection] = []
        self._processes = []
        for _ in range(count):
            here, there = fork.Pipe()
            process = fork.Process(target=_race, args=(app, act, self._start, there), daemon=True)
            process.start()
            self._lines.append(here)
            self._processes.append(process)

    def race(self, tasks: Sequence[Any]) -> Counter[str]:
        """Give every racer a task at once, and count what became of them: `done`, or the name of what stopped it."""
        assert len(tasks) == len(self._lines)
        for line, task in zip(self._lines, tasks, strict=True):
            line.send(task)
        return Counter(line.recv() for line in self._lines)

    def close(self) -> None:
        for line in self._lines:
            line.send(None)
        for process in self._processes:
            process.join(20)
            if process.is_alive():
                process.terminate()


def _race(app: Flask, act: Act, start: Any, line: Connection) -> None:
    while (task := line.recv()) is not None:
        with app.app_context():
            start.wait(60)
            try:
                act(task)
            except Exception as stopped:
                line.send(f"{type(stopped).__name__}: {stopped}".splitlines()[0][:120])
            else:
                line.send(DONE)
