"""The table `onboardings`: what the portal writes, `bansou kpi` reads to the same figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from onboarding_phases.customers.tables import MOST_EFFORT
from onboarding_phases.kpis.files import HOLD_COLUMNS
from onboarding_phases.kpis.permissions import IMPORT_HISTORY, VIEW_PROGRAMME
from onboarding_phases.kpis.queries import customer_codes, facts
from onboarding_phases.kpis.services import import_history
from onboarding_phases.kpis.values import Facts
from onboarding_phases.onboardings.enums import ExcludedReason, HoldCause
from partners.tables import TAG, code
from portal import clock
from portal.exchange.values import Exchange
from portal.tables.schema import Column, Schema
from portal.tables.values import choice, day, integer

COLUMNS = (
    "customer_code",
    "partner_code",
    "product",
    "effort",
    "start_date",
    "activated_on",
    "withdrawn_on",
    "excluded_reason",
    "customer_hold_days",
    "vendor_hold_days",
    "partner_hold_days",
)

HISTORY = Schema(
    columns=(
        Column("customer_code", code()),
        Column("partner_code", code()),
        Column("product", TAG),
        Column("effort", integer(1, MOST_EFFORT)),
        Column("start_date", day()),
        Column("activated_on", day(), required=False),
        Column("withdrawn_on", day(), required=False, present=False),
        Column("excluded_reason", choice(ExcludedReason), required=False, present=False),
        *(Column(name, integer(0), required=False, default=0, present=False) for name in HOLD_COLUMNS),
    )
)
"""The same columns where onboardings of the past are taken in: what they hang on must be named."""


def onboarding_rows(found: Iterable[Facts], as_of: date, codes: Mapping[int, str]) -> list[Sequence[Any]]:
    """The table's rows as of a day; where the vendor's own code may not be seen, the public one stands for it."""
    return [_row(one, as_of, codes.get(one.customer_id, one.code)) for one in found if one.start_on <= as_of]


def _row(one: Facts, as_of: date, customer_code: str) -> Sequence[Any]:
    held = one.hold_days(as_of)
    return (
        customer_code,
        one.partner_code,
        one.product,
        one.effort,
        one.start_on,
        one.activated_on,
        one.withdrawn_on,
        one.excluded_reason,
        *(held[cause] for cause in (HoldCause.CUSTOMER, HoldCause.VENDOR, HoldCause.PARTNER)),
    )


def _all_rows() -> Iterable[Sequence[Any]]:
    found = facts()
    return onboarding_rows(found, clock.today(), customer_codes(one.customer_id for one in found))


EXCHANGE = Exchange(
    kind="onboardings",
    title=_l("Onboardings with activation and holds"),
    schema=lambda: HISTORY,
    columns=COLUMNS,
    apply=import_history,
    rows=_all_rows,
    import_permission=IMPORT_HISTORY,
    export_permission=VIEW_PROGRAMME,
    back="kpis.overview",
)
