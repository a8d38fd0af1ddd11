"""What a side keeps to itself stands on no page, in no file and in no trail of the other's."""

from __future__ import annotations

import pytest

from tests.architecture.sweeping import text_of
from tests.architecture.test_access import READERS
from tests.architecture.test_pages import pages
from tests.factories.three_firms import FIRMS_OWN, VENDORS_OWN


@pytest.mark.parametrize("name", READERS)
def test_nobody_reads_what_the_other_side_keeps_to_itself(made, name):
    hidden, client, found = FIRMS_OWN if made.people[name].firm is None else VENDORS_OWN, made.browser(name), []
    for _, path in pages(made, name):
        if hidden in text_of(client.get(path)):
            found.append(path)

    assert found == []


@pytest.mark.parametrize(("name", "own"), [("cs_manager", VENDORS_OWN), ("Anzu_manager", FIRMS_OWN)])
def test_the_words_are_there_for_the_own_side(made, name, own):
    client = made.browser(name)

    assert any(own in text_of(client.get(path)) for _, path in pages(made, name))
