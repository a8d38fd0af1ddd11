"""Usage as it is handed between files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from portal.webhooks.values import WebhookKind

WEBHOOK = WebhookKind("usage", _l("Product usage"))


@dataclass(frozen=True)
class UsageRow:
    """One line of usage: the vendor's customer code, the day, the metric and its value."""

    customer_code: str
    on: date
    metric: str
    value: float


@dataclass(frozen=True)
class Taken:
    """What came of the lines that were taken in."""

    created: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class KeptRecord:
    """A record as it is kept, for lists."""

    id: int
    customer_code: str
    on: date
    metric: str
    value: float
    reported_at: datetime
