"""What happens to rehearsals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class RehearsalRequested(Event):
    """Somebody had other numbers of the allocation tried on past runs."""

    title = _l("Rehearsal of the allocation requested")

    rehearsal: str
    before: dict[str, Any]
    after: dict[str, Any]
    runs: int


@dataclass(frozen=True, kw_only=True)
class RehearsalDone(Event):
    """All runs of a rehearsal are computed."""

    title = _l("Rehearsal of the allocation done")

    rehearsal: str
    runs: int
    moved: int
