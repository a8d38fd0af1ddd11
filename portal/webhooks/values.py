"""What rooms say of the webhooks that they take."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString


@dataclass(frozen=True)
class WebhookKind:
    """One kind of report: `name` is its word in the address `/webhooks/<name>`."""

    name: str
    title: str | LazyString
