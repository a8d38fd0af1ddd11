"""Pages of a list: no list is without a limit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, literal, select

from portal.database import db
from portal.ui.listing import Sort

PAGE_SIZE = 25
Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some of many rows, and where they stand among all of them; `first` and `last` count from 1.

    A list that stands far down its page names its `anchor`.
    """

    items: Sequence[Item]
    page: int
    size: int
    total: int
    anchor: str | None = None

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return (self.page - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.page * self.size, self.total)

    def url_for_page(self, page: int) -> str:
        """The same list with the same filters, at another page."""
        return url_for(request.endpoint or "", **{**in_address(), "page": page, "_anchor": self.anchor})


def in_address(*without: str) -> dict[str, Any]:
    """What the address says, to write one like it; the names that tell `url_for` how to write are left out."""
    told = {
        name: values
        for name, values in request.args.to_dict(flat=False).items()
        if name != "endpoint" and not name.startswith("_") and name not in without
    }
    return {**told, **(request.view_args or {})}


def page_number() -> int:
    """The page that the address asks for; anything that is no page is the first."""
    text = request.args.get("page", "1")
    return min(max(int(text), 1), 1_000_000) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def cut(rows: Sequence[Item], *, size: int = PAGE_SIZE, anchor: str | None = None) -> Page[Item]:
    """One page of rows that are at hand already; a page past the end is the last one."""
    number = min(page_number(), max(1, -(-len(rows) // size)))
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows), anchor)


def paginate(
    statement: Select[Any], *, page: int | None = None, size: int = PAGE_SIZE, total: int | None = None
) -> Page[Any]:
    """One page of a statement's rows, with the total; a page past the end is the last one.

    `total` spares the counting where the reader knows how many rows there are.
    """
    if total is None:
        # Counted without the rows' own columns, so that an index is enough.
        rows_alone = statement.order_by(None).with_only_columns(literal(1), maintain_column_froms=True).subquery()
        total = db.session.scalar(select(func.count()).select_from(rows_alone)) or 0
    number = min(page or page_number(), max(1, -(-total // size)))
    rows = db.session.scalars(statement.limit(size).offset((number - 1) * size)).unique().all()
    return Page(rows, number, size, total)


def sorting(allowed: Collection[str], *, default: str) -> Sort:
    """The order that the address asks for, such as `?sort=-tier`; anything that is no order is the default."""
    asked = request.args.get("sort", default)
    if asked.removeprefix("-") not in allowed:
        asked = default
    return Sort(asked.removeprefix("-"), asked.startswith("-"), _sorted_link)


def _sorted_link(key: str, descending: bool) -> str:
    return url_for(request.endpoint or "", **{**in_address("page"), "sort": f"-{key}" if descending else key})


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the way to the list without it."""

    label: str
    remove_href: str


def chips(labels: Mapping[str, str]) -> list[Chip]:
    """The filters in force, by the names under which the address holds them."""
    return [Chip(label, _without(name)) for name, label in labels.items()]


def _without(name: str) -> str:
    return url_for(request.endpoint or "", **in_address(name, "page"))
