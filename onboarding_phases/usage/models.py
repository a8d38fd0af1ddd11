"""What customers do with the product, as it was reported."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model
from portal.tenancy import VendorOwned


class UsageRecord(VendorOwned, Model):
    """The value of one metric of one customer on one day; a correction replaces it."""

    __tablename__ = "usage_records"
    __table_args__ = (UniqueConstraint("customer_id", "metric", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    metric: Mapped[str]
    on: Mapped[date] = mapped_column(index=True)
    value: Mapped[float]
    reported_at: Mapped[datetime]
