"""Partner firms and the facts about them that every room above reads."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from partners.enums import PartnerKind, PartnerStatus
from partners.rules import PartnerFacts
from portal.database import Model, public_code
from portal.i18n import LocalizedText
from portal.tenancy import TenantOwned, same_tenant, tenant_key


class Partner(TenantOwned, Model):
    """A firm under contract: the tenant itself, so its own id is its tenant's."""

    __tablename__ = "partners"

    id: Mapped[int] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    partner_id: Mapped[int] = synonym("id")
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[PartnerKind]
    status: Mapped[PartnerStatus]
    corporate_number: Mapped[str | None]
    invoice_number: Mapped[str | None]
    prefectures: Mapped[list[str]]
    is_remote: Mapped[bool]
    languages: Mapped[list[str]]
    products: Mapped[list[str]]
    industries: Mapped[dict[str, int]]
    strengths: Mapped[dict[str, int]]
    min_volume: Mapped[int] = mapped_column(default=0)
    # Without it no start date is covered.
    contract_until: Mapped[date | None]
    # What an import states; rooms that measure results give their own figure where they have one.
    stated_outcome: Mapped[float | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form

    closings: Mapped[list[ClosingDays]] = relationship(
        primaryjoin="Partner.id == foreign(ClosingDays.partner_id)", order_by="ClosingDays.first_on", viewonly=True
    )

    @property
    def facts(self) -> PartnerFacts:
        """The profile as it stands."""
        return PartnerFacts(**{item.name: getattr(self, item.name) for item in fields(PartnerFacts)})


class Product(Model):
    """A product that did not ship with the portal: the word that files and addresses use, and what it is called."""

    __tablename__ = "products"
    shared_because: ClassVar[str] = "the name of what a firm onboards customers to, as the vendor sells it"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(unique=True)
    name: Mapped[dict[str, str]] = mapped_column(LocalizedText)
    named_at: Mapped[datetime]


class StatusChange(TenantOwned, Model):
    """One step in a partner's life: when, by whom, why."""

    __tablename__ = "status_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[PartnerStatus]
    on: Mapped[date]
    reason: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class ClosingDays(TenantOwned, Model):
    """Days on which a firm is closed, first and last included; its answer clocks leave them out."""

    __tablename__ = "closing_days"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="order"),
        Index("ix_closing_days_partner_id_last_on", "partner_id", "last_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True, default=public_code)
    first_on: Mapped[date]
    last_on: Mapped[date]
    note: Mapped[str]
    stated_at: Mapped[datetime]
    stated_by: Mapped[str]


class Capacity(TenantOwned, Model):
    """The slots of one firm in one month. `month` is its first day. The check is what stops an overfilled firm."""

    __tablename__ = "capacities"
    __table_args__ = (
        UniqueConstraint("partner_id", "month"),
        CheckConstraint("reserved + accepted <= stated", name="never_overfilled"),
        CheckConstraint("reserved >= 0 AND accepted >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    stated: Mapped[int]
    reserved: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)

    @property
    def free(self) -> int:
        return self.stated - self.reserved - self.accepted


class Consultant(TenantOwned, Model):
    """A person of a partner firm, named by the firm alone."""

    __tablename__ = "consultants"
    __table_args__ = (tenant_key(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    name: Mapped[str]
    email: Mapped[str]
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Tier(TenantOwned, Model):
    """The certified tier of a firm from a day on; the latest one that has begun is in force."""

    __tablename__ = "tiers"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 9", name="level"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int]
    effective_on: Mapped[date] = mapped_column(index=True)
    reason: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]


class Qualification(TenantOwned, Model):
    """A skill certificate of a consultant: what was passed, and until when it counts."""

    __tablename__ = "qualifications"
    __table_args__ = (same_tenant("consultant_id", "consultants"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultant_id: Mapped[int] = mapped_column(index=True)
    subject: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date] = mapped_column(index=True)
    revoked_on: Mapped[date | None]
    created_at: Mapped[datetime]

    def is_valid(self, *, on: date) -> bool:
        """Whether it counts on a day; its last day is included."""
        return self.valid_from <= on <= self.valid_until and (self.revoked_on is None or on < self.revoked_on)
