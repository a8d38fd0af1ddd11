"""What a room says of a notice: its name, and how it reads in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice; `text` turns its values into one sentence, in the locale of whoever reads it."""

    name: str
    text: Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True)
class Audience:
    """Whom a notice is for: one person, a role of one firm, or roles of the vendor; and `others` by their ids."""

    user_id: int | None = None
    partner_id: int | None = None
    roles: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
