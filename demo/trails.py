"""The trail of a multiplied world: every entry says what its rows say, and all of it lies in the order of time."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from demo.copying import Rewrite, moved_fields
from demo.templates import Row
from partners.rules import first_of_month

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
# What is kept of a case whose trail is told in outline.
OUTLINE = frozenset({"OnboardingBegun", "OnboardingActivated", "OnboardingCompleted", "OnboardingWithdrawn"})
OF_HANDOFFS = "Handoff"
Entry = dict[str, Any]
Waiting = tuple[datetime, int, Entry, Iterator[Entry]]


def entries(again: Rewrite, *, whole: bool) -> Iterator[dict[str, Any]]:
    """The entries of a copy, whole or in outline."""
    for row in again.copy.case.trail:
        if not whole and row["event"] not in OUTLINE:
            continue
        if row["event"].startswith(OF_HANDOFFS) and not again.copy.keeps_handoff:
            continue
        yield {
            "at": row["at"] - again.copy.ago,
            "actor_id": again.actor(row["actor_id"]),
            "event": row["event"],
            "values": _values(row, again),
        }


def length(again: Rewrite, *, whole: bool) -> int:
    """How many entries `entries` gives."""
    own = again.copy.case.trail
    if not whole:
        return sum(row["event"] in OUTLINE for row in own)
    return sum(again.copy.keeps_handoff or not row["event"].startswith(OF_HANDOFFS) for row in own)


def _values(row: Row, again: Rewrite) -> dict[str, Any]:
    own = _own_words(row, again)
    return {key: own[key] if key in own else _moved(value, again) for key, value in row["values"].items()}


def _own_words(row: Row, again: Rewrite) -> dict[str, Any]:
    """What a copy calls differently than its template does."""
    copy, values = again.copy, row["values"]
    words: dict[str, Any] = {
        "customer_id": again.customer_id,
        "partner_id": copy.firm.id,
        "onboarding_id": again.onboarding_id,
        "onboarding": copy.onboarding_code,
        "offer": copy.offer_code,
        "handoff": copy.handoff_code,
        "cs_owner_id": copy.owner_id,
        "consultant_ids": [copy.by.consultant_id],
        "code": again.customer_code if row["event"] == "CustomerRegistered" else copy.onboarding_code,
        "name": copy.name,
    }
    if "hold_id" in values:
        words["hold_id"] = again.hold_ids[values["hold_id"]]
    if "month" in values:
        words["month"] = first_of_month(copy.starts_on).isoformat()
    if row["event"] == "HandoffSaved":
        words["changes"] = {
            key: [before, moved_fields({key: after}, copy.ago)[key]]
            for key, (before, after) in values["changes"].items()
        }
    return words


def _moved(value: Any, again: Rewrite) -> Any:
    if not again.copy.ago or not isinstance(value, str):
        return value
    if DAY.fullmatch(value):
        return (date.fromisoformat(value) - again.copy.ago).isoformat()
    if INSTANT.match(value):
        return (datetime.fromisoformat(value) - again.copy.ago).isoformat()
    return value


def in_order(copies: Iterable[tuple[Rewrite, bool]], others: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All entries in the order of time.

    `copies` come by the first moment of their trails, so that no more than the open ones are held at once; `others`
    are those of the firms and the told ones.
    """
    turns = count()
    waiting: list[Waiting] = [(entry["at"], next(turns), entry, iter(())) for entry in others]
    heapq.heapify(waiting)
    for again, whole in copies:
        while waiting and waiting[0][0] < again.copy.begins_at:
            yield _next(waiting, turns)
        _wait(waiting, turns, entries(again, whole=whole))
    while waiting:
        yield _next(waiting, turns)


def _next(waiting: list[Waiting], turns: Iterator[int]) -> Entry:
    """The earliest entry; the next one of the same copy takes its place."""
    _at, _turn, entry, following = heapq.heappop(waiting)
    _wait(waiting, turns, following)
    return entry


def _wait(waiting: list[Waiting], turns: Iterator[int], following: Iterator[Entry]) -> None:
    entry = next(following, None)
    if entry is not None:
        heapq.heappush(waiting, (entry["at"], next(turns), entry, following))
