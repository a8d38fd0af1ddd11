"""How a room brings work for the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString


@dataclass(frozen=True)
class JobKind:
    """A kind of job: what carries it out, and how administrators are told what it does."""

    name: str
    carry_out: Callable[..., None]
    title: str | LazyString
