"""Refusals as other systems read them: RFC 9457, `application/problem+json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, json, request

PREFIXES = ("/api/", "/webhooks/")
MIMETYPE = "application/problem+json"
MOST_FAULTS = 100
NAMES = {
    400: "bad-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid",
    429: "too-many-requests",
    503: "unavailable",
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a request: what, and where, by JSON pointer or by the name of a parameter."""

    detail: Any
    pointer: str | None = None
    parameter: str | None = None

    def as_json(self) -> dict[str, str]:
        places = {"pointer": self.pointer, "parameter": self.parameter}
        return {"detail": str(self.detail), **{name: place for name, place in places.items() if place is not None}}


class Refusal(Exception):
    """What another system asked cannot be done; whatever it wrote is undone."""

    def __init__(
        self,
        status: int,
        title: Any,
        detail: Any = "",
        *,
        faults: Sequence[Fault] = (),
        headers: Iterable[tuple[str, str]] = (),
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail = status, title, detail
        self.faults, self.headers = tuple(faults), tuple(headers)


def is_for_machines() -> bool:
    """Whether this request came to an address of other systems, so that its answer is no page."""
    return request.path.startswith(PREFIXES)


def problem(
    status: int,
    title: Any,
    detail: Any = "",
    *,
    faults: Sequence[Fault] = (),
    headers: Iterable[tuple[str, str]] = (),
) -> Response:
    """An answer that says what went wrong; of many faults the first ones, with how many there are."""
    told: dict[str, Any] = {
        "type": f"urn:bansou:problem:{NAMES.get(status, 'internal' if status >= 500 else 'bad-request')}",
        "title": str(title),
        "status": status,
    }
    if detail:
        told["detail"] = str(detail)
    if faults:
        told["errors"] = [fault.as_json() for fault in faults[:MOST_FAULTS]]
        told["errors_total"] = len(faults)
    return Response(json.dumps(told, ensure_ascii=False), status, list(headers), mimetype=MIMETYPE)
