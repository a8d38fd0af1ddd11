"""The hard rules in words, as one firm breaks them."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

BLOCKED_LABELS: Mapping[str, LazyString] = {
    "status": _l("not active, or too few valid certificates"),
    "contract": _l("contract ends before the start"),
    "product": _l("does not know the product"),
    "language": _l("does not work in this language"),
    "region": _l("does not serve the prefecture"),
    "tier": _l("below the required tier"),
    "excluded": _l("excluded, or declined before"),
    "score": _l("score below the lowest allowed"),
    "no_capacity": _l("too few free slots"),
}
