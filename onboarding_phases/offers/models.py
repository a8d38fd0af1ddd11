"""Offers, and the briefs that firms read of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.offers.enums import BOUND, OfferState
from onboarding_phases.offers.values import Terms
from partners.models import Partner
from portal.database import Model, public_code
from portal.tenancy import TenantOwned, same_tenant, tenant_key

_BINDS = literal_column("state").in_([literal_column(f"'{state}'") for state in BOUND])
_WAITS = literal_column("decided_at").is_(None)


class Offer(TenantOwned, Model):
    """A proposal sent to a firm. One open offer or assignment per customer, by the database's own word."""

    __tablename__ = "offers"
    __table_args__ = (
        tenant_key(),
        CheckConstraint("slots BETWEEN 1 AND 3", name="slots"),
        Index(
            "uq_offers_customer_bound",
            "customer_id",
            unique=True,
            sqlite_where=_BINDS,
            postgresql_where=_BINDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    run_code: Mapped[str | None]
    state: Mapped[OfferState] = mapped_column(index=True)
    slots: Mapped[int]
    month: Mapped[date]
    start_on: Mapped[date]
    # In yen without tax, as it was on the day of sending; None for offers from before fees were written down.
    fee: Mapped[int | None]
    sent_at: Mapped[datetime]
    reply_by: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer_reason: Mapped[str | None]
    returned_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    counters: Mapped[list[Counter]] = relationship(order_by="Counter.id", back_populates="offer")
    brief: Mapped[Brief | None] = relationship(back_populates="offer", lazy="joined")
    partner: Mapped[Partner] = relationship(primaryjoin="foreign(Offer.partner_id) == Partner.id", viewonly=True)

    @property
    def terms(self) -> Terms:
        return Terms(self.slots, self.start_on, self.fee)


class Counter(TenantOwned, Model):
    """Other terms that the firm proposed, and what the vendor answered; one waits at a time.

    `answer_by` is the business day by whose hour the vendor answers; each business day later it is told again.
    """

    __tablename__ = "counters"
    __table_args__ = (
        same_tenant("offer_id", "offers"),
        CheckConstraint("slots BETWEEN 1 AND 3", name="slots"),
        CheckConstraint("fee >= 0", name="fee"),
        Index("uq_counters_waiting", "offer_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(index=True)
    slots: Mapped[int]
    start_on: Mapped[date]
    fee: Mapped[int]
    reason: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    answer_by: Mapped[datetime]
    told_again_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    is_agreed: Mapped[bool | None]
    answer: Mapped[str | None]

    offer: Mapped[Offer] = relationship(back_populates="counters")

    @property
    def terms(self) -> Terms:
        return Terms(self.slots, self.start_on, self.fee)


class Brief(TenantOwned, Model):
    """The part of the handoff that a firm may read. Empty once the offer is declined or lapses.

    `facts` holds customer_name, industry, prefecture, language, product, plan, employees, effort, needs, the answers
    of the handoff, and `phases`, `playbook_version` and `fee` as they stood when it was sent: what the firm needs in
    order to answer and to begin.
    """

    __tablename__ = "briefs"
    __table_args__ = (same_tenant("offer_id", "offers"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(unique=True)
    facts: Mapped[dict[str, Any] | None]
    refreshed_at: Mapped[datetime]

    offer: Mapped[Offer] = relationship(back_populates="brief")
