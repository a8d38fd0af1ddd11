"""What a deed would do to each of the chosen onboardings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import LazyString


@dataclass(frozen=True)
class Item:
    """One thing that would be done, or that cannot be and why.

    `position` is the phase, if it is about one, and `version` what it is changed from. `open_tasks` are those that
    its acceptance asks for and that nobody has closed.
    """

    code: str
    customer: str
    partner: str
    version: int
    position: int | None = None
    phase: str = ""
    owner_id: int | None = None
    owner: str = ""
    open_tasks: int = 0
    is_late: bool = False
    refusal: LazyString | None = None


def digest(items: Sequence[Item]) -> str:
    """What was seen of what will be done, in a word: another one where anything of it has changed."""
    seen = json.dumps([[item.code, item.position, item.version, item.owner_id] for item in items])
    return sha256(seen.encode()).hexdigest()[:32]
