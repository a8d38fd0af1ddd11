"""Signing secrets, and what was delivered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model, public_code
from portal.tenancy import VendorOwned
from portal.webhooks.enums import DeliveryState


class WebhookSecret(VendorOwned, Model):
    """What a secret is made of, with the portal's own key; the secret itself stands nowhere."""

    __tablename__ = "webhook_secrets"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    kind: Mapped[str] = mapped_column(index=True)
    word: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ends_at: Mapped[datetime | None]


class Delivery(VendorOwned, Model):
    """A report that was acknowledged, known by its sender's id; its contents are dropped once it is worked off."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("kind", "message_id"),
        CheckConstraint("(state = 'waiting') = (finished_at IS NULL)", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    message_id: Mapped[str]
    contents: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    rows: Mapped[int]
    state: Mapped[DeliveryState]
    created: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
