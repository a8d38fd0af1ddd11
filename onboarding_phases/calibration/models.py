"""Predictions of the allocation with what came of them, and both estimates tried on all that is over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Model
from portal.tenancy import VendorOwned


class Prediction(VendorOwned, Model):
    """What a run knew of the firm that an onboarding was then begun with: its result on the day of the run.

    `cases` are those behind it, 0 where the result was only stated. `success` is whether the customer was active
    within X, None until its clock has reached X.
    """

    __tablename__ = "calibration_predictions"
    __table_args__ = (Index("ix_calibration_predictions_rate", "rate", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    onboarding_id: Mapped[int] = mapped_column(ForeignKey("onboardings.id"), unique=True)
    run_code: Mapped[str]
    predicted_on: Mapped[date]
    rate: Mapped[float | None]
    cases: Mapped[int]
    success: Mapped[bool | None]


class TriedEstimate(VendorOwned, Model):
    """One way to estimate results, tried on every onboarding that is over from what was known when it began."""

    __tablename__ = "calibration_tried_estimates"

    id: Mapped[int] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(unique=True)
    n: Mapped[int]
    brier: Mapped[float | None]
    groups: Mapped[list[Any]]
    measured_at: Mapped[datetime]
