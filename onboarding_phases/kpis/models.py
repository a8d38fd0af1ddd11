"""Projections of the KPIs: counts of each firm and of the programme as of a day, kept beside the records."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model
from portal.tenancy import TenantOwned, VendorOwned


class FirmCounts(TenantOwned, Model):
    """What a firm's onboardings count for as of a day: of one product, or of all where it is empty.

    Stands for the records only while it was counted by the numbers in force (`basis`) and nothing of the firm
    has changed since, that is while no `CountsDue` waits.
    """

    __tablename__ = "kpi_firm_counts"
    __table_args__ = (
        UniqueConstraint("partner_id", "as_of", "product"),
        Index("ix_kpi_firm_counts_as_of_product", "as_of", "product"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    product: Mapped[str]
    basis: Mapped[str]
    # Counted up whenever the row is written, so that of two who count at once the later one sees the other.
    edition: Mapped[int]
    summary: Mapped[dict[str, int]]
    curves: Mapped[dict[str, int]]
    groups: Mapped[dict[str, Any]]
    km: Mapped[str | None]


class ProgrammeCounts(VendorOwned, Model):
    """The sum of all `FirmCounts` of a day, a product and a basis: of all onboardings, or of one group of them."""

    __tablename__ = "kpi_programme_counts"
    __table_args__ = (UniqueConstraint("as_of", "product", "basis", "grouping", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    product: Mapped[str]
    basis: Mapped[str]
    grouping: Mapped[str]
    value: Mapped[str]
    counts: Mapped[dict[str, int]]
    km: Mapped[str | None]


class CountsDue(TenantOwned, Model):
    """Something of a firm has changed since its counts were taken; written in the transaction that changes it."""

    __tablename__ = "kpi_counts_due"

    id: Mapped[int] = mapped_column(primary_key=True)
