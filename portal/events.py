"""Facts: a service publishes what happened, and whoever subscribed acts on it in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar

from flask import current_app
from flask_babel import LazyString


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened: ids and values, never rows. `actor_id` is None where the portal itself acted.

    `title` is how the audit trail names it, such as `_l("Phase completed")`.
    """

    title: ClassVar[str | LazyString] = ""

    actor_id: int | None

    def payload(self) -> dict[str, Any]:
        """The event's values in a form that JSON can hold."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self) if field.name != "actor_id"}


@dataclass(frozen=True)
class Subscription:
    """Call `handler` with every event of `event_type`; `Event` itself means all of them."""

    event_type: type[Event]
    handler: Callable[[Any], None]


def publish(event: Event) -> None:
    """Hand an event to its subscribers, in the order in which the rooms are listed; what they raise undoes it."""
    subscriptions: list[Subscription] = current_app.extensions["bansou_subscriptions"]
    for subscription in subscriptions:
        if isinstance(event, subscription.event_type):
            subscription.handler(event)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value
