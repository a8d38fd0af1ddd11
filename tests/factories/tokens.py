"""Access of other systems: tokens, signing secrets, and requests as such systems make them."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock
from portal.accounts.loading import token_hash
from portal.accounts.models import User
from portal.api.models import ApiToken
from portal.people import PORTAL
from portal.webhooks import services
from portal.webhooks.models import WebhookSecret
from portal.webhooks.rules import PREFIX, signature
from tests.world import unit

SCOPES = ("usage:read", "usage:write")


def make_token(user: User, *scopes: str, **values: Any) -> tuple[ApiToken, str]:
    """A token that acts for a person, and its secret; of every scope unless told, whatever the role may."""
    secret, now = secrets.token_urlsafe(24), clock.now()
    plain = {"name": "Usage feed", "made_at": now, "expires_at": now + timedelta(days=36500)}
    with unit() as session:
        token = ApiToken(
            user_id=user.id,
            scopes=list(scopes or SCOPES),
            token_hash=token_hash(secret),
            **{**plain, **values},
        )
        session.add(token)
    return token, secret


def make_secret() -> tuple[WebhookSecret, str]:
    """A new secret for reports of usage, and how its owner keeps it."""
    with unit() as session:
        told = services.make_secret("usage", actor=PORTAL)
        row = session.scalars(select(WebhookSecret).order_by(WebhookSecret.id.desc())).first()
        assert row is not None
    return row, told


def key_of(told: str) -> bytes:
    """The key that a secret stands for."""
    return base64.b64decode(told.removeprefix(PREFIX))


def record(code: str = "C1", **values: Any) -> dict[str, Any]:
    """A record as other systems send it."""
    return {"customer_code": code, "date": "2026-11-20", "metric": "journals_30d", "value": 64, **values}


def ask(client: FlaskClient, path: str, secret: str | None, **values: Any) -> TestResponse:
    """Read as another system does."""
    return client.get(path, headers={"Authorization": f"Bearer {secret}"} if secret else {}, **values)


def tell(
    client: FlaskClient, secret: str | None, *records: Any, key: str | None = None, body: Any = None, **headers: str
) -> TestResponse:
    """Report usage as another system does; `body` stands in for the records."""
    sent = {"Authorization": f"Bearer {secret}"} if secret else {}
    sent |= {"Idempotency-Key": key} if key else {}
    data = body if isinstance(body, bytes) else json.dumps(body if body is not None else {"records": records})
    return client.post("/api/v1/usage", data=data, content_type="application/json", headers=sent | headers)


def report(
    client: FlaskClient, told: str, *records: Any, message_id: str = "msg_1", at: int | None = None, **headers: str
) -> TestResponse:
    """Report usage by a webhook, signed with a secret."""
    body = json.dumps({"records": records}).encode()
    timestamp = str(int(clock.now().timestamp()) if at is None else at)
    sent = {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(key_of(told), message_id, timestamp, body),
    }
    return client.post("/webhooks/usage", data=body, content_type="application/json", headers=sent | headers)
