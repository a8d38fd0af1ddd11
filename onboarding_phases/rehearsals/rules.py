"""Two plans of the same month, under the numbers in force and under others. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from onboarding_phases.allocation.matching.checks import plain_score
from onboarding_phases.allocation.matching.plans import Plan, match
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from onboarding_phases.rehearsals.enums import Size

MOST_MOVES = 200
UNKNOWN_OUTCOME = 0.5


@dataclass(frozen=True)
class Told:
    """What is said of one plan.

    `score` counts by the plan's own numbers, `base_score` by those in force, so that two plans can be compared.
    `rate` is the expected X-day rate: the mean outcome of the chosen firms; None where nobody is placed.
    """

    placed: int
    weight: int
    score: float
    base_score: float
    rate: float | None
    optimal: bool
    gap: float
    loads: Mapping[str, int]


@dataclass(frozen=True)
class Compared:
    """One month under both: `moves` are customers with the firm before and after, the first of `moved`."""

    customers: int
    base: Told
    draft: Told
    moved: int
    moves: list[tuple[str, str | None, str | None]]
    slots: Mapping[str, int]

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)


def compare(
    partners: Iterable[Partner],
    customers: Iterable[Customer],
    base: Policy,
    draft: Policy,
    *,
    seconds: float,
    pins: Mapping[str, str] | None = None,
    bans: Mapping[str, Iterable[str]] | None = None,
) -> Compared:
    """Solve a month's frozen input under the numbers in force and under others, both with its pins and bans."""
    firms, waiting = list(partners), list(customers)
    before = match(firms, waiting, base, pins=pins, bans=bans, seconds=seconds)
    after = match(firms, waiting, draft, pins=pins, bans=bans, seconds=seconds)
    moves = [
        (customer.code, before.placed.get(customer.code), after.placed.get(customer.code))
        for customer in waiting
        if before.placed.get(customer.code) != after.placed.get(customer.code)
    ]
    return Compared(
        customers=len(waiting),
        base=_told(before, base),
        draft=_told(after, base),
        moved=len(moves),
        moves=moves[:MOST_MOVES],
        slots={firm.code: firm.capacity for firm in firms if firm.capacity > 0},
    )


def _told(plan: Plan, base: Policy) -> Told:
    objective = plan.objective
    return Told(
        placed=len(plan.placed),
        weight=objective.placed_weight,
        score=round(objective.score, 6),
        base_score=score_by(plan, base),
        rate=expected_rate(plan),
        optimal=objective.optimal,
        gap=objective.gap,
        loads={code: load for code, load in plan.loads.items() if load},
    )


def score_by(plan: Plan, policy: Policy) -> float:
    """The points of a plan's placements by other numbers than its own."""
    firms = {partner.code: partner for partner in plan.partners}
    people = {customer.code: customer for customer in plan.customers}
    scores = (plain_score(firms[firm], people[code], policy) for code, firm in plan.placed.items())
    return float(round(sum(scores, Decimal(0)), 6))


def expected_rate(plan: Plan) -> float | None:
    """The mean of what was known of the chosen firms' results on the day of the run, 0.5 where nothing was."""
    known = {partner.code: partner.outcome for partner in plan.partners}
    rates = [UNKNOWN_OUTCOME if (found := known[firm]) is None else found for firm in plan.placed.values()]
    return round(sum(rates) / len(rates), 6) if rates else None


def size_of(slots: int, *, small_most: int, medium_most: int) -> Size:
    """The size of a firm by the slots that it had free in the month."""
    if slots <= small_most:
        return Size.SMALL
    return Size.MEDIUM if slots <= medium_most else Size.LARGE


@dataclass(frozen=True)
class Totals:
    """All months together. `loads` are by firm: slots that it had free, load before and after."""

    customers: int
    moved: int
    base_placed: int
    draft_placed: int
    base_weight: int
    draft_weight: int
    base_score: float
    draft_score: float
    base_rate: float | None
    draft_rate: float | None
    loads: Mapping[str, tuple[int, int, int]]
    sizes: Mapping[Size, tuple[int, int, int]]


def totals(results: Iterable[Mapping[str, Any]], *, small_most: int, medium_most: int) -> Totals:
    """Add up the months that could be computed; a firm's size is that of each month.

    Both scores are by the numbers in force: those of two policies cannot be compared.
    """
    found = [result for result in results if "failure" not in result]
    loads: dict[str, tuple[int, int, int]] = {}
    sizes: dict[Size, tuple[int, int, int]] = {}
    for result in found:
        for code, slots in result["slots"].items():
            before, after = (result[side]["loads"].get(code, 0) for side in ("base", "draft"))
            size = size_of(slots, small_most=small_most, medium_most=medium_most)
            loads[code] = _added(loads.get(code, (0, 0, 0)), (slots, before, after))
            sizes[size] = _added(sizes.get(size, (0, 0, 0)), (slots, before, after))
    return Totals(
        customers=sum(result["customers"] for result in found),
        moved=sum(result["moved"] for result in found),
        base_placed=sum(result["base"]["placed"] for result in found),
        draft_placed=sum(result["draft"]["placed"] for result in found),
        base_weight=sum(result["base"]["weight"] for result in found),
        draft_weight=sum(result["draft"]["weight"] for result in found),
        base_score=sum(result["base"]["base_score"] for result in found),
        draft_score=sum(result["draft"]["base_score"] for result in found),
        base_rate=_mean_rate(found, "base"),
        draft_rate=_mean_rate(found, "draft"),
        loads=loads,
        sizes={size: sizes[size] for size in Size if size in sizes},
    )


def _mean_rate(found: Iterable[Mapping[str, Any]], side: str) -> float | None:
    """Over all placed customers, so that a month counts by its size."""
    told = [result[side] for result in found if result[side]["placed"]]
    placed = sum(one["placed"] for one in told)
    return sum(one["rate"] * one["placed"] for one in told) / placed if placed else None


def _added(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
