"""Usage as other systems report and read it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from onboarding_phases.usage.enums import UsageWay
from onboarding_phases.usage.permissions import READ_SCOPE, WRITE_SCOPE
from onboarding_phases.usage.queries import kept_records
from onboarding_phases.usage.services import checked_rows, import_usage, keep_report
from onboarding_phases.usage.tables import USAGE
from onboarding_phases.usage.values import WEBHOOK, KeptRecord
from portal.access import person
from portal.api.bodies import Shape, read_json, read_records, refused
from portal.api.defaults import NUMBERS
from portal.api.guards import with_token
from portal.api.idempotency import Answer, once
from portal.api.lists import PARAMETERS, asked_of, iso_day, part, plain_text
from portal.api.values import Operation, Parameter
from portal.defaults.queries import numbers
from portal.tables.problems import InputProblems
from portal.tables.schema import Parsed
from portal.webhooks.guards import message_id, signed

bp = Blueprint("usage_api", __name__)
SHAPE = Shape(USAGE, numbers=frozenset({"value"}), days=frozenset({"date"}))
FILTERS = {"customer": plain_text, "metric": plain_text, "from": iso_day, "to": iso_day}


@bp.post("/api/v1/usage")
@with_token(WRITE_SCOPE)
@once
def record() -> Answer:
    try:
        taken = import_usage(_sent(), person(), way=UsageWay.API)
    except InputProblems as found:
        raise refused(found) from found
    return {"created": taken.created, "changed": taken.changed, "unchanged": taken.unchanged}, 200


@bp.get("/api/v1/usage")
@with_token(READ_SCOPE)
def index() -> ResponseReturnValue:
    asked = asked_of(FILTERS)
    wanted = {name: asked.filters.get(name) for name in ("customer", "metric")}
    days = {"since": asked.filters.get("from"), "until": asked.filters.get("to")}
    rows = kept_records(after=asked.after, limit=asked.limit + 1, **wanted, **days)
    return part(rows, asked, of=_told)


@bp.post("/webhooks/usage")
@signed(WEBHOOK.name)
def receive() -> ResponseReturnValue:
    """Acknowledge what can be taken; it is worked off right after, so that its sender need not wait."""
    try:
        rows = checked_rows(_sent())
    except InputProblems as found:
        raise refused(found) from found
    keep_report(rows, message_id=message_id())
    return {"status": "accepted"}, 202


def _sent() -> Parsed:
    return read_records(read_json(), SHAPE, most=int(numbers(NUMBERS)["records_each"]))


def _told(record: KeptRecord) -> dict[str, Any]:
    return {
        "customer_code": record.customer_code,
        "date": record.on.isoformat(),
        "metric": record.metric,
        "value": record.value,
        "reported_at": record.reported_at.isoformat(),
    }


RECORDS = {
    "type": "object",
    "additionalProperties": False,
    "required": ["records"],
    "properties": {"records": {"type": "array", "minItems": 1, "items": SHAPE.described()}},
    "example": {
        "records": [{"customer_code": "C000001", "date": "2026-11-20", "metric": "journals_30d", "value": 64}]
    },
}
COUNT = {"type": "integer", "minimum": 0}
OUTCOME = {
    "type": "object",
    "required": ["created", "changed", "unchanged"],
    "properties": {"created": COUNT, "changed": COUNT, "unchanged": COUNT},
}
TOLD = {
    "type": "object",
    "required": ["customer_code", "date", "metric", "value", "reported_at"],
    "properties": {
        **SHAPE.described()["properties"],
        "reported_at": {"type": "string", "format": "date-time", "description": "When this value came in."},
    },
}
PART = {
    "type": "object",
    "required": ["data", "next_cursor"],
    "properties": {"data": {"type": "array", "items": TOLD}, "next_cursor": {"type": ["string", "null"]}},
}
ACCEPTED = {"type": "object", "required": ["status"], "properties": {"status": {"const": "accepted"}}}
DAY = {"type": "string", "format": "date"}
ALL_OR_NOTHING = (
    "All records are taken, or none: each that does not fit is named. A value of the same customer, day and metric "
    "is corrected, and activation is computed anew."
)
OPERATIONS = [
    Operation(
        "POST",
        "/api/v1/usage",
        "Report usage",
        WRITE_SCOPE,
        takes=RECORDS,
        gives=OUTCOME,
        refuses=(400, 401, 403, 413, 415, 422, 429),
        description=ALL_OR_NOTHING,
    ),
    Operation(
        "GET",
        "/api/v1/usage",
        "List usage in the order in which it first came in",
        READ_SCOPE,
        gives=PART,
        refuses=(400, 401, 403, 429),
        parameters=(
            Parameter("customer", "Of this customer code.", {"type": "string"}),
            Parameter("metric", "Of this metric.", {"type": "string"}),
            Parameter("from", "On this day or later.", DAY),
            Parameter("to", "On this day or earlier.", DAY),
            *PARAMETERS,
        ),
    ),
    Operation(
        "POST",
        "/webhooks/usage",
        "Report usage, signed as Standard Webhooks say",
        None,
        takes=RECORDS,
        gives=ACCEPTED,
        status=202,
        refuses=(400, 401, 413, 415, 422),
        description=f"{ALL_OR_NOTHING} Records are checked at once and taken in right after. A report with the "
        "`webhook-id` of an earlier one is acknowledged and changes nothing.",
    ),
]
