"""What happened to settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Event):
    """A new version of a setting was written."""

    title = _l("Setting changed")

    key: str
    version: int
    before: dict[str, Any]
    after: dict[str, Any]
    effective_on: date
    reason: str
