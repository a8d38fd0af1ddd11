"""What happens to tables as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class TableImported(Event):
    """A file was taken in; what it did to each row stands in events of its own."""

    title = _l("Table imported")

    kind: str
    file_name: str
    created: int
    changed: int
    unchanged: int
