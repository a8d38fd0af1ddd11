"""The numbers of the interface for other systems."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default, DefaultField

NUMBERS = "interfaces"
DEFAULT = Default(
    key=NUMBERS,
    title=_l("API and webhooks"),
    fields=(
        DefaultField("token_days", _l("A token is good for at most"), 365, 1, 730, unit=_l("days")),
        DefaultField("records_each", _l("Records in one request"), 5000, 1, 10_000),
        DefaultField("answer_hours", _l("An idempotency key is remembered for"), 24, 1, 720, unit=_l("hours")),
        DefaultField("overlap_hours", _l("A replaced signing secret stays valid for"), 24, 1, 168, unit=_l("hours")),
        DefaultField("tolerance_minutes", _l("A signature may be old or early by"), 5, 1, 30, unit=_l("minutes")),
        DefaultField("delivery_days", _l("Deliveries are remembered for"), 90, 7, 730, unit=_l("days")),
    ),
)
