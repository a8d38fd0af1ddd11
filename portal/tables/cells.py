"""What a workbook's cell holds, as the text that a person would type."""

from dataclasses import dataclass

from portal.tables.number_formats import Styles, shown
from portal.tables.phrases import plain


@dataclass(slots=True)
class Cell:
    """What the XML says of a cell: its type, its style, and its value as written."""

    kind: str
    style: str
    value: str = ""
    has_formula: bool = False


class Values:
    """Gives a cell's value as the text that a person would type."""

    def __init__(self, texts: list[str], styles: Styles, *, counts_from_1904: bool) -> None:
        self._texts = texts
        self._styles = styles
        self._counts_from_1904 = counts_from_1904

    def read(self, cell: Cell) -> str:
        if not cell.value:
            return ""
        if cell.kind == "s":
            return self._texts[_index(cell.value)]
        if cell.kind == "b":
            return "true" if cell.value.strip() in ("1", "true") else "false"
        if cell.kind == "n":
            kind = self._styles.kind(cell.style)
            return shown(cell.value, kind, counts_from_1904=self._counts_from_1904)
        return plain(cell.value)


def _index(written: str) -> int:
    index = int(written)
    if index < 0:
        raise IndexError(index)
    return index
