"""Users, their sessions, the links they are mailed, and the counters that slow down guessing."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.enums import LinkPurpose
from portal.database import Model
from portal.people import PARTNER_ROLES, Role
from portal.tenancy import Tenant

_FIRM_ROLES = ", ".join(f"'{role}'" for role in sorted(PARTNER_ROLES))


class User(Model):
    """A person with an account, of the vendor or of one firm. Read by the ground floor alone."""

    __tablename__ = "users"
    __table_args__ = (CheckConstraint(f"(role IN ({_FIRM_ROLES})) = (partner_id IS NOT NULL)", name="side"),)
    shared_because: ClassVar[str] = "people are found before a scope is known; rooms hold Consultant instead"

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("tenants.id"), index=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role]
    locale: Mapped[str | None]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    tenant: Mapped[Tenant | None] = relationship(lazy="joined")

    @property
    def may_enter(self) -> bool:
        """Whether the account and its firm are open."""
        return self.disabled_at is None and (self.tenant is None or self.tenant.closed_at is None)


class LoginSession(Model):
    """A signed-in browser. The cookie holds a token whose hash stands here, so that it can be revoked."""

    __tablename__ = "login_sessions"
    shared_because: ClassVar[str] = "read before a scope is known, by the hash of a secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    browser: Mapped[str]

    user: Mapped[User] = relationship(lazy="joined")


class MailedLink(Model):
    """A one-use link to set a password: an invitation or a reset."""

    __tablename__ = "mailed_links"
    shared_because: ClassVar[str] = "read before a scope is known, by the hash of a secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined")


class Throttle(Model):
    """How often something was tried since a window began, by account or by address."""

    __tablename__ = "throttles"
    shared_because: ClassVar[str] = "counts attempts of people who are not signed in"

    key: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    count: Mapped[int]
