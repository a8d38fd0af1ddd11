"""How requests of other systems are received and refused."""

from __future__ import annotations

from flask import Flask, g, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import TooManyRequests

from portal.accounts.throttles import take_attempt
from portal.api.problems import Refusal, is_for_machines, problem
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

LARGEST_BODY = 1024 * 1024
THROTTLE = "token"


class UnknownToken(Refusal):
    """A token that is none, or no more; all of these look alike, and count as a guess."""

    def __init__(self) -> None:
        text = _l("Send a token that is neither expired nor revoked. An administrator makes them.")
        asked = [("WWW-Authenticate", 'Bearer realm="bansou", error="invalid_token"')]
        super().__init__(401, _l("This token is not accepted"), text, headers=asked)


def init_api(app: Flask) -> None:
    """Let addresses of other systems read their body early, and answer refusals as problems."""
    app.before_request(_receive)
    app.register_error_handler(Refusal, _refuse)
    app.register_error_handler(UnknownToken, _refuse_guess)


def _receive() -> None:
    """Read the body before any transaction begins: whoever sends slowly holds up nobody else.

    Raises:
        RequestEntityTooLarge: it is too large; read no further than that.
    """
    if is_for_machines():
        g.for_machines = True
        request.max_content_length = LARGEST_BODY
        request.get_data()


def _refuse(refusal: Refusal) -> ResponseReturnValue:
    return problem(refusal.status, refusal.title, refusal.detail, faults=refusal.faults, headers=refusal.headers)


def _refuse_guess(refusal: UnknownToken) -> ResponseReturnValue:
    """Count a wrong token; the transaction of the request itself is over, and may have been one that only reads."""
    try:
        with unit_of_work(EVERY_TENANT):
            take_attempt(THROTTLE, address=request.remote_addr)
    except TooManyRequests as enough:
        headers = [(name, value) for name, value in enough.get_headers() if name == "Retry-After"]
        return problem(429, _l("Too many wrong tokens from this address"), headers=headers)
    return _refuse(refusal)
