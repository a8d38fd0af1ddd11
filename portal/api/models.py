"""Tokens of other systems, and the answers that were given to their keys."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.api.enums import TokenEnd
from portal.database import Model, public_code
from portal.tenancy import VendorOwned


class ApiToken(VendorOwned, Model):
    """A secret by which another system acts for a person, within its scopes. Only its hash is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    name: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    scopes: Mapped[list[str]]
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end: Mapped[TokenEnd | None]

    user: Mapped[User] = relationship(lazy="joined", foreign_keys=user_id)

    @property
    def last_on(self) -> date:
        """The last day on which it is good."""
        return (self.expires_at - timedelta(seconds=1)).astimezone(clock.zone()).date()


class KeptAnswer(VendorOwned, Model):
    """What was answered to a request that came with a key, so that the same request is answered alike."""

    __tablename__ = "kept_answers"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id"))
    key: Mapped[str]
    digest: Mapped[str]
    status: Mapped[int]
    body: Mapped[dict[str, Any]]
    kept_at: Mapped[datetime] = mapped_column(index=True)
