"""Lists for other systems: `limit`, `cursor` and declared filters, and the way to the next part."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from portal.api.problems import Fault, Refusal
from portal.api.values import Parameter
from portal.tables.problems import Misfit

USUAL_LIMIT, LARGEST_LIMIT = 100, 1000
NUMBER = re.compile(r"[0-9]{1,18}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PARAMETERS = (
    Parameter(
        "limit",
        f"How many rows at most; {USUAL_LIMIT} unless told.",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT},
    ),
    Parameter("cursor", "Where the last answer ended: its `next_cursor`.", {"type": "string"}),
)


@dataclass(frozen=True)
class Asked:
    """What a request asks of a list: values of its filters, how many rows, and after which one."""

    filters: Mapping[str, Any]
    limit: int
    after: int


def asked_of(filters: Mapping[str, Callable[[str], Any]]) -> Asked:
    """What this request asks, with these filters declared; each is read by its parser or `Misfit`.

    Raises:
        Refusal: what is undeclared, said twice or cannot be read, by the name of the parameter.
    """
    readers: dict[str, Callable[[str], Any]] = {**filters, "limit": _limit, "cursor": _after}
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, texts in request.args.lists():
        try:
            if name not in readers:
                raise Misfit(_l("This parameter is unknown."), _l("Leave it out."))
            if len(texts) > 1:
                raise Misfit(_l("This parameter stands twice."), _l("Say it once."))
            values[name] = readers[name](texts[0])
        except Misfit as misfit:
            faults.append(Fault(f"{misfit.what} {misfit.remedy}", parameter=name[:100]))
    if faults:
        raise Refusal(400, _l("The list cannot be asked for like this"), faults=faults)
    limit, after = values.pop("limit", USUAL_LIMIT), values.pop("cursor", 0)
    return Asked(values, limit, after)


def part(rows: Sequence[Any], asked: Asked, *, of: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """One part of a list, of which one row more than asked for was read: rows have an `id` and ascend by it."""
    shown = rows[: asked.limit]
    more = len(rows) > asked.limit
    return {"data": [of(row) for row in shown], "next_cursor": _cursor(shown[-1].id) if more else None}


def iso_day(text: str) -> date:
    """A day such as 2026-12-01."""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Misfit(_l("This is no day."), _l("Write the day like 2026-12-01."))


def plain_text(text: str) -> str:
    """A text to be compared with."""
    if not text.strip() or len(text) > LARGEST_LIMIT:
        raise Misfit(_l("This cannot be looked for."), _l("Leave it out, or say a text."))
    return text.strip()


def _limit(text: str) -> int:
    if NUMBER.fullmatch(text) is None or not 1 <= int(text) <= LARGEST_LIMIT:
        raise Misfit(_l("This many cannot be asked for."), _l("Choose 1 to %(count)s.", count=LARGEST_LIMIT))
    return int(text)


def _cursor(row_id: int) -> str:
    return base64.urlsafe_b64encode(f"after:{row_id}".encode()).rstrip(b"=").decode()


def _after(text: str) -> int:
    try:
        told = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
    except ValueError:
        told = ""
    word, _, number = told.partition(":")
    if word != "after" or NUMBER.fullmatch(number) is None:
        raise Misfit(_l("This is no cursor of ours."), _l("Send “next_cursor” of the last answer as it is."))
    return int(number)
