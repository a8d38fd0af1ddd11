"""What every answer carries, and which requests are refused before any view is asked."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask_wtf import CSRFProtect
from werkzeug.exceptions import Forbidden

from portal.access import SAFE_METHODS, MachinesOnly, guard_of
from portal.request_keys import refuse_nul, refuse_repeated_keys

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)


class ForeignOrigin(Forbidden):
    """A page of another site tried to act here."""


def init_security(app: Flask) -> None:
    """Refuse forged posts, and mark every answer so that browsers keep to what we mean."""
    # The referrer is checked below for both schemes; Flask-WTF would demand one over TLS.
    app.config.update(WTF_CSRF_SSL_STRICT=False, WTF_CSRF_TIME_LIMIT=None)
    app.before_request(_refuse_foreign_origin)
    CSRFProtect(app)
    app.before_request(refuse_nul)
    app.before_request(refuse_repeated_keys)
    app.after_request(_mark)


def excuse_machines(app: Flask) -> None:
    """Ask no form token of other systems: nothing that a browser sends of itself lets anybody in there."""
    protect: CSRFProtect = app.extensions["csrf"]
    for view in app.view_functions.values():
        if isinstance(guard_of(view), MachinesOnly):
            protect.exempt(view)


def _refuse_foreign_origin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS or (view is not None and isinstance(guard_of(view), MachinesOnly)):
        return
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if source is not None and urlsplit(source)[:2] != urlsplit(request.host_url)[:2]:
        raise ForeignOrigin


def _mark(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    # A page whose address holds a secret tells even our own pages no more than the host.
    headers.setdefault("Referrer-Policy", "same-origin")
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        # What a signed-in person sees is kept nowhere; the pages of the door carry a token of their own.
        headers["Cache-Control"] = "no-store"
    return response
