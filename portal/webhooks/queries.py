"""Reading secrets and deliveries."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import cast

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from portal import clock
from portal.database import db
from portal.mail.sealing import token_of
from portal.webhooks.enums import DeliveryState
from portal.webhooks.models import Delivery, WebhookSecret
from portal.webhooks.values import WebhookKind


def kinds_by_name() -> Mapping[str, WebhookKind]:
    """Every kind of report that a room takes."""
    return cast(Mapping[str, WebhookKind], current_app.extensions["bansou_webhooks"])


def key_of(secret: WebhookSecret) -> bytes:
    """The key itself: it follows from the portal's own key, the kind and the word that is kept."""
    made = token_of(f"webhook {secret.kind}", secret.word)
    return base64.urlsafe_b64decode(made + "=" * (-len(made) % 4))


def valid_secrets(kind: str | None = None) -> list[WebhookSecret]:
    """The secrets by which reports may be signed now, the newest first: at most two of a kind."""
    in_force = WebhookSecret.ends_at.is_(None) | (WebhookSecret.ends_at > clock.now())
    statement = select(WebhookSecret).where(in_force).order_by(WebhookSecret.id.desc())
    return list(db.session.scalars(statement if kind is None else statement.where(WebhookSecret.kind == kind)))


def newest_deliveries() -> Select[Delivery]:
    """All deliveries, the newest first, to be cut into pages."""
    return select(Delivery).order_by(Delivery.id.desc())


def waiting_delivery(delivery_id: int) -> Delivery | None:
    """A delivery that is not worked off, with its contents; its row stays locked until the transaction ends."""
    statement = (
        select(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == DeliveryState.WAITING)
        .options(undefer(Delivery.contents))
        .with_for_update()
    )
    return db.session.scalars(statement).first()
