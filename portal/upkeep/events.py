"""What was done about work that had been given up."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class JobsTriedAgain(Event):
    """All jobs of a kind that had been given up were handed to the worker once more."""

    title = _l("Work in the background tried again")

    kind: str
    count: int
