"""The cookie of a browser: signed, and over TLS bound to this host and to TLS."""

from __future__ import annotations

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface


class HostCookies(SecureCookieSessionInterface):
    """Flask's signed cookie, named and marked by the way in which the request came."""

    def get_cookie_name(self, app: Flask) -> str:
        return "__Host-bansou" if request.is_secure else "bansou"

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def get_cookie_httponly(self, app: Flask) -> bool:
        return True

    def get_cookie_samesite(self, app: Flask) -> str:
        return "Lax"

    def get_cookie_path(self, app: Flask) -> str:
        return "/"

    def get_cookie_domain(self, app: Flask) -> None:
        return None
