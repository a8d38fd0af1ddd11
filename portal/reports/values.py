"""What rooms say of reports: the kinds that there are, and the parts of which they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString


@dataclass(frozen=True)
class Subject:
    """What a report is about. `row` is handed to the sections; its session sees only this firm's rows."""

    key: str
    name: str
    partner_id: int
    row: Any


@dataclass(frozen=True)
class ReportKind:
    """A kind of report: `bansou report NAME KEY`. `find` gives the subject that a key names, if the session sees it.

    `title` says in one line what the report is; `back` is the endpoint of the page that it is reached from.
    One that is not monthly is about its subject alone; it brings a document of its own, in `template`.
    """

    name: str
    title: str | LazyString
    find: Callable[[str], Subject | None]
    back: str
    template: str = "reports/document.html"
    is_monthly: bool = True


@dataclass(frozen=True)
class ReportSection:
    """A part of a printed report: `collect` takes the report's subject and month, `template` sets it on paper."""

    report: str
    template: str
    collect: Callable[[Any, date], Mapping[str, Any] | None]
    order: int
