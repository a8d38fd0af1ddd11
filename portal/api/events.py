"""What happened to tokens. Nothing here holds one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class TokenMade(Event):
    """A token was made that acts for a person, with these scopes and until this moment."""

    title = _l("API token made")

    token_id: int
    name: str
    user_id: int
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class TokenEnded(Event):
    """A token is refused from now on."""

    title = _l("API token ended")

    token_id: int
    name: str
    user_id: int
    reason: str
