"""The words of calibration."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Way(StrEnum):
    """How a firm's result is estimated."""

    FIRM = "firm"
    PAIR = "pair"


WAY_LABELS: dict[Way, LazyString] = {
    Way.FIRM: _l("By firm, as the allocation does"),
    Way.PAIR: _l("By firm, product, effort and industry"),
}
