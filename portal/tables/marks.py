"""The apostrophe that keeps a spreadsheet from running a text as a formula, put in and taken off again."""

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
MARK = "'"
_MARKED = (*FORMULA_STARTS, MARK)


def neutral(cell: object) -> object:
    """Put one apostrophe before a text that a spreadsheet would run; anything but text passes untouched."""
    if isinstance(cell, str) and cell.startswith(_MARKED):
        return MARK + cell
    return cell


def original(cell: str) -> str:
    """Take off the one apostrophe that `neutral` put there, and no other."""
    if cell.startswith(MARK) and cell[1:].startswith(_MARKED):
        return cell[1:]
    return cell
