"""Users, their sessions, the links they are mailed, and the counters that slow down guessing."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.enums import LinkPurpose
from portal.database import Model, public_code
from portal.people import PARTNER_ROLES, Principal, Role
from portal.tenancy import Tenant

_FIRM_ROLES = ", ".join(f"'{role}'" for role in sorted(PARTNER_ROLES))


class User(Model):
    """A person with an account, of the vendor or of one firm. Read by the ground floor alone."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(f"(role IN ({_FIRM_ROLES})) = (partner_id IS NOT NULL)", name="side"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )
    shared_because: ClassVar[str] = "people are found before a scope is known; rooms hold Consultant instead"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("tenants.id"), index=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[Role]
    locale: Mapped[str | None]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    tenant: Mapped[Tenant | None] = relationship(lazy="joined")

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool] | None:
        """An administrator sees everybody, a partner manager the own firm's people, others themselves."""
        if reader.role is Role.ADMIN:
            return None
        if reader.role is Role.PARTNER_MANAGER:
            return cls.partner_id == reader.partner_id
        return false() if reader.id is None else cls.id == reader.id

    @property
    def may_enter(self) -> bool:
        """Whether the account and its firm are open."""
        return self.disabled_at is None and (self.tenant is None or self.tenant.closed_at is None)

    @property
    def is_invited(self) -> bool:
        """Whether the person has yet to choose a first password."""
        return self.password_hash is None and self.disabled_at is None


class LoginSession(Model):
    """A signed-in browser. The cookie holds a token whose hash stands here, so that it can be revoked."""

    __tablename__ = "login_sessions"
    shared_because: ClassVar[str] = "read before a scope is known, by the hash of a secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    browser: Mapped[str]

    user: Mapped[User] = relationship(lazy="joined")

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """Everybody sees the own sessions and nobody else's."""
        return false() if reader.id is None else cls.user_id == reader.id


class MailedLink(Model):
    """A one-use link to set a password: an invitation or a reset."""

    __tablename__ = "mailed_links"
    shared_because: ClassVar[str] = "read before a scope is known, by the hash of a secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined")


class Throttle(Model):
    """When something was tried lately, by account or by address: seconds since 1970, the oldest first."""

    __tablename__ = "throttles"
    shared_because: ClassVar[str] = "counts attempts of people who are not signed in"

    key: Mapped[str] = mapped_column(primary_key=True)
    tried_at: Mapped[list[int]]
    last_at: Mapped[datetime] = mapped_column(index=True)
