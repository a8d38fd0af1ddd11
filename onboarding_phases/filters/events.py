"""What people do with their saved filters."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class FilterSaved(Event):
    """A person saved a filter under a name."""

    title = _l("Filter saved")

    filter_id: int
    name: str
    query: str
    is_default: bool


@dataclass(frozen=True, kw_only=True)
class FilterRenamed(Event):
    """A person gave a saved filter another name."""

    title = _l("Saved filter renamed")

    filter_id: int
    before: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DefaultFilterChosen(Event):
    """A person chose with which saved filter the list opens; None: with all that runs."""

    title = _l("Filter chosen with which the list opens")

    filter_id: int | None


@dataclass(frozen=True, kw_only=True)
class FilterDeleted(Event):
    """A person deleted a saved filter."""

    title = _l("Saved filter deleted")

    filter_id: int
    name: str
