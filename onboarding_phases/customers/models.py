"""Customers: the vendor's own; a firm reads the brief that came with an offer, never these rows."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    column,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.customers.rules import CustomerFacts
from portal.database import Model, public_code
from portal.people import Principal, Role
from portal.tenancy import VendorOwned

_UNSETTLED = column("is_settled") == false()


class Customer(VendorOwned, Model):
    """A company that bought the product. `code` is the vendor's own number; outside it is known by `public_code`."""

    __tablename__ = "customers"
    __table_args__ = (
        CheckConstraint("effort BETWEEN 1 AND 3", name="effort"),
        CheckConstraint("required_tier BETWEEN 1 AND 9", name="required_tier"),
        CheckConstraint("priority >= 0", name="priority"),
        Index("ix_customers_unsettled", "onboarding_start", sqlite_where=_UNSETTLED, postgresql_where=_UNSETTLED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    public_code: Mapped[str] = mapped_column(unique=True, default=public_code)
    name: Mapped[str]
    industry: Mapped[str]
    employees: Mapped[int | None]
    prefecture: Mapped[str]
    language: Mapped[str]
    product: Mapped[str] = mapped_column(index=True)
    plan: Mapped[str | None]
    contract_start: Mapped[date | None]
    onboarding_start: Mapped[date] = mapped_column(index=True)
    annual_value: Mapped[int] = mapped_column(BigInteger)
    effort: Mapped[int]
    needs: Mapped[dict[str, int]]
    required_tier: Mapped[int] = mapped_column(default=1)
    priority: Mapped[int] = mapped_column(default=0)
    preferred_partners: Mapped[list[str]]
    excluded_partners: Mapped[list[str]]
    sales_owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    cs_owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    # An onboarding of it has ended, so that nobody need look for a partner. False says nothing.
    is_settled: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    @property
    def facts(self) -> CustomerFacts:
        """What is known of the customer, as it stands."""
        return CustomerFacts(**{item.name: getattr(self, item.name) for item in fields(CustomerFacts)})

    @classmethod
    def visible_to(cls, reader: Principal) -> ColumnElement[bool]:
        """Sales and CS members see the customers that they own; the other roles of the vendor see all."""
        if reader.role == Role.SALES:
            return cls.sales_owner_id == reader.id
        return cls.cs_owner_id == reader.id if reader.role == Role.CS_MEMBER else true()


class EffortEvidence(VendorOwned, Model):
    """How long finished onboardings of customers of a product and size took: their median in working days.

    A room above measures them every night; `size` is the class by employees: 0, 1 or 2.
    """

    __tablename__ = "effort_evidence"
    __table_args__ = (
        UniqueConstraint("product", "size"),
        CheckConstraint("size BETWEEN 0 AND 2", name="size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped[str]
    size: Mapped[int]
    cases: Mapped[int]
    days: Mapped[int]
    measured_at: Mapped[datetime]
