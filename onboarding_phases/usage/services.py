"""Taking in usage, and what it says of activation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select, update
from sqlalchemy.orm import selectinload

from onboarding_phases.customers.models import Customer
from onboarding_phases.onboardings.events import OnboardingWithdrawn
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.services import record_activation
from onboarding_phases.usage.defaults import NUMBERS
from onboarding_phases.usage.events import UsageRecorded
from onboarding_phases.usage.models import UsageRecord
from onboarding_phases.usage.queries import batches, records_of
from onboarding_phases.usage.rules import Record, Series, activation_day, conditions
from portal import clock
from portal.database import db
from portal.defaults.events import SettingChanged
from portal.defaults.queries import numbers
from portal.errors import RuleViolation
from portal.events import publish
from portal.exchange.values import Outcome
from portal.jobs.services import enqueue
from portal.people import PORTAL, Principal
from portal.tables.problems import InputProblems, Problem, excerpt
from portal.tables.schema import Parsed

RECOMPUTE = "usage.recompute_activation"


@dataclass(frozen=True)
class UsageRow:
    """One line of usage: the vendor's customer code, the day, the metric and its value."""

    customer_code: str
    on: date
    metric: str
    value: float


@dataclass(frozen=True)
class Taken:
    """What came of the lines that were taken in."""

    created: int
    changed: int
    unchanged: int


def record_usage(rows: Iterable[UsageRow], actor: Principal) -> Taken:
    """Keep usage, a value that stands there already being corrected, and compute activation anew.

    The last of several lines for the same customer, day and metric counts.

    Raises:
        RuleViolation: a customer code is unknown; nothing is written.
    """
    latest = {(row.customer_code, row.metric, row.on): row.value for row in rows}
    if not latest:
        return Taken(0, 0, 0)
    ids = _customer_ids({code for code, _metric, _on in latest})
    values = {(ids[code], metric, on): value for (code, metric, on), value in latest.items()}
    taken = _write(values)
    days = [on for _customer, _metric, on in values]
    event = UsageRecorded(
        actor_id=actor.id, created=taken.created, changed=taken.changed, first_on=min(days), last_on=max(days)
    )
    publish(event)
    recompute_activation(set(ids.values()), actor=actor)
    return taken


def import_usage(parsed: Parsed, actor: Principal) -> Outcome:
    """Take in the table `usage`.

    Raises:
        InputProblems: every row with an unknown customer, or that says again what an earlier row says.
    """
    known = _known_codes({str(record["customer_code"]) for record in parsed.records})
    rows: dict[tuple[str, str, date], UsageRow] = {}
    problems: list[Problem] = []
    for record, number in zip(parsed.records, parsed.numbers, strict=True):
        row = _row(record)
        key = (row.customer_code, row.metric, row.on)
        if row.customer_code not in known:
            what = _l("There is no customer %(code)s.", code=excerpt(row.customer_code))
            problems.append(Problem("", number, "customer_code", what, _l("Use a code of the customers table.")))
        elif key in rows:
            what = _l("This customer, day and metric stand in an earlier row already.")
            problems.append(Problem("", number, None, what, _l("Keep one of the two rows.")))
        rows[key] = row
    if problems:
        raise InputProblems(problems)
    taken = record_usage(rows.values(), actor)
    return Outcome(taken.created, taken.changed, taken.unchanged)


def _row(record: Mapping[str, Any]) -> UsageRow:
    return UsageRow(record["customer_code"], record["date"], record["metric"], float(record["value"]))


def recompute_activation(customer_ids: Collection[int], *, actor: Principal) -> None:
    """Compute activation anew for the onboardings of customers, from all usage that is known today."""
    carry_days = int(numbers(NUMBERS)["carry_days"])
    bounds = bounds_in_force()
    for some in batches(sorted(customer_ids)):
        records = records_of(some)
        statement = (
            select(Onboarding)
            .where(Onboarding.customer_id.in_(some), ~Onboarding.is_recorded)
            .options(
                selectinload(Onboarding.playbook), selectinload(Onboarding.phases), selectinload(Onboarding.holds)
            )
        )
        for onboarding in db.session.scalars(statement):
            known = records.get(onboarding.customer_id, [])
            activated_on, progress = _measure(onboarding, known, carry_days)
            record_activation(onboarding, activated_on, progress=progress, actor=actor, bounds=bounds)


