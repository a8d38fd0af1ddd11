"""JSON as other systems send it, read strictly: one meaning or none, and nothing that is not asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from portal.api.problems import Fault, Refusal
from portal.tables.problems import InputProblems, excerpt
from portal.tables.reading import Row, Table
from portal.tables.schema import Parsed, Schema

MOST_DIGITS = 18
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOT_RECORDS = _l("The records cannot be taken")
NOTHING_WRITTEN = _l("Nothing was written. Correct what is named and send all records again.")


@dataclass(frozen=True)
class Shape:
    """How the rows of a kind of table come as JSON: by column, each a text but for numbers and days."""

    schema: Schema
    numbers: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()

    def described(self) -> dict[str, Any]:
        """The JSON schema of one record."""
        names = [column.name for column in self.schema.columns]
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [column.name for column in self.schema.columns if column.required],
            "properties": {name: self._described(name) for name in names},
        }

    def _described(self, name: str) -> dict[str, Any]:
        if name in self.numbers:
            return {"type": "number"}
        return {"type": "string", "format": "date"} if name in self.days else {"type": "string"}


def read_json() -> Any:
    """What the body of this request says.

    Raises:
        Refusal: it is not JSON in UTF-8, says a key twice, or holds a number that JSON does not know.
    """
    if request.mimetype != "application/json":
        text = _l("Send the body as JSON, with the header “Content-Type: application/json”.")
        raise Refusal(415, _l("This kind of content is not read"), text)
    try:
        return json.loads(
            request.get_data().decode("utf-8"),
            object_pairs_hook=_each_once,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_no_number,
        )
    except (ValueError, ArithmeticError, RecursionError) as wrong:
        # The words of the reader itself are for us; a repeated key is the one thing that it cannot see.
        twice = isinstance(wrong, Repeated)
        text = _l("A key stands twice in one object.") if twice else _l("Send JSON in UTF-8.")
        raise Refusal(400, _l("The body cannot be read"), text) from wrong


class Repeated(ValueError):
    """An object says the same key twice."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Repeated
    return found


def _no_number(word: str) -> Any:
    raise ValueError(word)


def read_records(body: Any, shape: Shape, *, most: int) -> Parsed:
    """The records of a body such as `{"records": [...]}`, read as a file with these columns would be.

    Raises:
        Refusal: what is wrong with each record, by JSON pointer; more than `most` are refused unread.
    """
    if not isinstance(body, dict) or not isinstance(body.get("records"), list) or len(body) != 1:
        text = _l("Send one object with the key “records” and nothing else; it holds a list.")
        raise Refusal(422, NOT_RECORDS, text, faults=[Fault(text, pointer="")])
    records = body["records"]
    if not 1 <= len(records) <= most:
        text = _l("Send 1 to %(count)s records at once.", count=most)
        raise Refusal(413 if records else 422, NOT_RECORDS, text, faults=[Fault(text, pointer="/records")])
    faults = [fault for place, record in enumerate(records) for fault in _faults(place, record, shape)]
    if faults:
        raise Refusal(422, NOT_RECORDS, NOTHING_WRITTEN, faults=faults)
    rows = tuple(Row(place, _cells(record)) for place, record in enumerate(records))
    with_columns = Table("records", tuple(column.name for column in shape.schema.columns), rows)
    try:
        return shape.schema.parse(with_columns)
    except InputProblems as found:
        raise refused(found) from found


def refused(found: InputProblems) -> Refusal:
    """What is wrong with records, as other systems read it; the number of a row is its place in the list."""
    faults = [
        Fault(f"{problem.what} {problem.remedy}", pointer=pointer(problem.row, problem.column))
        for problem in found.problems
    ]
    return Refusal(422, NOT_RECORDS, NOTHING_WRITTEN, faults=faults)


def pointer(place: int | None, column: str | None) -> str:
    """Where in the body something stands (RFC 6901)."""
    if place is None:
        return "/records"
    escaped = "" if column is None else f"/{column.replace('~', '~0').replace('/', '~1')}"
    return f"/records/{place}{escaped}"


def _cells(record: Mapping[str, Any]) -> dict[str, str]:
    return {name: format(value, "f") if isinstance(value, Decimal) else value for name, value in record.items()}


def _faults(place: int, record: Any, shape: Shape) -> Iterator[Fault]:
    if not isinstance(record, dict):
        yield Fault(_l("A record is an object."), pointer=pointer(place, None))
        return
    columns = {column.name: column for column in shape.schema.columns}
    for name in record.keys() - columns.keys():
        yield Fault(_l("This key is unknown. Leave it out."), pointer=pointer(place, excerpt(_plain(name))))
    for name, column in columns.items():
        if name not in record:
            if column.required:
                yield Fault(_l("This key is needed."), pointer=pointer(place, name))
        elif (text := _misfit(record[name], name, shape)) is not None:
            yield Fault(text, pointer=pointer(place, name))


def _misfit(value: Any, name: str, shape: Shape) -> Any:
    if name in shape.numbers:
        if not isinstance(value, Decimal):
            return _l("A number is right here, such as 12 or 0.5, without quotes.")
        # Before it is written out: a short exponent would make a text of millions of digits.
        too_long = value != 0 and (abs(value.adjusted()) > MOST_DIGITS or -value.as_tuple().exponent > MOST_DIGITS)  # type: ignore[operator]
        return _l("At most %(count)s digits are read.", count=MOST_DIGITS) if too_long else None
    if not isinstance(value, str) or not value.strip():
        return _l("A text is right here, in quotes and not empty.")
    if name in shape.days and not _is_day(value):
        return _l("Write the day like 2026-12-01.")
    return _l("This text holds signs that cannot be kept.") if _plain(value) != value else None


def _is_day(text: str) -> bool:
    try:
        return DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _plain(text: str) -> str:
    """A text without what no database takes: NUL, and halves of a pair of signs."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
