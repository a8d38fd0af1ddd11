"""What a whole plan lacks: slots by strength, language, region, product and tier, against who asks for them."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from onboarding_phases.allocation.matching.firms import ACTIVE
from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.values import Customer, Partner
from partners.geography import region_of

Kind: TypeAlias = Literal["strength", "language", "region", "product", "tier"]
Asks: TypeAlias = Callable[[Customer], bool]
Has: TypeAlias = Callable[[Partner], bool]


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that customers ask for, against the firms that have it."""

    kind: Kind
    value: str
    customers: int
    demanded: int
    """Slots of the customers who ask for it."""
    offered: int
    """Slots of the active firms that have it; they may also go to others."""
    left: tuple[str, ...]
    """Customers left over whom a firm with room could take if this one thing were not asked for."""
    without: int
    """Placed customers who ask for it and whose firm does not have it; only a strength can be missed."""
    best: str | None
    """Of the firms that have it and are full, the one at which most who ask for it score highest."""

    @property
    def short(self) -> int:
        """Slots that are missing even if the firms that have it took nobody else."""
        return max(self.demanded - self.offered, 0)


def demands(plan: Plan) -> list[Demand]:
    """Everything that is asked for, what is shortest first."""
    left = {kind: _left_because_of(plan, kind) for kind in ("language", "region", "product", "tier")}
    best = _best_full(plan)
    found = [_demand(plan, kind, value, left, best) for kind, value in _asked(plan)]
    return sorted(found, key=lambda each: (-len(each.left), -each.short, -each.demanded, each.kind, each.value))


def asks_for(kind: Kind, value: str) -> Asks:
    """Whether a customer asks for it; for a tier, for at least this one."""
    tests: dict[Kind, Asks] = {
        "strength": lambda each: value in each.needs,
        "language": lambda each: each.language == value,
        "region": lambda each: region_of(each.prefecture) == value,
        "product": lambda each: each.product == value,
        "tier": lambda each: each.required_tier >= int(value),
    }
    return tests[kind]


def has(kind: Kind, value: str) -> Has:
    """Whether a firm has it; a region, if it serves any prefecture there, or works remotely."""
    tests: dict[Kind, Has] = {
        "strength": lambda each: each.strengths.get(value, 0) > 0,
        "language": lambda each: value in each.languages,
        "region": lambda each: each.remote or any(region_of(name) == value for name in each.prefectures),
        "product": lambda each: value in each.products,
        "tier": lambda each: each.tier >= int(value),
    }
    return tests[kind]


def _asked(plan: Plan) -> Iterator[tuple[Kind, str]]:
    people = plan.customers
    yield from (("strength", each) for each in sorted({tag for person in people for tag in person.needs}))
    yield from (("language", each) for each in sorted({person.language for person in people}))
    yield from (("region", each) for each in sorted({str(region_of(person.prefecture)) for person in people}))
    yield from (("product", each) for each in sorted({person.product for person in people}))
    tiers = {person.required_tier for person in people if person.required_tier > 1}
    yield from (("tier", str(each)) for each in sorted(tiers))


def _demand(plan: Plan, kind: Kind, value: str, left: dict[str, set[str]], best: dict[str, str | None]) -> Demand:
    asks, owns = asks_for(kind, value), has(kind, value)
    people = [each for each in plan.customers if asks(each)]
    firms = {each.code: each for each in plan.partners if each.status == ACTIVE and owns(each)}
    without = sum(1 for each in people if each.code in plan.placed and plan.placed[each.code] not in firms)
    votes = Counter(code for each in people if (code := best[each.code]) in firms)
    first = max(votes, key=lambda code: (votes[code], -plan.firms.index[str(code)]), default=None)
    return Demand(
        kind=kind,
        value=value,
        customers=len(people),
        demanded=sum(each.effort for each in people),
        offered=sum(each.capacity for each in firms.values()),
        left=tuple(each.code for each in people if each.code in left.get(kind, ())),
        without=without if kind == "strength" else 0,
        best=first,
    )


def _left_because_of(plan: Plan, rule: str) -> set[str]:
    """The customers left over whom some firm with room could take, were this rule waived and nobody moved."""
    left = [each for each in plan.customers if each.code in plan.unplaced]
    if not left:
        return set()
    block = plan.block(left)
    scores = block.scores()
    free = np.array([each.capacity - plan.loads[each.code] for each in plan.partners], dtype=np.int64)
    roomy = free >= np.array([each.effort for each in left]).reshape(-1, 1)
    could, can = block.eligible_but(rule, scores), block.eligible_but("", scores)
    helped = np.logical_and((could & roomy).any(axis=1), ~(can & roomy).any(axis=1))
    return {left[row].code for row in np.nonzero(helped)[0]}


def _best_full(plan: Plan) -> dict[str, str | None]:
    """Per customer, of the full firms that it could go to, the one with the highest score."""
    problem = plan.problem
    free = problem.capacity - problem.loads(plan.solution.chosen)
    found: dict[str, str | None] = {}
    for row, customer in enumerate(plan.customers):
        pairs = np.arange(problem.first[row], problem.first[row + 1])
        full = pairs[free[problem.partner[pairs]] == 0]
        best = full[np.argmax(problem.score[full])] if len(full) else None
        found[customer.code] = None if best is None else plan.firms.codes[problem.partner[best]]
    return found
