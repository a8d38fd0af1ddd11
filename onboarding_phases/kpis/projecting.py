"""Keeping the counts: marked as due by what changes them, taken anew by a job, and carried on at each turn of day.

Who changes something of a firm writes a row of `CountsDue` in the same transaction, and nothing else: two who write
at once wait for nobody and lose nothing. The job counts from a moment on which it has read what is due, and takes
away the marks that it has seen; what came later stays due.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, func, or_, select, tuple_

from onboarding_phases.kpis.counts import AsOf, Counts, count_case, count_phases
from onboarding_phases.kpis.curves import of_each
from onboarding_phases.kpis.models import CountsDue, FirmCounts, ProgrammeCounts
from onboarding_phases.kpis.projections import EVERY_PRODUCT, basis_of, firms_with_onboardings, gauge_of
from onboarding_phases.kpis.queries import facts, phase_facts, x_days_by_product
from onboarding_phases.kpis.recounting import IN_FIRMS, Anew, add, km_of, km_text, parted
from onboarding_phases.kpis.rules import NUMBERS, Gauge, add_months, first_of_month, month_end
from onboarding_phases.kpis.values import Wanted
from onboarding_phases.onboardings.events import (
    ExclusionDecided,
    HoldDecided,
    HoldEnded,
    HoldPlaced,
    LiftingDecided,
    OnboardingActivated,
    OnboardingBegun,
    OnboardingCompleted,
    OnboardingEvent,
    OnboardingMoved,
    OnboardingRecorded,
    OnboardingWithdrawn,
    PhaseCompleted,
    PhaseReturned,
    PhaseSkipped,
    PhaseStarted,
    PhaseSubmitted,
)
from partners.events import TierGranted
from portal import clock
from portal.database import db
from portal.defaults.queries import numbers
from portal.jobs.services import enqueue, is_waiting, opens_own_units
from portal.people import Principal
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work

COUNT_DUE = "kpis.count_due"
TURN_DAY = "kpis.turn_day"
PAUSE = timedelta(minutes=1)  # so that what happens in a row is counted once
TOGETHER = 30  # firms that are read in one unit of work
AT_ONCE = 500
LOCK = 50_050  # of those who write counts, on PostgreSQL
Key = tuple[date, str, str, str, str]  # day, product, basis, grouping, value


MOVES_COUNTS: Sequence[type[OnboardingEvent] | type[TierGranted]] = (
    OnboardingBegun,
    OnboardingRecorded,
    OnboardingActivated,
    OnboardingCompleted,
    OnboardingWithdrawn,
    OnboardingMoved,
    ExclusionDecided,
    LiftingDecided,
    HoldPlaced,
    HoldDecided,
    HoldEnded,
    PhaseStarted,
    PhaseSubmitted,
    PhaseReturned,
    PhaseCompleted,
    PhaseSkipped,
    TierGranted,
)


@dataclass(frozen=True)
class Counted:
    """A firm as of a day, by the bases of all products.

    `edition` is the one that was kept when it was counted, 0 where there was none.
    """

    partner_id: int
    as_of: date
    edition: int
    base: Mapping[str, str]
    products: Mapping[str, Anew]


def note_due(event: OnboardingEvent | TierGranted) -> None:
    """Say in the same transaction that a firm's counts no longer stand, and have them taken anew soon."""
    session = db.session()
    noted: set[int] = session.info.setdefault("kpis_due", set())
    if event.partner_id in noted:
        return
    session.add(CountsDue(partner_id=event.partner_id))
    if session.in_nested_transaction():
        return  # what is undone with a savepoint must not count as noted
    noted.add(event.partner_id)
    kept = select(FirmCounts.id).where(FirmCounts.partner_id == event.partner_id).limit(1)
    if session.scalar(kept) is not None and not is_waiting(COUNT_DUE):
        enqueue(COUNT_DUE, run_at=clock.now() + PAUSE)


