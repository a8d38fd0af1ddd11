"""The trail in words: names of events and of their values, as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from portal.defaults.values import Default
from portal.events import Event
from portal.people import ROLE_LABELS, Role

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


@dataclass(frozen=True)
class Names:
    """What numbers and words in the trail stand for: people, firms and settings."""

    people: Mapping[int, str]
    firms: Mapping[int, str]
    settings: Mapping[str, Default]


def readable(values: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """The values of an event, each with its name; what is empty is left out."""
    setting = names.settings.get(str(values.get("key")))
    fields = {field.key: str(field.label) for field in setting.fields} if setting else {}
    shown = {key: value for key, value in values.items() if value not in (None, "")}
    return [(_key(key, fields), _value(key, value, names, fields)) for key, value in shown.items()]


def _key(key: str, fields: Mapping[str, str]) -> str:
    return fields.get(key) or str(KEYS.get(key) or apart(key))


def _value(key: str, value: object, names: Names, fields: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        parts = [
            f"{_key(str(inner), fields)} {_value(str(inner), item, names, fields)}" for inner, item in value.items()
        ]
        return ", ".join(parts)
    if isinstance(value, list):
        return ", ".join(_value(key, item, names, fields) for item in value)
    if isinstance(value, int):
        known = {"user_id": names.people, "partner_id": names.firms}.get(key, {})
        return known.get(value, str(value))
    return _word(key, str(value), names)


def _word(key: str, text: str, names: Names) -> str:
    if key == "key" and text in names.settings:
        return str(names.settings[text].title)
    if key in ("role", "before", "after") and text in set(Role):
        return str(ROLE_LABELS[Role(text)])
    return text


def apart(name: str) -> str:
    """`PhaseCompleted` and `phase_completed` as words: `Phase completed`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name).replace("_", " ").lower()
    return words[:1].upper() + words[1:]


def _kinds(event: type[Event]) -> Iterator[type[Event]]:
    for kind in event.__subclasses__():
        yield kind
        yield from _kinds(kind)
