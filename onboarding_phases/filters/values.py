"""What is kept of a list's address."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

KEPT = (
    "tab",
    "q",
    "partner",
    "product",
    "owner",
    "phase",
    "risk",
    "with",
    "since",
    "until",
    "sort",
    "view",
)
LONGEST = 200


def kept_of(given: Mapping[str, str]) -> dict[str, str]:
    """The words of an address that a list knows, cut to a length; all else is left out."""
    return {name: given[name][:LONGEST] for name in KEPT if given.get(name)}


def words_of(text: str) -> dict[str, str]:
    """A list's address as it was written by `text_of`; what a list does not know is left out."""
    return kept_of(dict(parse_qsl(text)))


def text_of(words: Mapping[str, str]) -> str:
    """The words in one order, so that the same list has the same address."""
    return urlencode(kept_of(words))
