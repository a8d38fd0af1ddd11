"""The words of rehearsals."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Size(StrEnum):
    """How large a firm is in a month, by the slots that it had free."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


SIZE_LABELS: dict[Size, LazyString] = {
    Size.SMALL: _l("Small firms"),
    Size.MEDIUM: _l("Medium firms"),
    Size.LARGE: _l("Large firms"),
}
