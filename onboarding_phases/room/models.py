"""Who of a customer was invited to its room, the browsers in which they are there, and letters of what is new."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from onboarding_phases.room.enums import InvitationState
from onboarding_phases.tasks.models import OfOnboarding
from portal.database import Model, public_code
from portal.tenancy import TenantOwned, same_tenant, tenant_key


class RoomInvitation(OfOnboarding, Model):
    """One person of the customer with a link to the room of one onboarding.

    Of the link and of the short code only hashes stand here, the code's under a key that is in no database.
    `known_until` is up to when they know what there is, from the invitation, a letter or a visit, and `known_task`
    the code of the task that was next for them then: empty for none, None where nobody looked yet.
    """

    __tablename__ = "room_invitations"
    __table_args__ = (
        tenant_key(),
        same_tenant("onboarding_id", "onboardings"),
        CheckConstraint("code_guesses >= 0", name="guesses"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    name: Mapped[str]
    email: Mapped[str]
    locale: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    sent_at: Mapped[datetime]
    sent_by: Mapped[str]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
    code_hash: Mapped[str | None]
    code_expires_at: Mapped[datetime | None]
    code_guesses: Mapped[int] = mapped_column(default=0)
    wants_letters: Mapped[bool] = mapped_column(default=True)
    known_until: Mapped[datetime]
    known_task: Mapped[str | None]
    written_to_at: Mapped[datetime | None]

    @property
    def last_written_at(self) -> datetime:
        """When this person last got an invitation or a letter of what was new."""
        return max(self.sent_at, self.written_to_at or self.sent_at)

    def state(self, now: datetime) -> InvitationState:
        if self.revoked_at is not None:
            return InvitationState.REVOKED
        if self.expires_at <= now:
            return InvitationState.EXPIRED
        return InvitationState.SENT if self.opened_at is None else InvitationState.OPENED


class RoomSession(TenantOwned, Model):
    """A browser in which a guest is in a room. The cookie holds a secret whose hash stands here."""

    __tablename__ = "room_sessions"
    __table_args__ = (same_tenant("invitation_id", "room_invitations"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    browser: Mapped[str]
    firm_name: Mapped[str | None] = query_expression()  # read with an open visit

    invitation: Mapped[RoomInvitation] = relationship(lazy="joined")


class RoomLetter(TenantOwned, Model):
    """A letter of what was new, one for each person and day; its link opens the same invitation, for some days."""

    __tablename__ = "room_letters"
    __table_args__ = (
        same_tenant("invitation_id", "room_invitations"),
        UniqueConstraint("invitation_id", "sent_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int]
    sent_on: Mapped[date]
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
