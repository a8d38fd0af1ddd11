"""A list in pages, and the order in which it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of a list: which one, of how many, and the way to the others."""

    page: int
    per_page: int
    total: int
    link: Callable[[int], str]

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page

    @property
    def first(self) -> int:
        """The number of the first row on this page, from 1; 0 in an empty list."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + self.per_page, self.total)

    def url_for_page(self, number: int) -> str:
        return self.link(number)


@dataclass(frozen=True)
class Sort:
    """The column by which a list is ordered; `link` gives the address for a column and a direction."""

    key: str
    descending: bool
    link: Callable[[str, bool], str]

    def url(self, key: str) -> str:
        """The way to the list ordered by `key`: the other direction if it is ordered by it now."""
        return self.link(key, key == self.key and not self.descending)
