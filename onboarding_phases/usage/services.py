"""Taking in usage, and what it says of activation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
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
from onboarding_phases.usage.enums import UsageWay
from onboarding_phases.usage.events import UsageRecorded
from onboarding_phases.usage.models import UsageRecord
from onboarding_phases.usage.queries import batches, records_of
from onboarding_phases.usage.rules import Record, Series, activation_day, conditions, corrections
from onboarding_phases.usage.values import WEBHOOK, Taken, UsageRow
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
from portal.webhooks.queries import waiting_delivery
from portal.webhooks.services import finish_delivery, keep_delivery, refuse_delivery

RECOMPUTE, TAKE_DELIVERY = "usage.recompute_activation", "usage.take_delivery"
Key = tuple[int, str, date]
# What a line of an onboarding's story keeps of why: for a customer, and the metrics of its activation rule.
Why = Callable[[int, Collection[str]], dict[str, Any]]


def record_usage(rows: Iterable[UsageRow], actor: Principal, *, way: UsageWay = UsageWay.FILE) -> Taken:
    """Keep usage, a value that stands there already being corrected, and compute activation anew.

    The last of several lines for the same customer, day and metric counts. Whoever brings in usage of the same
    customers at the same time waits.

    Raises:
        RuleViolation: a customer code is unknown; nothing is written.
    """
    latest = {(row.customer_code, row.metric, row.on): row.value for row in rows}
    if not latest:
        return Taken(0, 0, 0)
    ids = _customer_ids({code for code, _metric, _on in latest})
    values = {(ids[code], metric, on): value for (code, metric, on), value in latest.items()}
    there = _present(values)
    taken = _write(values, there)
    days = [on for _customer, _metric, on in values]
    counts = {"created": taken.created, "changed": taken.changed}
    publish(UsageRecorded(actor_id=actor.id, way=way.value, first_on=min(days), last_on=max(days), **counts))

    told, before = _by_customer(values), _by_customer({key: value for key, (_id, value) in there.items()})

    def why(customer_id: int, metrics: Collection[str]) -> dict[str, Any]:
        found = corrections(metrics, told[customer_id], before[customer_id])
        return {"cause": "usage", "way": way.value, "corrected": found}

    recompute_activation(set(ids.values()), actor=actor, why=why)
    return taken


def import_usage(parsed: Parsed, actor: Principal, *, way: UsageWay = UsageWay.FILE) -> Outcome:
    """Take in the table `usage`.

    Raises:
        InputProblems: every row with an unknown customer, or that says again what an earlier row says.
    """
    taken = record_usage(checked_rows(parsed), actor, way=way)
    return Outcome(taken.created, taken.changed, taken.unchanged)


def checked_rows(parsed: Parsed) -> list[UsageRow]:
    """The lines of the table `usage`, each of a known customer and said once.

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
    return list(rows.values())


def keep_report(rows: Iterable[UsageRow], *, message_id: str) -> bool:
    """Keep reported usage to be taken in by a job right after; False where this report came before."""
    contents = [[row.customer_code, row.on.isoformat(), row.metric, row.value] for row in rows]
    delivery_id = keep_delivery(WEBHOOK.name, message_id, contents)
    if delivery_id is None:
        return False
    enqueue(TAKE_DELIVERY, delivery_id=delivery_id)
    return True


def take_delivery(delivery_id: int) -> None:
    """Take in usage that was reported, once however often this is done."""
    delivery = waiting_delivery(delivery_id)
    if delivery is None:
        return
    rows = [
        UsageRow(code, date.fromisoformat(on), metric, value) for code, on, metric, value in delivery.contents or ()
    ]
    try:
        taken = record_usage(rows, PORTAL, way=UsageWay.WEBHOOK)
    except RuleViolation as refusal:
        refuse_delivery(delivery, str(refusal))
    else:
        finish_delivery(delivery, created=taken.created, changed=taken.changed)


def _row(record: Mapping[str, Any]) -> UsageRow:
    return UsageRow(record["customer_code"], record["date"], record["metric"], float(record["value"]))


