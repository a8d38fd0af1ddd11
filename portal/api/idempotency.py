"""The same request under the same key is done once and answered alike, however often and at once it comes."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal import clock
from portal.api.defaults import NUMBERS
from portal.api.guards import token
from portal.api.models import KeptAnswer
from portal.api.problems import Refusal
from portal.database import db
from portal.defaults.queries import numbers

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,255}")
Answer = tuple[dict[str, Any], int]
View = Callable[..., Answer]


def once(view: View) -> View:
    """Let a view that answers with JSON be repeated under a key; what was refused is not kept.

    The key is claimed in the transaction of the request, so that another one with the same key waits for its end.
    """

    @functools.wraps(view)
    def wrapped(**values: Any) -> Answer:
        key = request.headers.get(HEADER)
        if key is None:
            return view(**values)
        digest = _digest()
        claimed = _claim(_checked(key), digest)
        if claimed is None:
            return _kept(key, digest)
        body, status = view(**values)
        mine = update(KeptAnswer).where(KeptAnswer.id == claimed)
        db.session.execute(mine.values(body=body, status=status))
        return body, status

    return wrapped


def _checked(key: str) -> str:
    if KEY.fullmatch(key) is None:
        text = _l("Send 1 to 255 printable characters without spaces.")
        raise Refusal(400, _l("The idempotency key cannot be used"), text)
    return key


def _digest() -> str:
    parts = (request.method.encode(), request.full_path.encode(), request.get_data())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _claim(key: str, digest: str) -> int | None:
    """The number of a new answer to be kept; None where the key has one, or gets one from a request at work."""
    kept_since = clock.now() - timedelta(hours=int(numbers(NUMBERS)["answer_hours"]))
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < kept_since))
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"token_id": token().id, "key": key, "digest": digest, "status": 0, "body": {}, "kept_at": clock.now()}
    statement = (
        insert(KeptAnswer)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["token_id", "key"])
        .returning(KeptAnswer.id)
    )
    return db.session.scalars(statement).first()


def _kept(key: str, digest: str) -> Answer:
    mine = select(KeptAnswer).where(KeptAnswer.token_id == token().id, KeptAnswer.key == key)
    found = db.session.scalars(mine).one()
    if found.digest != digest:
        text = _l("The key came with another request before. Use a fresh one for each request.")
        raise Refusal(422, _l("The idempotency key belongs to another request"), text)
    return found.body, found.status
