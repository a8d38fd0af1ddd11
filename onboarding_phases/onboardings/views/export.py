"""A list as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onboarding_phases.onboardings.queries.lists import Filters, listed
from onboarding_phases.onboardings.queries.rows import OnboardingRow, row_of
from onboarding_phases.onboardings.standing import Bounds
from portal import clock
from portal.database import db
from portal.tables.writing import csv_bytes

COLUMNS = (
    "onboarding_code",
    "customer_name",
    "partner_code",
    "product",
    "state",
    "phase",
    "start_date",
    "net_days",
    "gross_days",
    "x_days",
    "due_on",
    "late_days",
    "risk",
    "activated_on",
    "completed_on",
    "withdrawn_on",
)
AT_ONCE = 500


def export_of(filters: Filters, bounds: Bounds) -> bytes:
    """All rows of a list, in its order."""
    return csv_bytes(COLUMNS, _records(filters, bounds))


def _records(filters: Filters, bounds: Bounds) -> Iterator[tuple[Any, ...]]:
    found = db.session.scalars(listed(filters).execution_options(yield_per=AT_ONCE))
    today = clock.today()
    for onboarding in found:
        yield _record(row_of(onboarding, today, bounds))


def _record(row: OnboardingRow) -> tuple[Any, ...]:
    onboarding = row.onboarding
    return (
        onboarding.code,
        onboarding.customer_name,
        onboarding.partner.code,
        onboarding.product,
        onboarding.state,
        onboarding.current_position,
        onboarding.start_on,
        row.net,
        row.gross,
        onboarding.x_days,
        row.item.due_on if row.item else None,
        row.late_days,
        row.risk.level if row.risk else None,
        onboarding.activated_on,
        onboarding.completed_on,
        onboarding.withdrawn_on,
    )
