"""What happens to usage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class UsageRecorded(Event):
    """Usage arrived by a file, the API or a webhook: how many values are new or corrected, over which days."""

    title = _l("Usage recorded")

    created: int
    changed: int
    first_on: date
    last_on: date
    way: str
