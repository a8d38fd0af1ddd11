"""How fast the matching engine is, beside a plain two-stage exact model of HiGHS in the same run.

Run `.venv/bin/python script/benchmarks/matching.py`; `--quick` leaves out the largest month and the plain model.
The months are made up from a seed: scarce slots, uneven firms, efforts of 1 to 3 where not said otherwise.
"""

import argparse
import sys
import time
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from math import inf
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from onboarding_phases.allocation.matching.highs import Limits, Program, Vector, solve  # noqa: E402 - the path comes first
from onboarding_phases.allocation.matching.plans import Plan, match  # noqa: E402
from onboarding_phases.allocation.matching.problems import Problem  # noqa: E402
from onboarding_phases.allocation.matching.values import MICRO, Customer, Partner, Policy  # noqa: E402
from onboarding_phases.allocation.matching.writing import explain_file, plan_file  # noqa: E402
from partners.geography import PREFECTURES  # noqa: E402

PRODUCTS = ("accounting", "hr_payroll", "invoicing", "expenses")
TAGS = tuple(f"strength_{number}" for number in range(15))
DIVISIONS = tuple("DEGHIJKLMNOPR")
LARGE_TOWNS = ("東京都", "愛知県", "福岡県", "神奈川県", "大阪府")
SCARCITY = 0.9
LONGEST = 60.0
PLAIN_LONGEST = 150.0
WIDTHS = (24, 12, 10, 12, 11, 14)


@dataclass(frozen=True)
class Month:
    """A made-up month's allocation."""

    name: str
    customers: int
    partners: int
    unit: bool = False
    plain: bool = False
    """Also solved by the plain model."""


MONTHS = (
    Month("200 x 24", 200, 24, plain=True),
    Month("2,000 x 100", 2_000, 100, plain=True),
    Month("10,000 x 500, effort 1", 10_000, 500, unit=True),
    Month("10,000 x 500", 10_000, 500),
)