def recompute_activation(customer_ids: Collection[int], *, actor: Principal, why: Why) -> None:
    """Compute activation anew for the onboardings of customers, from all usage that is known today.

    Where a day of activation moves or is taken back, the story of the onboarding keeps `why`.
    """
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
            metrics = {condition.metric for condition in conditions(onboarding.playbook.activation_rule)}
            told = partial(why, onboarding.customer_id, metrics)
            record_activation(onboarding, activated_on, progress=progress, actor=actor, bounds=bounds, why=told)


def recompute_withdrawn(event: OnboardingWithdrawn) -> None:
    """Compute activation anew for what was withdrawn: usage after that day, dated back or not, counts no more."""
    withdrawn = select(Onboarding.customer_id).where(Onboarding.id == event.onboarding_id)
    recompute_activation(set(db.session.scalars(withdrawn)), actor=PORTAL, why=because("withdrawal"))


def plan_recomputation(event: SettingChanged) -> None:
    """When the number of days for which a value counts changes, compute activation anew when it is in force."""
    if event.key != NUMBERS:
        return
    begins = datetime.combine(event.effective_on, time.min, clock.zone())
    enqueue(RECOMPUTE, run_at=begins if begins > clock.now() else None)


def recompute_all() -> None:
    """Compute activation anew for every onboarding."""
    customers = set(db.session.scalars(select(Onboarding.customer_id)))
    recompute_activation(customers, actor=PORTAL, why=because("setting"))


def because(cause: str) -> Why:
    """Why a day of activation moved that usage itself did not move: `withdrawal`, `setting` or `playbook`."""
    return lambda _customer, _metrics: {"cause": cause}


def _measure(
    onboarding: Onboarding, records: list[Record], carry_days: int
) -> tuple[date | None, dict[str, Any] | None]:
    """The day of activation, and what each condition shows on the last day of usage that the rule asks for."""
    until = min(clock.today(), onboarding.withdrawn_on or clock.today())
    known = [record for record in records if record[1] <= until]
    rule = conditions(onboarding.playbook.activation_rule)
    activated_on = activation_day(known, rule, onboarding.start_on, until, carry_days=carry_days)
    asked = {condition.metric for condition in rule}
    last_on = max((on for metric, on, _value in known if metric in asked), default=None)
    if last_on is None:
        return activated_on, None
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
    return activated_on, {"as_of": last_on.isoformat(), "carry_days": carry_days, "conditions": shown}


def _customer_ids(codes: set[str]) -> dict[str, int]:
    found = _known_codes(codes, lock=True)
    if unknown := sorted(codes - found.keys()):
        raise RuleViolation(_l("There is no customer %(code)s.", code=", ".join(unknown[:5])))
    return found


def _known_codes(codes: set[str], *, lock: bool = False) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in batches(sorted(codes)):
        statement = select(Customer.code, Customer.id).where(Customer.code.in_(some)).order_by(Customer.code)
        if lock:
            statement = statement.with_for_update(key_share=True)
        found.update((code, customer_id) for code, customer_id in db.session.execute(statement))
    return found


def _by_customer(values: Mapping[Key, float]) -> Mapping[int, Mapping[tuple[str, date], float]]:
    found: dict[int, dict[tuple[str, date], float]] = defaultdict(dict)
    for (customer_id, metric, on), value in values.items():
        found[customer_id][metric, on] = value
    return found


def _write(values: Mapping[Key, float], there: Mapping[Key, tuple[int, float]]) -> Taken:
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


def _present(values: Iterable[Key]) -> dict[Key, tuple[int, float]]:
    keys = list(values)
    first, last = min(on for _c, _m, on in keys), max(on for _c, _m, on in keys) + timedelta(days=1)
    found: dict[Key, tuple[int, float]] = {}
    for some in batches(sorted({customer_id for customer_id, _m, _on in keys})):
        statement = select(
            UsageRecord.customer_id, UsageRecord.metric, UsageRecord.on, UsageRecord.id, UsageRecord.value
        ).where(UsageRecord.customer_id.in_(some), UsageRecord.on >= first, UsageRecord.on < last)
        for customer_id, metric, on, record_id, value in db.session.execute(statement):
            found[customer_id, metric, on] = (record_id, value)
    return found
