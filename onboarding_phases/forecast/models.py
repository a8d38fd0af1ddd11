"""Scenarios of the capacity plan; the vendor's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.forecast.values import Assumed
from portal.database import Model, public_code
from portal.tenancy import VendorOwned


class Scenario(VendorOwned, Model):
    """What somebody assumes of the months ahead, under a name.

    `growth` is in percent; `months` holds by month, as in `2027-01`, the percentage of the season that is taken and
    how many customers come on top, of `product` and `effort`.
    """

    __tablename__ = "forecast_scenarios"
    __table_args__ = (
        CheckConstraint("growth BETWEEN -90 AND 500", name="growth"),
        CheckConstraint("effort BETWEEN 1 AND 3", name="effort"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    name: Mapped[str] = mapped_column(unique=True)
    growth: Mapped[int]
    months: Mapped[dict[str, Any]]
    product: Mapped[str]
    effort: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def assumed(self) -> Assumed:
        return Assumed.of(self.growth, self.months, self.product, self.effort)