def keep_counting(_actor: Principal) -> None:
    """See that counts are taken now and at every turn of day; called at every upgrade."""
    if not is_waiting(COUNT_DUE):
        enqueue(COUNT_DUE, run_at=clock.now())
    _plan_next_day()


@opens_own_units
def turn_day() -> None:
    """Count as of the new day, and once more on the next."""
    with unit_of_work(EVERY_TENANT):
        _plan_next_day()
    count_due()


def _plan_next_day() -> None:
    if not is_waiting(TURN_DAY):
        tomorrow = datetime.combine(clock.today() + timedelta(days=1), time.min, clock.zone())
        enqueue(TURN_DAY, run_at=tomorrow)


@opens_own_units
def count_due() -> None:
    """Take the counts of all firms of which they are missing, out of date or due.

    Reads in short units without holding a lock, and writes in others.
    """
    with unit_of_work(EVERY_TENANT, write=False):
        wanted = list(_wanted())
    for begin in range(0, len(wanted), TOGETHER):
        with unit_of_work(EVERY_TENANT, write=False):
            counted, marks = _count(wanted[begin : begin + TOGETHER])
        with unit_of_work(EVERY_TENANT):
            _write(counted, marks)


def kept_days() -> tuple[date, date]:
    """The days as of which counts are kept: today, and the end of last month."""
    today = clock.today()
    return today, month_end(add_months(first_of_month(today), -1))


def bases() -> dict[str, str]:
    """The basis of each product's counts, by the numbers in force."""
    found = {EVERY_PRODUCT: basis_of(gauge_of(None))}
    for product, x in x_days_by_product().items():
        found[product] = basis_of(Gauge.of(numbers(NUMBERS), x=x))
    return found


def _wanted() -> Iterator[int]:
    """The firms whose counts do not stand."""
    base, days = bases(), set(kept_days())
    due = set(db.session.scalars(select(CountsDue.partner_id).distinct()))
    rows = select(FirmCounts.partner_id, FirmCounts.as_of, FirmCounts.product, FirmCounts.basis)
    stand: dict[int, set[date]] = defaultdict(set)
    for partner_id, as_of, product, basis in db.session.execute(rows.where(FirmCounts.as_of.in_(days))):
        if basis != base.get(product):
            due.add(partner_id)
        elif product == EVERY_PRODUCT:
            stand[partner_id].add(as_of)
    for firm in firms_with_onboardings():
        if firm.id in due or stand[firm.id] != days:
            yield firm.id


def _count(partner_ids: Sequence[int]) -> tuple[list[Counted], list[int]]:
    """Count firms out of their records; gives with them the marks that were there before anything was read."""
    marks = list(db.session.scalars(select(CountsDue.id).where(CountsDue.partner_id.in_(partner_ids))))
    editions, base = _editions(partner_ids), bases()
    wanted = Wanted(partner_ids=tuple(partner_ids))
    gauges = {EVERY_PRODUCT: gauge_of(None)}
    gauges |= {product: Gauge.of(numbers(NUMBERS), x=x) for product, x in x_days_by_product().items()}
    found, own = facts(wanted), of_each(phase_facts(wanted))
    counted = []
    for on in kept_days():
        ats = {product: AsOf(gauge, on) for product, gauge in gauges.items()}
        firms: dict[int, dict[str, Anew]] = {one: {EVERY_PRODUCT: Anew()} for one in partner_ids}
        for one in found:
            of_phases = count_phases(one, own.get(one.id, ()), ats[EVERY_PRODUCT])
            for product in (EVERY_PRODUCT, one.product):
                kept = firms[one.partner_id].setdefault(product, Anew())
                add(kept, one, count_case(one, ats[product]), IN_FIRMS, x=ats[product].gauge.x)
                kept.total.update(of_phases)
        counted += [Counted(one, on, editions.get((one, on), 0), base, products) for one, products in firms.items()]
    return counted, marks


