"""Written orders, and who orders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from onboarding_phases.offers.models import Offer
from partners.models import Partner
from portal.database import Model, public_code
from portal.tenancy import TenantOwned, VendorOwned, same_tenant


class Issuer(VendorOwned, Model):
    """The company that orders, as it is written on orders from a moment on; the newest one is in force."""

    __tablename__ = "order_issuers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    place: Mapped[str]
    payment_method: Mapped[str]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Order(TenantOwned, Model):
    """A written order as it was issued: `items` never change, whatever happens to tiers, settings and playbooks.

    Numbered for each firm from 1, without gaps.
    """

    __tablename__ = "written_orders"
    __table_args__ = (
        same_tenant("offer_id", "offers"),
        UniqueConstraint("partner_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("fee >= 0", name="fee"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    number: Mapped[int]
    offer_id: Mapped[int] = mapped_column(unique=True)
    customer_name: Mapped[str]
    ordered_on: Mapped[date]
    issued_at: Mapped[datetime]
    fee: Mapped[int]
    items: Mapped[dict[str, Any]]

    offer: Mapped[Offer] = relationship(viewonly=True)
    partner: Mapped[Partner] = relationship(primaryjoin="foreign(Order.partner_id) == Partner.id", viewonly=True)
