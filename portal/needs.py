"""What waits for a reader, and how a room says it: as values, or as rows of the one statement that asks for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from flask_babel import LazyString
from sqlalchemy import ColumnElement, Date, Integer, Select, String, cast, literal, null, select, union_all

from portal.access import Permission
from portal.database import UtcDateTime, db

Text: TypeAlias = str | LazyString


@dataclass(frozen=True)
class Need:
    """Something that waits for the reader: `cost` orders them, the dearest wait first.

    One may stand for `count` alike that are too many to name. `in_card`: a card of its room shows it with more
    about it, so that the list of the start page leaves it out; the heading counts it all the same.
    """

    text: Text
    href: str
    due_on: date | None
    cost: float
    count: int = 1
    in_card: bool = False


@dataclass(frozen=True)
class NeedSource:
    """Where needs come from that a room reads anyway, such as for its card."""

    permission: Permission
    collect: Callable[[], list[Need]]


class NeedRow(NamedTuple):
    """What a need query found: the code for its address, a name, a text, a day, an instant and a number."""

    code: str | None
    name: str | None
    text: str | None
    on: date | None
    at: datetime | None
    number: int | None


@dataclass(frozen=True)
class NeedQuery:
    """Where needs come from that nothing else of the page reads.

    `rows` selects `need_columns(...)`, ordered and limited; `word` puts one row into words. The queries of all rooms
    become one statement, so that a start page does not grow with the rooms that bring something to it.
    """

    permission: Permission
    rows: Callable[[], Select[Any]]
    word: Callable[[NeedRow], Need]


def need_columns(
    *, code: Any = None, name: Any = None, text: Any = None, on: Any = None, at: Any = None, number: Any = None
) -> list[ColumnElement[Any]]:
    """The columns of a need query, those that are not given being empty; see `NeedRow`."""
    given = {"code": code, "name": name, "text": text, "on": on, "at": at, "number": number}
    kinds = {"code": String, "name": String, "text": String, "on": Date, "at": UtcDateTime, "number": Integer}
    return [
        (cast(null(), kinds[key]) if column is None else column).label(f"need_{key}")
        for key, column in given.items()
    ]


def asked_at_once(queries: Sequence[NeedQuery]) -> list[Need]:
    """What the queries find, by one statement."""
    if not queries:
        return []
    parts = []
    for number, query in enumerate(queries):
        found = query.rows().subquery()
        parts.append(select(literal(number).label("source"), *found.c))
    every = union_all(*parts).subquery()
    return [queries[source].word(NeedRow(*row)) for source, *row in db.session.execute(select(every))]


__all__ = ["Need", "NeedQuery", "NeedRow", "NeedSource", "asked_at_once", "need_columns"]
