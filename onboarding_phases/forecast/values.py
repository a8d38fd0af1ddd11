"""What a capacity plan is made of, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from onboarding_phases.forecast.enums import Method


def months_apart(earlier: date, later: date) -> int:
    """How many months lie between the months of two days; negative where the first is the later."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def month_after(month: date, count: int) -> date:
    """The first day of the month so many months later, or earlier."""
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True)
class Amount:
    """So many starts, and the slots that they take."""

    starts: Fraction = Fraction(0)
    slots: Fraction = Fraction(0)

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.starts + other.starts, self.slots + other.slots)


NOTHING = Amount()


@dataclass(frozen=True)
class History:
    """Starts by month over whole months, the first and the last included; a month without a start has 0."""

    first: date
    last: date
    starts: Mapping[date, int]

    def at(self, month: date) -> int | None:
        """The starts of a month; None where the records do not reach."""
        return self.starts.get(month, 0) if self.first <= month <= self.last else None

    def until(self, last: date) -> History:
        """What was known when a month had ended."""
        return History(self.first, min(last, self.last), self.starts)


@dataclass(frozen=True)
class Trial:
    """An estimate that was made again for a month that is over: what it would have said, and what came."""

    as_of: date
    month: date
    season: Fraction
    sight: int
    actual: int

    @property
    def lead(self) -> int:
        return months_apart(self.as_of, self.month)


@dataclass(frozen=True)
class Backtest:
    """How far off estimates were so many months ahead: mean absolute error as a share of what came, over n."""

    lead: int
    n: int
    season: Fraction | None
    sight: Fraction | None
    chosen: Method


@dataclass(frozen=True)
class Expected:
    """The starts expected in a month. Without a range the estimate was not tested often enough.

    `known` is False where the records do not reach back a year, so that only contracts in sight are counted.
    """

    month: date
    method: Method
    known: bool
    sight: int
    low: Fraction | None
    middle: Fraction
    high: Fraction | None


@dataclass(frozen=True)
class Assumed:
    """What a scenario assumes: growth as a share, and by month a share of the season and extra customers."""

    growth: Fraction = Fraction(0)
    season: Mapping[date, Fraction] = field(default_factory=dict)
    extra: Mapping[date, int] = field(default_factory=dict)
    product: str = ""
    effort: int = 1

    @classmethod
    def of(cls, growth: int, months: Mapping[str, Mapping[str, int]], product: str, effort: int) -> Assumed:
        """Out of percentages and counts, as a scenario keeps them."""
        told = {date.fromisoformat(f"{month}-01"): entry for month, entry in months.items()}
        return cls(
            growth=Fraction(growth, 100),
            season={month: Fraction(entry["season"], 100) for month, entry in told.items() if "season" in entry},
            extra={month: entry["extra"] for month, entry in told.items() if entry.get("extra")},
            product=product,
            effort=effort,
        )


AS_IT_IS = Assumed()


@dataclass(frozen=True)
class Firm:
    """A firm as the plan sees it: what it serves, and the slots that it stated by month."""

    serves: Mapping[str, frozenset[str]]
    stated: Mapping[date, int]


@dataclass(frozen=True)
class Missing:
    """What is missing in a month: slots that no firm has, as firms of the usual size and as in-house people."""

    slots: int
    firms: int | None
    people: Fraction


@dataclass(frozen=True)
class Part:
    """The demand of one product, strength or region in a month, against the slots of the firms that serve it."""

    key: str
    demand: Fraction
    stated: int | None

    @property
    def missing(self) -> int:
        """Whole slots that are missing; 0 where there are enough, or where nothing is stated yet."""
        return 0 if self.stated is None else max(0, -((self.stated - self.demand) // 1))


@dataclass(frozen=True)
class PlanMonth:
    """One month of the plan. `stated` is None beyond the months for which firms state slots."""

    expected: Expected
    slots: Fraction
    low_slots: Fraction | None
    high_slots: Fraction | None
    stated: int | None
    missing: Missing | None
    parts: tuple[Part, ...]

    @property
    def month(self) -> date:
        return self.expected.month

    @property
    def balance(self) -> Fraction | None:
        """Stated slots less expected ones; negative where they do not suffice."""
        return None if self.stated is None else self.stated - self.slots


@dataclass(frozen=True)
class Known:
    """What the records say on a day: starts by month, what is in sight, and who serves what.

    `begun` and `in_sight` are by month; those by key are slots. `sight` is how many customers with a start in a
    month were known when another began, by (known on, start).
    """

    months: tuple[date, ...]
    history: History | None
    begun: Mapping[date, Amount]
    in_sight: Mapping[date, Amount]
    begun_by_key: Mapping[date, Mapping[str, Fraction]]
    in_sight_by_key: Mapping[date, Mapping[str, Fraction]]
    sight: Mapping[tuple[date, date], int]
    firms: tuple[Firm, ...]
    stated_until: date
