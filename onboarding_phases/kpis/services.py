"""Taking in onboardings of the past."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from onboarding_phases.customers.models import Customer
from onboarding_phases.customers.queries import customers_by_code
from onboarding_phases.onboardings import clock as days
from onboarding_phases.onboardings.enums import HoldCause
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.services import Past, correct_past, record_past
from partners.models import Partner
from partners.queries import partners_by_code
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.exchange.services import Change, apply_each, columns_named
from portal.exchange.values import Outcome
from portal.people import Principal
from portal.tables.problems import excerpt
from portal.tables.schema import Parsed

COLUMN_OF = {"start_on": "start_date"}
AT_ONCE = 500
Key = tuple[int, int, date]


def import_history(parsed: Parsed, actor: Principal) -> Outcome:
    """Take in the table `onboardings`: one row for each customer, partner and start date.

    A row that is there as it stands is left alone, so that the same file twice changes nothing; one that was
    entered before and differs is corrected.

    Raises:
        InputProblems: every row with an unknown customer or partner, or that cannot have been.
    """
    customers = customers_by_code(str(record["customer_code"]) for record in parsed.records)
    partners = partners_by_code(str(record["partner_code"]) for record in parsed.records)
    known = _known([customer.id for customer in customers.values()])
    seen: set[Key] = set()

    def enter(record: Mapping[str, Any]) -> Change:
        customer, partner = customers.get(record["customer_code"]), partners.get(record["partner_code"])
        if customer is None:
            raise _unknown("customer_code", record)
        if partner is None:
            raise _unknown("partner_code", record)
        key: Key = (customer.id, partner.id, record["start_date"])
        if key in seen:
            raise RuleViolation(_l("An earlier row has the same customer, partner and start."), field="start_date")
        seen.add(key)
        with columns_named(COLUMN_OF):
            return _enter(customer, partner, record, known.get(key), actor)

    return apply_each(parsed, enter)


def _enter(
    customer: Customer, partner: Partner, record: Mapping[str, Any], there: Onboarding | None, actor: Principal
) -> Change:
    past = _past(record)
    if there is None:
        record_past(
            partner_id=partner.id,
            customer_id=customer.id,
            facts={
                "customer_name": customer.name,
                "product": record["product"],
                "industry": customer.industry,
                "prefecture": customer.prefecture,
                "effort": record["effort"],
                "owner_id": customer.cs_owner_id,
            },
            past=past,
            actor=actor,
        )
        return "created"
    if _as_known(there) == past:
        return "unchanged"
    correct_past(there, past=past, actor=actor)
    return "changed"


def _past(record: Mapping[str, Any]) -> Past:
    return Past(
        start_on=record["start_date"],
        activated_on=record["activated_on"],
        withdrawn_on=record["withdrawn_on"],
        excluded_reason=record["excluded_reason"],
        hold_days={cause: record[f"{cause.value}_hold_days"] for cause in HoldCause},
    )


def _known(customer_ids: list[int]) -> dict[Key, Onboarding]:
    found: dict[Key, Onboarding] = {}
    for begin in range(0, len(customer_ids), AT_ONCE):
        statement = (
            select(Onboarding)
            .where(Onboarding.customer_id.in_(customer_ids[begin : begin + AT_ONCE]))
            .options(selectinload(Onboarding.holds), selectinload(Onboarding.phases))
        )
        for one in db.session.scalars(statement):
            found[one.customer_id, one.partner_id, one.start_on] = one
    return found


def _as_known(onboarding: Onboarding) -> Past:
    """An onboarding as the export of today has it."""
    until = min(onboarding.activated_on or clock.today(), clock.today())
    run, limits = onboarding.run, bounds_in_force().limits
    return Past(
        start_on=onboarding.start_on,
        activated_on=onboarding.activated_on,
        withdrawn_on=onboarding.withdrawn_on,
        excluded_reason=onboarding.excluded_reason,
        hold_days=days.hold_days_by_cause(run.start_on, run.holds, until, limits=limits),
    )


def _unknown(column: str, record: Mapping[str, Any]) -> RuleViolation:
    return RuleViolation(_l("There is no %(code)s in the portal.", code=excerpt(str(record[column]))), field=column)
