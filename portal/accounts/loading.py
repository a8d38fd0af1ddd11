"""Who is behind a request: the cookie's token looked up among the open sessions, at every request."""

from __future__ import annotations

import hashlib

from flask import Flask, session
from flask_login import LoginManager
from sqlalchemy import select

from portal import clock
from portal.accounts.models import LoginSession
from portal.database import db
from portal.people import Principal

COOKIE_KEY = "_token"


def token_hash(token: str) -> str:
    """The form in which a secret token is kept: it cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def init_login(app: Flask) -> None:
    """Let Flask-Login find the person of each request by our sessions, not by an id in the cookie."""
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(lambda _request: principal_of_token(session.get(COOKIE_KEY)))
    # Templates find the reader in `reader`; Flask-Login would look one up for error pages, outside any unit.
    manager.init_app(app, add_context_processor=False)


def principal_of_token(token: str | None) -> Principal | None:
    """The person whose open session this token is; None after log-out, expiry, or when account or firm closed."""
    if not token:
        return None
    statement = select(LoginSession).where(
        LoginSession.token_hash == token_hash(token),
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > clock.now(),
    )
    found = db.session.scalars(statement).first()
    if found is None or not found.user.may_enter:
        return None
    user = found.user
    return Principal(
        id=user.id,
        name=user.name,
        role=user.role,
        partner_id=user.partner_id,
        firm_name=user.tenant.name if user.tenant else None,
        locale=user.locale,
        session_id=found.id,
    )
