"""Who is behind a report: whoever could sign it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import g, request
from flask_babel import lazy_gettext as _l

from portal import clock
from portal.access import for_machines
from portal.api.defaults import NUMBERS
from portal.api.problems import Refusal
from portal.defaults.queries import numbers
from portal.people import PORTAL, Principal
from portal.webhooks.queries import key_of, valid_secrets
from portal.webhooks.rules import MESSAGE_ID, is_signed, is_timely

View = TypeVar("View", bound=Callable[..., Any])


def signed(kind: str) -> Callable[[View], View]:
    """Guard a view for reports of a kind that are signed with one of its secrets, and about now; 401 for others.

    Nobody in particular signs: the portal itself acts.
    """
    return for_machines(lambda: _sender(kind))


def message_id() -> str:
    """The sender's own id of the report at hand.

    Raises:
        RuntimeError: none was let in, so the view's guard is missing.
    """
    found = g.get("webhook_id")
    if not isinstance(found, str):
        raise RuntimeError("no report was let in")
    return found


def _sender(kind: str) -> Principal:
    sent, timestamp, signatures = (
        request.headers.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature")
    )
    minutes = int(numbers(NUMBERS)["tolerance_minutes"])
    keys = [key_of(secret) for secret in valid_secrets(kind)]
    genuine = is_signed(keys, sent, timestamp, request.get_data(), signatures=signatures)
    if not genuine or MESSAGE_ID.fullmatch(sent) is None:
        text = _l("Sign as Standard Webhooks say (v1), with a secret that is valid now.")
        raise Refusal(401, _l("This signature is not accepted"), text)
    if not is_timely(timestamp, clock.now(), tolerance=timedelta(minutes=minutes)):
        text = _l("Sign each attempt anew; a signature is good for %(count)s minutes.", count=minutes)
        raise Refusal(401, _l("This signature is too old, or early"), text)
    g.webhook_id = sent
    return PORTAL
