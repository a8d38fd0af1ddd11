"""Changes of firm; the vendor's own, since they name both firms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from onboarding_phases.transfers.enums import Cause
from portal.database import Model
from portal.tenancy import VendorOwned


class Transfer(VendorOwned, Model):
    """An onboarding that ended at its firm so that another takes the customer; `brief` is what that firm is told."""

    __tablename__ = "transfers"

    id: Mapped[int] = mapped_column(primary_key=True)
    onboarding_id: Mapped[int] = mapped_column(ForeignKey("onboardings.id"), unique=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    cause: Mapped[Cause]
    reason: Mapped[str]
    brief: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # The onboarding that came of it, once a firm has accepted.
    next_onboarding_id: Mapped[int | None] = mapped_column(ForeignKey("onboardings.id"), unique=True)
