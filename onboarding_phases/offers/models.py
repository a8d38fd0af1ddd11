"""Offers, and the briefs that firms read of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.offers.enums import OfferState
from partners.models import Partner
from portal.database import Model, public_code
from portal.tenancy import TenantOwned, same_tenant, tenant_key

_BINDS = literal_column("state").in_([literal_column("'open'"), literal_column("'accepted'")])


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
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    brief: Mapped[Brief | None] = relationship(back_populates="offer", lazy="joined")
    partner: Mapped[Partner] = relationship(primaryjoin="foreign(Offer.partner_id) == Partner.id", viewonly=True)


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
