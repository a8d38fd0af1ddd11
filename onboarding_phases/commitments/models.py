"""The ledger of commitments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.commitments.enums import CommitmentSource, CommitmentState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.tasks.models import OfOnboarding
from portal.database import Model, public_code
from portal.tenancy import Levelled, OpenToGuests, same_tenant, tenant_key


class Commitment(OpenToGuests, OfOnboarding, Levelled, Model):
    """Something promised to a customer. Its level says who reads it: hidden fields of a handoff stay the vendor's.

    `field` and `place` name the line of the handoff from which it was taken. `note` is what shows that it was kept,
    or why it was refused. A renegotiated one stays as it was, and the new one `replaces` it. `shown_at` is when the
    customer's people last had something new to read of one that is shared with them.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        tenant_key(),
        same_tenant("onboarding_id", "onboardings"),
        same_tenant("replaces_id", "commitments"),
        UniqueConstraint("onboarding_id", "field", "place"),
        CheckConstraint("(state IN ('proposed', 'open')) = (settled_on IS NULL)", name="settled"),
        CheckConstraint("state NOT IN ('kept', 'refused') OR note <> ''", name="note"),
        Index("ix_commitments_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    text: Mapped[str]
    source: Mapped[CommitmentSource]
    field: Mapped[str | None]
    place: Mapped[int | None]
    said_by: Mapped[str]
    said_to: Mapped[str]
    said_on: Mapped[date | None]
    due_on: Mapped[date | None]
    state: Mapped[CommitmentState]
    settled_on: Mapped[date | None]
    settled_by: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    told_on: Mapped[date | None]  # the customer was told how it ended
    replaces_id: Mapped[int | None] = mapped_column(unique=True)
    by_vendor: Mapped[bool]
    entered_by: Mapped[str]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    entered_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    onboarding: Mapped[Onboarding] = relationship(
        primaryjoin="foreign(Commitment.onboarding_id) == Onboarding.id", viewonly=True
    )

    def is_broken(self, *, on: date) -> bool:
        """Whether it should have been kept by now and is still open."""
        return self.state is CommitmentState.OPEN and self.due_on is not None and self.due_on < on

    @property
    def is_owed(self) -> bool:
        """Whether it was kept or is still to be; what was refused, renegotiated or never agreed to is not."""
        return self.state in (CommitmentState.OPEN, CommitmentState.KEPT)
