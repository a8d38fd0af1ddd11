"""What a plan amounts to, and what differs between two."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onboarding_phases.allocation.matching.firms import UNKNOWN_OUTCOME
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy


@dataclass(frozen=True, slots=True)
class Load:
    """A firm's slots in a plan."""

    load: int
    capacity: int

    @property
    def share(self) -> float | None:
        return self.load / self.capacity if self.capacity else None


@dataclass(frozen=True)
class Standing:
    """A plan in figures."""

    score: float
    shortfall: int
    """Slots missing below promised volumes."""
    total: float
    """Score less the penalties for them."""
    weight: int
    customers: int
    slots: int
    slots_wanted: int
    placed: Mapping[str, str]
    scores: Mapping[str, float]
    loads: Mapping[str, Load]
    expected: float | None
    """The mean of the firms' results over placed customers: what share is expected to be active in time."""
    unknown: int
    """Placed customers whose firm has no result; they count as a half."""

    @property
    def left(self) -> int:
        return self.customers - len(self.placed)

    @property
    def highest_load(self) -> float | None:
        return max((each.share for each in self.loads.values() if each.share is not None), default=None)


def standing(
    partners: Iterable[Partner],
    customers: Iterable[Customer],
    policy: Policy,
    placed: Mapping[str, str],
    scores: Mapping[str, float],
) -> Standing:
    """The figures of a plan that places customers so."""
    partners, people = list(partners), {each.code: each for each in customers}
    taken: Counter[str] = Counter()
    for customer, partner in placed.items():
        taken[partner] += people[customer].effort
    outcomes = {each.code: each.outcome for each in partners}
    known = [outcomes[partner] for partner in placed.values()]
    shortfall = sum(max(each.min_volume - taken[each.code], 0) for each in partners)
    score = sum(scores[customer] for customer in placed)
    return Standing(
        score=score,
        shortfall=shortfall,
        total=score - policy.shortfall_penalty * shortfall,
        weight=sum(1 + people[customer].priority for customer in placed),
        customers=len(people),
        slots=sum(people[customer].effort for customer in placed),
        slots_wanted=sum(each.effort for each in people.values()),
        placed=placed,
        scores=scores,
        loads={each.code: Load(taken[each.code], each.capacity) for each in partners},
        expected=sum(UNKNOWN_OUTCOME if each is None else each for each in known) / len(known) if known else None,
        unknown=sum(1 for each in known if each is None),
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """A customer who is elsewhere in the other plan; None stands for no firm."""

    customer: str
    before: str | None
    after: str | None
    difference: float
    """Its score there less its score here; none counts as 0."""


def changes(before: Standing, after: Standing) -> list[Changed]:
    """Who changes firm from one plan to the other, in the order of codes."""
    codes = sorted({*before.placed, *after.placed})
    return [
        Changed(
            code,
            before.placed.get(code),
            after.placed.get(code),
            after.scores.get(code, 0.0) - before.scores.get(code, 0.0),
        )
        for code in codes
        if before.placed.get(code) != after.placed.get(code)
    ]
