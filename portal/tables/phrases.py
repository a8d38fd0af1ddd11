"""Texts inside a workbook's XML."""

import re
from collections.abc import Iterable

from portal.tables.markup import walk

# A zero byte or half a character is no text; such a sequence stays as it stands.
_ESCAPED = re.compile(r"_x(?!0000|[Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


class Phrases:
    """Gathers the text of an element from its ``t`` parts, but not the reading aids (``rPh``) above kanji."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._aids = 0
        self._open = False

    def enter(self, name: str) -> None:
        if name == "rPh":
            self._aids += 1
        elif name == "t":
            self._open = not self._aids

    def leave(self, name: str) -> None:
        if name == "rPh":
            self._aids -= 1
        elif name == "t":
            self._open = False

    def text(self, piece: str) -> None:
        if self._open:
            self._pieces.append(piece)

    def take(self) -> str:
        found = "".join(self._pieces)
        self._pieces.clear()
        return plain(found)


def plain(text: str) -> str:
    """Undo the ``_x000D_`` by which a workbook writes what XML cannot."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def shared_texts(pieces: Iterable[bytes]) -> list[str]:
    """Read the texts that cells of a workbook name by number."""
    texts: list[str] = []
    phrases = Phrases()

    def leave(name: str) -> None:
        phrases.leave(name)
        if name == "si":
            texts.append(phrases.take())

    walk(pieces, lambda name, _attributes: phrases.enter(name), leave, phrases.text)
    return texts