def _editions(partner_ids: Iterable[int]) -> dict[tuple[int, date], int]:
    statement = select(FirmCounts.partner_id, FirmCounts.as_of, FirmCounts.edition).where(
        FirmCounts.partner_id.in_(set(partner_ids)), FirmCounts.product == EVERY_PRODUCT
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(statement)}


def _write(counted: Sequence[Counted], marks: Sequence[int]) -> None:
    """Keep what was counted, and move the sums by what it changes.

    What somebody else has counted meanwhile, and what was counted as of another day or by other numbers, is left
    as it is, and due.
    """
    if db.session().get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    editions, base, days = _editions(one.partner_id for one in counted), bases(), kept_days()
    left = {
        one.partner_id
        for one in counted
        if editions.get((one.partner_id, one.as_of), 0) != one.edition or one.as_of not in days or one.base != base
    }
    moved = defaultdict[Key, Counts](Counts)
    _forget(days, base)
    for one in counted:
        if one.partner_id not in left:
            _keep(one, moved)
    _move_sums(moved)
    for begin in range(0, len(marks), AT_ONCE):
        seen = CountsDue.id.in_(marks[begin : begin + AT_ONCE])
        db.session.execute(delete(CountsDue).where(seen, CountsDue.partner_id.not_in(left)))


def _forget(days: Sequence[date], base: Mapping[str, str]) -> None:
    """Take away what was kept as of other days, or by numbers that are no longer in force: parts and sums alike."""
    for kept in (FirmCounts, ProgrammeCounts):
        stands = tuple_(kept.product, kept.basis).in_(base.items())
        db.session.execute(delete(kept).where(or_(kept.as_of.not_in(days), ~stands)))


def _keep(one: Counted, moved: dict[Key, Counts]) -> None:
    """Write a firm's rows of a day, and note how the sums move."""
    statement = select(FirmCounts).where(FirmCounts.partner_id == one.partner_id, FirmCounts.as_of == one.as_of)
    rows = {row.product: row for row in db.session.scalars(statement)}
    for row in rows.values():
        for key, counts in _parts(row):
            moved[key].subtract(counts)
        if row.product not in one.products:
            db.session.delete(row)
    for product, counted in one.products.items():
        row = rows.get(product) or FirmCounts(partner_id=one.partner_id, as_of=one.as_of, product=product)
        row.basis, row.edition = one.base[product], one.edition + 1
        row.summary, row.curves = parted(counted.total)
        row.groups = {
            kind.value: {value: dict(counts) for value, counts in own.items()}
            for kind, own in counted.groups.items()
        }
        row.km = km_text(km_of(counted.total, x_of(row.basis)))
        db.session.add(row)
        for key, counts in _parts(row):
            moved[key].update(counts)


def _parts(row: FirmCounts) -> Iterator[tuple[Key, Mapping[str, int]]]:
    """The sums in which a firm's row counts."""
    yield (row.as_of, row.product, row.basis, "", ""), {**row.summary, **row.curves}
    for grouping, own in row.groups.items():
        yield from (((row.as_of, row.product, row.basis, grouping, value), counts) for value, counts in own.items())


def _move_sums(moved: Mapping[Key, Counts]) -> None:
    changed = {key: counts for key, counts in moved.items() if any(counts.values())}
    days, products = {key[0] for key in changed}, {key[1] for key in changed}
    statement = select(ProgrammeCounts).where(ProgrammeCounts.as_of.in_(days), ProgrammeCounts.product.in_(products))
    rows = {
        (row.as_of, row.product, row.basis, row.grouping, row.value): row for row in db.session.scalars(statement)
    }
    for key, change in changed.items():
        as_of, product, basis, grouping, value = key
        row = rows.get(key) or ProgrammeCounts(
            as_of=as_of, product=product, basis=basis, grouping=grouping, value=value, counts={}
        )
        counts = Counts(row.counts)
        counts.update(change)
        row.counts = {name: count for name, count in counts.items() if count}
        row.km = km_text(km_of(row.counts, x_of(basis)))
        db.session.add(row)


def x_of(basis: str) -> int:
    return int(basis.split(":")[1])
