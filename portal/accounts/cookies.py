"""What of a log-in stands in the browser's cookie."""

from __future__ import annotations

from flask import session

from portal.accounts.loading import COOKIE_KEY


def keep_token(token: str, *, locale: str | None) -> None:
    """Start the cookie anew with the secret of a session; nothing that was in it before survives the log-in."""
    chosen = locale or session.get("locale")
    session.clear()
    session[COOKIE_KEY] = token
    if chosen:
        session["locale"] = chosen


def token_of_cookie() -> str | None:
    """The secret that this browser sent."""
    token = session.get(COOKIE_KEY)
    return token if isinstance(token, str) else None


def drop_token() -> None:
    """Empty the cookie but for the language."""
    chosen = session.get("locale")
    session.clear()
    if chosen:
        session["locale"] = chosen
