"""Who may read a note or a file: four levels, the narrowest first."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Level(StrEnum):
    """Whom a note or a file is for."""

    VENDOR = "vendor"
    FIRM = "firm"
    BOTH = "both"
    CUSTOMER = "customer"


SHARED = (Level.BOTH, Level.CUSTOMER)
FOR_THE_VENDOR: dict[Level, LazyString] = {
    Level.VENDOR: _l("Vendor only"),
    Level.BOTH: _l("Vendor and partner"),
    Level.CUSTOMER: _l("Shared with the customer"),
}
FOR_A_FIRM: dict[Level, LazyString] = {
    Level.FIRM: _l("Our firm only"),
    Level.BOTH: _l("Client and our firm"),
    Level.CUSTOMER: _l("Shared with the customer"),
}


def words_for(*, is_vendor: bool) -> dict[Level, LazyString]:
    """The levels that a side may give, the narrowest first, as that side calls them."""
    return FOR_THE_VENDOR if is_vendor else FOR_A_FIRM


def narrowest(*, is_vendor: bool) -> Level:
    """The level of whatever a side writes, until somebody widens it."""
    return Level.VENDOR if is_vendor else Level.FIRM


def is_wider(level: Level, than: Level) -> bool:
    """Whether more people read a level than the other; the sides' own levels are equally narrow."""
    return _width(level) > _width(than)


def _width(level: Level) -> int:
    return SHARED.index(level) if level in SHARED else -1
