"""Reading usage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, select

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.usage.defaults import NUMBERS
from onboarding_phases.usage.models import UsageRecord
from onboarding_phases.usage.rules import Record, activation_day, conditions
from onboarding_phases.usage.values import KeptRecord
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers

AT_ONCE = 500
Key = TypeVar("Key")


def records_of(customer_ids: Collection[int], *, since: date | None = None) -> dict[int, list[Record]]:
    """The records of customers, by customer, oldest first."""
    found: dict[int, list[Record]] = defaultdict(list)
    for some in batches(sorted(customer_ids)):
        statement = (
            select(UsageRecord.customer_id, UsageRecord.metric, UsageRecord.on, UsageRecord.value)
            .where(UsageRecord.customer_id.in_(some))
            .order_by(UsageRecord.on)
        )
        if since is not None:
            statement = statement.where(UsageRecord.on >= since)
        for customer_id, metric, on, value in db.session.execute(statement):
            found[customer_id].append((metric, on, value))
    return found


def activation_by_rule(
    onboardings: Iterable[Onboarding], activation_rule: Iterable[Mapping[str, object]]
) -> dict[int, date | None]:
    """The day on which each of these, which run, would have become active by a rule; None where it would not."""
    found, rule = list(onboardings), conditions(activation_rule)
    records = records_of({onboarding.customer_id for onboarding in found})
    carry_days, until = int(numbers(NUMBERS)["carry_days"]), clock.today()
    return {
        onboarding.id: activation_day(
            [record for record in records.get(onboarding.customer_id, []) if record[1] <= until],
            rule,
            onboarding.start_on,
            until,
            carry_days=carry_days,
        )
        for onboarding in found
    }


def age_of_usage(_page: object = None) -> dict[str, Any]:
    """The last day of which usage is known, how many days ago it was, and whether no value counts any more."""
    as_of = db.session.scalar(select(func.max(UsageRecord.on)))
    age = (clock.today() - as_of).days if as_of else 0
    return {"as_of": as_of, "age": age, "is_old": age > int(numbers(NUMBERS)["carry_days"])}


def kept_records(
    *, after: int, limit: int, customer: str | None, metric: str | None, since: date | None, until: date | None
) -> list[KeptRecord]:
    """Records after one of them, in the order in which they first came in."""
    statement = (
        select(
            UsageRecord.id,
            Customer.code,
            UsageRecord.on,
            UsageRecord.metric,
            UsageRecord.value,
            UsageRecord.reported_at,
        )
        .join(Customer, Customer.id == UsageRecord.customer_id)
        .where(UsageRecord.id > after)
        .order_by(UsageRecord.id)
        .limit(limit)
    )
    wanted = {Customer.code: customer, UsageRecord.metric: metric}
    for column, value in wanted.items():
        statement = statement if value is None else statement.where(column == value)
    statement = statement if since is None else statement.where(UsageRecord.on >= since)
    statement = statement if until is None else statement.where(UsageRecord.on <= until)
    return [KeptRecord(*row) for row in db.session.execute(statement)]


def exported_records() -> Iterator[tuple[Any, ...]]:
    """Every record as the table `usage` has it."""
    statement = (
        select(Customer.code, UsageRecord.on, UsageRecord.metric, UsageRecord.value)
        .join(Customer, Customer.id == UsageRecord.customer_id)
        .order_by(Customer.code, UsageRecord.on, UsageRecord.metric)
    )
    return (tuple(row) for row in db.session.execute(statement))


def batches(ids: list[Key]) -> Iterator[list[Key]]:
    """Cut a list of ids so that no statement has too many."""
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
