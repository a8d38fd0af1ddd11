"""What rooms say of the routes that they open to other systems. Written for developers, in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.access import TokenScope

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Parameter:
    """A parameter of the query or a header, with its JSON schema."""

    name: str
    description: str
    schema: Schema
    place: str = "query"
    required: bool = False


@dataclass(frozen=True)
class Operation:
    """One route: what it takes, what it gives, and by which statuses it refuses. Without a scope it is signed."""

    method: str
    path: str
    summary: str
    scope: TokenScope | None
    gives: Schema
    refuses: Sequence[int]
    takes: Schema | None = None
    status: int = 200
    description: str = ""
    parameters: Sequence[Parameter] = field(default_factory=tuple)
