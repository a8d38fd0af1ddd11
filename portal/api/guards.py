"""Who is behind a request of another system: its token, looked up at every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, request
from flask_babel import lazy_gettext as _l

from portal.access import TokenScope, for_machines
from portal.accounts.throttles import refuse_exhausted
from portal.api.answers import THROTTLE, UnknownToken
from portal.api.models import ApiToken
from portal.api.problems import Refusal
from portal.api.queries import bearer_of, usable_token
from portal.people import Principal

View = TypeVar("View", bound=Callable[..., Any])


def with_token(scope: TokenScope) -> Callable[[View], View]:
    """Guard a view for tokens of a scope: 401 without a good one, 403 where scope or person do not reach so far."""
    return for_machines(lambda: _bearer(scope), scope=scope)


def token() -> ApiToken:
    """The token of this request.

    Raises:
        RuntimeError: there is none, so the view's guard is missing.
    """
    found = g.get("token")
    if not isinstance(found, ApiToken):
        raise RuntimeError("no token was let in")
    return found


def _bearer(scope: TokenScope) -> Principal:
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        text = _l("Send the header “Authorization: Bearer …” with a token.")
        asked = [("WWW-Authenticate", 'Bearer realm="bansou"')]
        raise Refusal(401, _l("A token is needed"), text, headers=asked)
    refuse_exhausted(THROTTLE, address=request.remote_addr)
    found = usable_token(sent.token)
    if found is None:
        raise UnknownToken
    bearer = bearer_of(found)
    if scope.name not in found.scopes or not scope.permission.allows(bearer):
        text = _l("This needs the scope %(name)s, and a person whose role includes it.", name=scope.name)
        asked = [("WWW-Authenticate", f'Bearer realm="bansou", error="insufficient_scope", scope="{scope.name}"')]
        raise Refusal(403, _l("This token may not do this"), text, headers=asked)
    g.token = found
    return bearer