def recompute_withdrawn(event: OnboardingWithdrawn) -> None:
    """Compute activation anew for what was withdrawn: usage after that day, dated back or not, counts no more."""
    withdrawn = select(Onboarding.customer_id).where(Onboarding.id == event.onboarding_id)
    recompute_activation(set(db.session.scalars(withdrawn)), actor=PORTAL)


def plan_recomputation(event: SettingChanged) -> None:
    """When the number of days for which a value counts changes, compute activation anew when it is in force."""
    if event.key != NUMBERS:
        return
    begins = datetime.combine(event.effective_on, time.min, clock.zone())
    enqueue(RECOMPUTE, run_at=begins if begins > clock.now() else None)


def recompute_all() -> None:
    """Compute activation anew for every onboarding."""
    recompute_activation(set(db.session.scalars(select(Onboarding.customer_id))), actor=PORTAL)


def _measure(
    onboarding: Onboarding, records: list[Record], carry_days: int
) -> tuple[date | None, dict[str, Any] | None]:
    """The day of activation, and what each condition shows on the last day of usage."""
    until = min(clock.today(), onboarding.withdrawn_on or clock.today())
    known = [record for record in records if record[1] <= until]
    rule = conditions(onboarding.playbook.activation_rule)
    activated_on = activation_day(known, rule, onboarding.start_on, until, carry_days=carry_days)
    if not known:
        return activated_on, None
    last_on = max(on for _metric, on, _value in known)
    series = Series(known, carry_days=carry_days)
    readings = [series.read(condition, last_on) for condition in rule]
    shown = [
        {
            "metric": reading.condition.metric,
            "at_least": reading.condition.at_least,
            "value": reading.value,
            "on": reading.on.isoformat() if reading.on else None,
        }
        for reading in readings
    ]
    return activated_on, {"as_of": last_on.isoformat(), "conditions": shown}


def _customer_ids(codes: set[str]) -> dict[str, int]:
    found = _known_codes(codes)
    if unknown := sorted(codes - found.keys()):
        raise RuleViolation(_l("There is no customer %(code)s.", code=", ".join(unknown[:5])))
    return found


def _known_codes(codes: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in batches(sorted(codes)):
        statement = select(Customer.code, Customer.id).where(Customer.code.in_(some))
        found.update((code, customer_id) for code, customer_id in db.session.execute(statement))
    return found


def _write(values: dict[tuple[int, str, date], float]) -> Taken:
    there = _present(values)
    now = clock.now()
    new = [
        {"customer_id": customer_id, "metric": metric, "on": on, "value": value, "reported_at": now}
        for (customer_id, metric, on), value in values.items()
        if (customer_id, metric, on) not in there
    ]
    corrected = [
        {"id": there[key][0], "value": value, "reported_at": now}
        for key, value in values.items()
        if key in there and there[key][1] != value
    ]
    if new:
        db.session.execute(insert(UsageRecord), new)
    if corrected:
        db.session.execute(update(UsageRecord), corrected)
    return Taken(len(new), len(corrected), len(values) - len(new) - len(corrected))


def _present(values: Iterable[tuple[int, str, date]]) -> dict[tuple[int, str, date], tuple[int, float]]:
    keys = list(values)
    first, last = min(on for _c, _m, on in keys), max(on for _c, _m, on in keys) + timedelta(days=1)
    found: dict[tuple[int, str, date], tuple[int, float]] = {}
    for some in batches(sorted({customer_id for customer_id, _m, _on in keys})):
        statement = select(
            UsageRecord.customer_id, UsageRecord.metric, UsageRecord.on, UsageRecord.id, UsageRecord.value
        ).where(UsageRecord.customer_id.in_(some), UsageRecord.on >= first, UsageRecord.on < last)
        for customer_id, metric, on, record_id, value in db.session.execute(statement):
            found[customer_id, metric, on] = (record_id, value)
    return found
