"""A list is cut into pages and ordered by a column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.listing import Page, Sort


def page(number: int, total: int, per_page: int = 12) -> Page:
    return Page(number, per_page, total, lambda at: f"?page={at}")


@pytest.mark.parametrize(
    ("number", "total", "expected"),
    [(1, 0, (1, 0, 0)), (1, 1, (1, 1, 1)), (2, 48, (4, 13, 24)), (5, 49, (5, 49, 49))],
)
def test_a_page_knows_its_rows(number: int, total: int, expected: tuple[int, int, int]) -> None:
    shown = page(number, total)

    assert (shown.pages, shown.first, shown.last) == expected


@given(st.integers(0, 500), st.integers(1, 50))
def test_the_pages_hold_every_row_once(total: int, per_page: int) -> None:
    pages = [page(number, total, per_page) for number in range(1, page(1, total, per_page).pages + 1)]

    rows = [row for shown in pages for row in range(shown.first, shown.last + 1) if row]
    assert rows == list(range(1, total + 1))


def test_a_column_is_turned_round_when_it_is_chosen_again() -> None:
    sort = Sort("net", False, lambda key, descending: f"{key}{'-' if descending else '+'}")

    assert (sort.url("net"), sort.url("name")) == ("net-", "name+")
