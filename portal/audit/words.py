"""The trail in words: names of events and of their values, as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.events import Event

KEYS: Mapping[str, LazyString] = {
    "after": _l("after"),
    "amount": _l("amount"),
    "before": _l("before"),
    "browser": _l("browser"),
    "cause": _l("cause"),
    "code": _l("code"),
    "consultant_id": _l("consultant"),
    "count": _l("count"),
    "customer_id": _l("customer"),
    "due_on": _l("due day"),
    "effective_on": _l("in force from"),
    "expected_end_on": _l("expected end"),
    "handoff_id": _l("handoff"),
    "how": _l("how"),
    "key": _l("setting"),
    "kind": _l("kind"),
    "level": _l("level"),
    "month": _l("month"),
    "offer_id": _l("offer"),
    "onboarding_id": _l("onboarding"),
    "partner_id": _l("partner"),
    "phase_id": _l("phase"),
    "playbook_id": _l("playbook"),
    "position": _l("position"),
    "reason": _l("reason"),
    "role": _l("role"),
    "run_id": _l("allocation"),
    "session_id": _l("session"),
    "slots": _l("slots"),
    "started_on": _l("start"),
    "status": _l("status"),
    "user_id": _l("user"),
    "version": _l("version"),
}


def event_names() -> dict[str, str]:
    """Every event that a room publishes, by its name in the trail, with its title; sorted by title."""
    found = {kind.__name__: str(kind.title) or apart(kind.__name__) for kind in _kinds(Event)}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def event_title(name: str, names: Mapping[str, str]) -> str:
    """How the trail names an event; one that no room knows any more keeps its own name."""
    return names.get(name) or apart(name)


def readable(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The values of an event, each with its name; what is empty is left out."""
    return [
        (str(KEYS.get(key, apart(key))), _plain(value)) for key, value in values.items() if value not in (None, "")
    ]


def apart(name: str) -> str:
    """`PhaseCompleted` and `phase_completed` as words: `Phase completed`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name).replace("_", " ").lower()
    return words[:1].upper() + words[1:]


def _kinds(event: type[Event]) -> Iterator[type[Event]]:
    for kind in event.__subclasses__():
        yield kind
        yield from _kinds(kind)


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{KEYS.get(str(key), apart(str(key)))}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    return str(value)
