"""How large a file may be before it is refused unread."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The most that one file may hold.

    Attributes:
        content: bytes of the file itself.
        inflated: bytes of a workbook's parts once unpacked.
        ratio: how many times larger than the file its unpacked parts may be, once they pass one megabyte.
        rows: rows below the header.
        columns: cells of one row.
        cells: cells in all.
        characters: characters in all; a text that a workbook shares counts wherever it is used.
        cell: characters of one cell.
    """

    content: int = 32 * 1024 * 1024
    inflated: int = 96 * 1024 * 1024
    ratio: int = 150
    rows: int = 200_000
    columns: int = 200
    cells: int = 3_000_000
    characters: int = 64 * 1024 * 1024
    cell: int = 32_767
