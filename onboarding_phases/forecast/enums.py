"""The words of the capacity plan."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Method(StrEnum):
    """Where the number of a month's starts comes from."""

    SIGHT = "sight"
    SEASON = "season"


class Dimension(StrEnum):
    """By what the starts and the slots of a month are set side by side."""

    PRODUCT = "product"
    STRENGTH = "strength"
    REGION = "region"


METHOD_LABELS: dict[Method, LazyString] = {
    Method.SIGHT: _l("Contracts in sight"),
    Method.SEASON: _l("Same month last year × trend"),
}
DIMENSION_LABELS: dict[Dimension, LazyString] = {
    Dimension.PRODUCT: _l("Product"),
    Dimension.STRENGTH: _l("Strength"),
    Dimension.REGION: _l("Region"),
}
REGION_LABELS: dict[str, LazyString] = {
    "hokkaido": _l("Hokkaido region"),
    "tohoku": _l("Tohoku"),
    "kanto": _l("Kanto"),
    "chubu": _l("Chubu"),
    "kinki": _l("Kinki"),
    "chugoku": _l("Chugoku"),
    "shikoku": _l("Shikoku"),
    "kyushu": _l("Kyushu and Okinawa"),
}
