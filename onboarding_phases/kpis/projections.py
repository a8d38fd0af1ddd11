"""The counts of firms and programme as they stand, out of what is kept and, where that is due, out of the records.

A page reads some hundreds of rows. What is kept of a firm counts only while it was taken by the numbers in force
and nothing of the firm has changed since; else the firm is counted anew for the reader. So figures are exact after
every transaction, whenever the job that keeps them runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, and_, case, exists, literal, null, select, union_all

from onboarding_phases.kpis.counts import AsOf, Counts, less
from onboarding_phases.kpis.enums import Grouping
from onboarding_phases.kpis.models import CountsDue, FirmCounts, ProgrammeCounts
from onboarding_phases.kpis.queries import facts, phase_facts, x_days_by_product
from onboarding_phases.kpis.recounting import IN_FIRMS, Anew, Group, count_firms, km_read
from onboarding_phases.kpis.rules import NUMBERS, Gauge
from onboarding_phases.kpis.values import Wanted
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries import bounds_in_force
from partners.models import Partner
from portal.database import db
from portal.defaults.queries import numbers

COUNTING = 1  # counted up whenever the same records come to other counts, so that what is kept is taken anew
EVERY_PRODUCT = ""


@dataclass(frozen=True)
class Firm:
    """A firm that has onboardings."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class Projection:
    """The counts of whom a reader asks for: all of them, each firm's, and each group's of the grouping asked for."""

    at: AsOf
    known: Sequence[Firm]
    total: Counts
    firms: Mapping[int, Group]
    groups: Mapping[str, Group]


class Kept(NamedTuple):
    """One row as it is kept. Of a firm, with the counts that may be taken out of the programme's where it is due.

    Of a firm of which nothing is kept there is one row without a product.
    """

    firm: Firm | None
    product: str | None
    basis: str | None
    grouping: str
    value: str
    is_due: bool
    counts: Mapping[str, int] | None
    curves: Mapping[str, int] | None
    groups: Mapping[str, Any] | None
    km: str | None

    @property
    def all_counts(self) -> Counts:
        return Counts(self.counts or ()) + Counts(self.curves or ())


def gauge_of(product: str | None) -> Gauge:
    """The numbers in force; a single product is taken by the X of its newest playbook."""
    x = x_days_by_product().get(product) if product else None
    return Gauge.of(numbers(NUMBERS), x=x)


def basis_of(gauge: Gauge) -> str:
    """What counts depend on beside the records and the day; counts of another basis are of no use."""
    limits = bounds_in_force().limits
    parts = (COUNTING, gauge.x, gauge.window_months, gauge.trend_months, limits.each, limits.in_all)
    return ":".join(map(str, parts))


def firms_with_onboardings() -> list[Firm]:
    """The firms that the session sees and that have onboardings, by name."""
    has = exists().where(Onboarding.partner_id == Partner.id)
    statement = select(Partner.id, Partner.code, Partner.name).where(has).order_by(Partner.name, Partner.id)
    return [Firm(*row) for row in db.session.execute(statement)]


def read_projection(
    at: AsOf,
    *,
    product: str | None = None,
    partner_id: int | None = None,
    grouping: Grouping | None = None,
    phases: bool = True,
    least_firms: int = 0,
) -> Projection:
    """The counts of all firms that the session sees, or of one alone with its curve and groups.

    Without `phases` firms that are counted anew lack what is counted of phases. Of fewer than `least_firms` firms
    nothing is counted.
    """
    wanted, base = product or EVERY_PRODUCT, basis_of(at.gauge)
    rows = _kept(at, wanted, partner_id, grouping)
    known = sorted({row.firm for row in rows if row.firm}, key=lambda firm: (firm.name, firm.id))
    if len(known) < least_firms:
        return Projection(at, known, Counts(), {}, {})
    of_firms = {row.firm.id: row for row in rows if row.firm and row.product == wanted}
    valid = _valid(rows, wanted, base)
    anew = _counted_anew(at, known, valid, product, grouping, phases)
    stand = {one: row for one, row in of_firms.items() if one in valid}
    firms = {one: Group(Counts(row.counts or ()), km_read(row.km)) for one, row in stand.items()}
    firms |= {one: Group.of(counted.total, at.gauge.x) for one, counted in anew.items()}
    if partner_id is not None:
        total, groups = _of_one(at, stand.get(partner_id), anew.get(partner_id, Anew()), grouping)
    else:
        stale = [row for one, row in of_firms.items() if one in anew and row.basis == base]
        total, groups = _of_all(at, [row for row in rows if row.basis == base], stale, anew, grouping)
    return Projection(at, known, total, firms, groups)


Counted: TypeAlias = tuple[Counts, Mapping[str, Group]]


def _of_one(at: AsOf, own: Kept | None, anew: Anew, grouping: Grouping | None) -> Counted:
    """A single firm: what is kept of it, or what was counted anew."""
    total, parts = anew.total, anew.groups.get(grouping, {}) if grouping else {}
    if own is not None:
        total = own.all_counts
        told = (own.groups or {}).get(grouping.value, {}) if grouping else {}
        parts = {value: Counts(counts) for value, counts in told.items()}
    return total, {value: Group.of(counts, at.gauge.x) for value, counts in parts.items()}


