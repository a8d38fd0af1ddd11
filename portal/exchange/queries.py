"""Reading drafts, and the kinds of tables that rooms bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.database import db
from portal.exchange.models import ImportDraft
from portal.exchange.values import Exchange, Outcome
from portal.people import Principal
from portal.tables.writing import csv_bytes, xlsx_bytes


def exchanges_by_kind() -> Mapping[str, Exchange]:
    """Every kind of table that can be imported or exported."""
    return cast(Mapping[str, Exchange], current_app.extensions["bansou_exchanges"])


def draft_of(reader: Principal, *, kind: str, code: str) -> ImportDraft | None:
    """The reader's own draft with this code, unless it has expired."""
    statement = select(ImportDraft).where(
        ImportDraft.user_id == reader.id,
        ImportDraft.kind == kind,
        ImportDraft.code == code,
        ImportDraft.expires_at > clock.now(),
    )
    return db.session.scalars(statement).one_or_none()


def outcome_of(draft: ImportDraft) -> Outcome:
    """What the check found that the import of a file would do."""
    return Outcome(draft.created, draft.changed, draft.unchanged)


def exported(exchange: Exchange, form: str) -> bytes:
    """The whole table as a file, `csv` or `xlsx`."""
    rows = exchange.rows() if exchange.rows else ()
    if form == "xlsx":
        return xlsx_bytes(exchange.columns, rows, exchange.kind)
    return csv_bytes(exchange.columns, rows)
