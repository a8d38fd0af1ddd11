"""The description of the interface (OpenAPI 3.1), assembled of what the rooms say of their routes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import current_app

from portal.api.problems import MIMETYPE
from portal.api.values import Operation, Parameter

TITLE = "Bansou"
ABOUT = """Every refusal is a problem of RFC 9457. A token acts for a person of the vendor, within its scopes and
that person's role. A POST with an `Idempotency-Key` has one effect and one answer, however often it is sent; the
same key with another body is refused (422). What was refused is not remembered and may be sent again."""
REFUSALS = {
    400: "The request cannot be read.",
    401: "No token or signature, or none that is accepted.",
    403: "The token's scope, or its person's role, does not reach so far.",
    409: "Against a rule of the product.",
    413: "More than is read at once.",
    415: "Not JSON.",
    422: "Something in the body does not fit, or the key came with another body before. Nothing was written.",
    429: "Too many wrong tokens; `Retry-After` says how many seconds to wait.",
}
KEY = Parameter(
    "Idempotency-Key",
    "Any text of your making, 1 to 255 printable characters; a fresh one for each request.",
    {"type": "string", "pattern": "^[!-~]{1,255}$"},
    place="header",
)
SIGNED = ("webhook-id", "webhook-timestamp", "webhook-signature")
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "JSON pointer into the body (RFC 6901)."},
                    "parameter": {"type": "string"},
                },
            },
        },
        "errors_total": {"type": "integer"},
    },
}


def operations() -> Sequence[Operation]:
    """Every route for other systems that a room brings."""
    found: Sequence[Operation] = current_app.extensions["bansou_operations"]
    return found


def document(version: str) -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations():
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": version, "description": " ".join(ABOUT.split())},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                **{name: {"type": "apiKey", "in": "header", "name": name} for name in SIGNED},
            },
        },
    }


def _described(operation: Operation) -> dict[str, Any]:
    by_token = operation.scope is not None
    keyed = (KEY,) if by_token and operation.method == "POST" else ()
    # A token's scope is a role to OpenAPI; a signature is made of three headers together.
    security = {"token": [operation.scope.name]} if operation.scope else {name: [] for name in SIGNED}
    told: dict[str, Any] = {
        "summary": operation.summary,
        "description": operation.description,
        "security": [security],
        "parameters": [_parameter(item) for item in (*operation.parameters, *keyed)],
        "responses": {
            str(operation.status): {"description": "Done.", "content": _json(operation.gives)},
            **{str(status): _refusal(status) for status in sorted(operation.refuses)},
        },
    }
    if operation.takes is not None:
        told["requestBody"] = {"required": True, "content": _json(operation.takes)}
    return told


def _parameter(item: Parameter) -> dict[str, Any]:
    return {
        "name": item.name,
        "in": item.place,
        "required": item.required,
        "description": item.description,
        "schema": dict(item.schema),
    }


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": dict(schema)}}


def _refusal(status: int) -> dict[str, Any]:
    content = {MIMETYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": REFUSALS[status], "content": content}
