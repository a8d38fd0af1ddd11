"""Whether the portal lives, and whether it may be sent readers: two addresses for whoever watches over it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import literal, select

from portal.access import public
from portal.database import db
from portal.schema import is_up_to_date

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public(reason="watchers have no account; it says nothing but that the process and its database answer")
def alive() -> ResponseReturnValue:
    db.session.execute(select(literal(1)))
    return {"status": "alive"}


@bp.get("/readyz")
@public(reason="watchers have no account; it says nothing but whether the database is up to date")
def ready() -> ResponseReturnValue:
    if is_up_to_date(db.session.connection()):
        return {"status": "ready"}
    return {"status": "the database is not up to date: run bansou db upgrade"}, 503
