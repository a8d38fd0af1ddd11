"""Wherever the server stands, pages say the same: days are the vendor's, whatever the machine's own time zone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest

from portal import clock
from tests.architecture.test_pages import pages
from tests.conftest import NOW

pytestmark = pytest.mark.one_database
PEOPLE = ("cs_manager", "Anzu_manager")
# From the last place on earth where a day begins to the first.
WEST, EAST = "Etc/GMT+12", "Pacific/Kiritimati"
CHANGING = re.compile(r'name="csrf_token" value="[^"]+"|"X-CSRFToken": "[^"]+"|nonce-[\w-]+')


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Let the machine stand in another time zone for the rest of a test."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("name", PEOPLE)
def test_pages_are_the_same_wherever_the_server_stands(made, stand_in, name):
    def read() -> dict[str, str]:
        client = made.browser(name)
        with clock.at(NOW):
            return {path: CHANGING.sub("", client.get(path).text) for _address, path in pages(made, name)}

    stand_in(WEST)
    west = read()
    stand_in(EAST)
    east = read()
    assert len(west) > 20
    assert [path for path, text in west.items() if text != east[path]] == []