class Maker:
    """Partners and customers out of a seed."""

    def __init__(self, month: Month, seed: int = 1) -> None:
        self.month = month
        self.random = np.random.default_rng(seed)

    def run(self) -> tuple[list[Partner], list[Customer]]:
        number = self.month.customers
        shares = [1.0, 0.0, 0.0] if self.month.unit else [0.6, 0.33, 0.07]
        efforts = self.random.choice([1, 2, 3], size=number, p=shares)
        sizes = self.random.lognormal(0, 0.5, self.month.partners)
        slots = np.round(sizes / sizes.sum() * efforts.sum() * SCARCITY).astype(int)
        partners = [self._partner(place, int(capacity)) for place, capacity in enumerate(slots)]
        return partners, [self._customer(place, int(effort)) for place, effort in enumerate(efforts)]

    def _some(self, names: tuple[str, ...], low: int, high: int) -> list[str]:
        count = min(int(self.random.integers(low, high + 1)), len(names))
        return [names[place] for place in self.random.choice(len(names), size=count, replace=False)]

    def _one(self, values: tuple[int, ...], shares: tuple[float, ...]) -> int:
        return values[int(self.random.choice(len(values), p=shares))]

    def _levels(self, names: tuple[str, ...], low: int, high: int) -> dict[str, int]:
        return {name: int(self.random.integers(1, 6)) for name in self._some(names, low, high)}

    def _chance(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def _partner(self, place: int, capacity: int) -> Partner:
        return Partner(
            code=f"P{place:04}",
            tier=self._one((1, 2, 3, 4, 5), (0.08, 0.37, 0.33, 0.17, 0.05)),
            capacity=capacity,
            min_volume=int(self.random.integers(0, 3)),
            contract_until=date(2028, 1, 1),
            prefectures=frozenset(self._some(PREFECTURES, 1, 6)),
            remote=self._chance(0.6),
            languages=frozenset({"ja", *(["en"] if self._chance(0.4) else [])}),
            products=frozenset(self._some(PRODUCTS, 1, 4)),
            industries=self._levels(DIVISIONS, 2, 6),
            strengths=self._levels(TAGS, 3, 8),
            outcome=None if self._chance(0.3) else round(float(self.random.uniform(0.5, 0.95)), 3),
        )

    def _customer(self, place: int, effort: int) -> Customer:
        code = f"P{int(self.random.integers(self.month.partners)):04}"
        town = self._some(LARGE_TOWNS if self._chance(0.5) else PREFECTURES, 1, 1)[0]
        return Customer(
            code=f"C{place:06}",
            starts_on=date(2026, 12, 10),
            product=PRODUCTS[self._one((0, 1, 2, 3), (0.5, 0.27, 0.17, 0.06))],
            language="en" if self._chance(0.1) else "ja",
            prefecture=town,
            industry=self._some(DIVISIONS, 1, 1)[0],
            effort=effort,
            required_tier=self._one((1, 2, 3, 4), (0.56, 0.23, 0.14, 0.07)),
            priority=self._one((0, 1, 2), (0.73, 0.21, 0.06)),
            needs={name: float(level) for name, level in self._levels(TAGS, 1, 4).items()},
            preferred=frozenset({code} if self._chance(0.1) else ()),
            excluded=frozenset({code} if self._chance(0.15) else ()),
        )


def plain_program(problem: Problem, cost: Vector, shortage: float, weight: float) -> Program:
    """The textbook model: a customer at most once, slots within capacity, promised volumes, a least weight."""
    pairs, firms, people = len(problem.customer), len(problem.capacity), len(problem.weight)
    rows = np.empty((pairs, 4), dtype=np.int32)
    rows[:, 0] = problem.customer
    rows[:, 1] = people + problem.partner
    rows[:, 2] = people + firms + problem.partner
    rows[:, 3] = people + 2 * firms
    entries = np.ones((pairs, 4))
    entries[:, 1] = entries[:, 2] = problem.slots
    entries[:, 3] = problem.weight[problem.customer]
    below = np.full(people + firms, -inf)
    return Program(
        cost=np.append(cost, np.full(firms, shortage)),
        low=np.zeros(pairs + firms),
        high=np.append(np.ones(pairs), np.full(firms, inf)),
        row_low=np.concatenate([below, problem.minimum, [weight]]),
        row_high=np.concatenate([np.ones(people), problem.capacity, np.full(firms + 1, inf)]),
        starts=np.append(np.arange(0, 4 * pairs, 4), 4 * pairs + np.arange(firms + 1)).astype(np.int32),
        rows=np.append(rows.ravel(), people + firms + np.arange(firms)).astype(np.int32),
        entries=np.append(entries.ravel(), np.ones(firms)),
        whole=pairs,
    )


def plain_seconds(problem: Problem) -> str:
    """How long the plain model takes: the most weight first, then with it the most value, each by HiGHS alone."""
    begin = time.perf_counter()
    weights = problem.weight[problem.customer].astype(float)
    limits = Limits(seconds=PLAIN_LONGEST)
    whole = replace(limits, options={"mip_abs_gap": 0.99})
    most = solve(plain_program(problem, -weights, 0.0, 0.0), whole)
    scores = problem.score / MICRO
    best = solve(plain_program(problem, -scores, problem.penalty / MICRO, round(-most.cost)), limits)
    spent = time.perf_counter() - begin
    return f"{spent:.2f}" if most.proven and best.proven else f"> {spent:.0f}"


def measure(month: Month, *, quick: bool) -> list[str]:
    partners, customers = Maker(month).run()
    begin = time.perf_counter()
    plan: Plan = match(partners, customers, Policy(), seconds=LONGEST)
    matched = time.perf_counter()
    plan_file(plan)
    explain_file(plan)
    explained = time.perf_counter()
    plain = plain_seconds(plan.problem) if month.plain and not quick else ""
    gap = "proven" if plan.objective.optimal else f"{plan.objective.gap * 100:.4f} %"
    pairs = f"{len(plan.problem.customer):,}"
    return [month.name, pairs, f"{matched - begin:.2f}", gap, f"{explained - matched:.2f}", plain]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the largest month and the plain model")
    quick = parser.parse_args().quick
    header = ["month", "pairs", "match s", "gap", "explain s", "plain HiGHS s"]
    sys.stdout.write(f"HiGHS {version('highspy')}, one thread, at most {LONGEST:.0f} s a month\n")
    show(header)
    for month in MONTHS[: 3 if quick else 4]:
        show(measure(month, quick=quick))


def show(cells: list[str]) -> None:
    line = "".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    sys.stdout.write(line.rstrip() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
