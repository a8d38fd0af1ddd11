"""What a room says of a table that people import and export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString

from portal.access import Permission
from portal.people import Principal
from portal.tables.problems import Problem
from portal.tables.schema import Parsed, Schema


@dataclass(frozen=True)
class Outcome:
    """What an import did, or in a dry run would do."""

    created: int
    changed: int
    unchanged: int

    @property
    def total(self) -> int:
        return self.created + self.changed + self.unchanged


@dataclass(frozen=True)
class Exchange:
    """One kind of table: `kind` is its word in `bansou import` and in addresses.

    `apply` writes all records or raises `InputProblems`; a dry run is the real run, rolled back.
    `rows` gives the records of an export in the order of `columns`: those that the reader may see, and in a
    request those that its filters leave.
    `hints` tells, at a dry run, what of a right file somebody should look at again; it stops nothing.
    `back` is the endpoint of the list to which the pages of the import belong.
    """

    kind: str
    title: str | LazyString
    schema: Callable[[], Schema]
    columns: Sequence[str]
    apply: Callable[[Parsed, Principal], Outcome] | None
    rows: Callable[[], Iterable[Sequence[Any]]] | None
    import_permission: Permission | None
    export_permission: Permission | None
    back: str
    hints: Callable[[Parsed], Sequence[Problem]] | None = None