def _of_all(
    at: AsOf, rows: Sequence[Kept], stale: Sequence[Kept], anew: Mapping[int, Anew], grouping: Grouping | None
) -> Counted:
    """The programme: the sums that are kept, less those of firms that are due, and these as counted anew."""
    sums = {(row.grouping, row.value): row for row in rows if row.firm is None}
    total = sums[("", "")].all_counts if ("", "") in sums else Counts()
    for row in stale:
        total = less(total, row.all_counts)
    for counted in anew.values():
        total.update(counted.total)
    moved: dict[str, Counts] = {}
    for value, counts, sign in _moved(stale, anew, grouping):
        moved.setdefault(value, Counts()).update({key: sign * count for key, count in counts.items()})
    groups = {}
    for value in {*moved, *(value for kind, value in sums if kind)}:
        kept = sums.get((grouping.value if grouping else "", value))
        counts = kept.all_counts if kept else Counts()
        if value in moved:
            counts.update(moved[value])
            groups[value] = Group.of(+counts, at.gauge.x)
        else:
            groups[value] = Group(counts, km_read(kept.km if kept else None))
    return total, {value: group for value, group in groups.items() if group.counts}


def _moved(
    stale: Iterable[Kept], anew: Mapping[int, Anew], grouping: Grouping | None
) -> Iterable[tuple[str, Mapping[str, int], int]]:
    """What groups lose and gain by the firms that were counted anew."""
    if grouping is None:
        return
    for row in stale:
        yield from ((value, counts, -1) for value, counts in (row.groups or {}).get(grouping.value, {}).items())
    for counted in anew.values():
        yield from ((value, counts, 1) for value, counts in counted.groups.get(grouping, {}).items())


def _valid(rows: Iterable[Kept], wanted: str, base: str) -> set[int]:
    """The firms of which what is kept stands; no row of the product means that there is nothing to count."""
    everything = base if wanted == EVERY_PRODUCT else basis_of(gauge_of(None))
    found, odd = set(), set()
    for row in rows:
        if row.firm is None or row.product is None:
            continue
        if row.is_due or row.basis != (base if row.product == wanted else everything):
            odd.add(row.firm.id)
        elif row.product == EVERY_PRODUCT:
            found.add(row.firm.id)
    return found - odd


def _counted_anew(
    at: AsOf,
    firms: Sequence[Firm],
    valid: Collection[int],
    product: str | None,
    grouping: Grouping | None,
    phases: bool,
) -> dict[int, Anew]:
    missing = [firm.id for firm in firms if firm.id not in valid]
    if not missing:
        return {}
    wanted = Wanted(partner_ids=None if len(missing) == len(firms) > 1 else tuple(missing), product=product)
    groupings = [grouping] if grouping in IN_FIRMS and grouping else []
    found = facts(wanted)
    counted = count_firms(found, phase_facts(wanted) if phases else (), at, groupings)
    return {firm: counted.get(firm, Anew()) for firm in missing}


def _kept(at: AsOf, product: str, partner_id: int | None, grouping: Grouping | None) -> list[Kept]:
    """Rows of firms and sums in one statement, and so of one moment: a sum that is newer than its parts is wrong."""
    of_firms = _of_firms(at, product, only=partner_id)
    if partner_id is not None:
        return _rows(of_firms)
    asked = {"", grouping.value if grouping else ""}
    sums = select(
        null(),
        literal(""),
        literal(""),
        ProgrammeCounts.product,
        ProgrammeCounts.basis,
        ProgrammeCounts.grouping,
        ProgrammeCounts.value,
        literal(False),
        ProgrammeCounts.counts,
        null(),
        null(),
        ProgrammeCounts.km,
    ).where(ProgrammeCounts.as_of == at.on, ProgrammeCounts.product == product, ProgrammeCounts.grouping.in_(asked))
    return _rows(union_all(of_firms, sums))


def _of_firms(at: AsOf, product: str, *, only: int | None) -> Any:
    """What is kept of each firm that has onboardings; with its curve and groups where one alone is asked for."""
    is_due = exists().where(CountsDue.partner_id == Partner.id)
    whole: ColumnElement[bool] = is_due if only is None else literal(True)
    own = and_(
        FirmCounts.partner_id == Partner.id,
        FirmCounts.as_of == at.on,
        FirmCounts.product.in_({EVERY_PRODUCT, product}),
    )
    statement = (
        select(
            Partner.id,
            Partner.code,
            Partner.name,
            FirmCounts.product,
            FirmCounts.basis,
            literal("").label("grouping"),
            literal("").label("value"),
            is_due.label("is_due"),
            FirmCounts.summary,
            case((whole, FirmCounts.curves)).label("curves"),
            case((whole, FirmCounts.groups)).label("groups"),
            FirmCounts.km,
        )
        .outerjoin(FirmCounts, own)
        .where(exists().where(Onboarding.partner_id == Partner.id))
    )
    return statement if only is None else statement.where(Partner.id == only)


def _rows(statement: Any) -> list[Kept]:
    return [Kept(None if row[0] is None else Firm(*row[:3]), *row[3:]) for row in db.session.execute(statement)]
