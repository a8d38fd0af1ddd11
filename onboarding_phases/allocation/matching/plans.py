"""A run from values to a plan: who goes where, and how good that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from onboarding_phases.allocation.matching.builder import Field, judge
from onboarding_phases.allocation.matching.fields import Block
from onboarding_phases.allocation.matching.firms import Firms
from onboarding_phases.allocation.matching.problems import NOBODY, Ints, Problem, Solution
from onboarding_phases.allocation.matching.reserves import reserve
from onboarding_phases.allocation.matching.restrictions import PinRefused, fits, solve_pinned
from onboarding_phases.allocation.matching.rooms import Rooms
from onboarding_phases.allocation.matching.values import MICRO, NO_CAPACITY, RULES, Customer, Partner, Policy
from onboarding_phases.allocation.matching.watching import Watch


@dataclass(frozen=True)
class Objective:
    """How good a plan is."""

    placed_weight: int
    """Sum of 1 + priority over the placed customers."""
    score: float
    """Sum of their scores, in points."""
    shortfall: int
    """Slots missing below the promised minimum volumes."""
    value: float
    """Score less the penalties for the shortfall."""
    optimal: bool
    """Proven; then the same input gives the same plan. A plan that is not was stopped by the clock."""
    gap: float
    """The most by which a plan can be better, as a share of the bound; 0 when optimal."""


@dataclass(frozen=True)
class Plan:
    """The result of one run, and all that is needed to explain it."""

    partners: tuple[Partner, ...]
    customers: tuple[Customer, ...]
    policy: Policy
    pins: Mapping[str, str]
    bans: Mapping[str, frozenset[str]]
    firms: Firms
    field: Field
    solution: Solution

    @property
    def problem(self) -> Problem:
        return self.field.problem

    @cached_property
    def objective(self) -> Objective:
        found, problem = self.solution, self.problem
        shortfall = int(problem.shortfalls(found.chosen).sum())
        return Objective(
            placed_weight=found.weight,
            score=(found.value + problem.penalty * shortfall) / MICRO,
            shortfall=shortfall,
            value=found.value / MICRO,
            optimal=found.optimal,
            gap=found.gap,
        )

    @cached_property
    def placed(self) -> dict[str, str]:
        """Customer code → partner code, of the placed customers in their order."""
        pairs = zip(self.customers, self.solution.chosen, strict=True)
        codes = self.firms.codes
        return {each.code: codes[self.problem.partner[pair]] for each, pair in pairs if pair != NOBODY}

    @cached_property
    def scores(self) -> dict[str, float]:
        """Customer code → score in points, of the placed customers."""
        pairs = zip(self.customers, self.solution.chosen, strict=True)
        return {each.code: int(self.problem.score[pair]) / MICRO for each, pair in pairs if pair != NOBODY}

    @cached_property
    def unplaced(self) -> dict[str, str]:
        """Customer code → the rule that stops it, of the customers without a partner in their order."""
        rows = zip(self.customers, self.field.blamed, strict=True)
        return {each.code: rule for each, rule in rows if each.code not in self.placed}

    @cached_property
    def loads(self) -> dict[str, int]:
        """Partner code → slots that the plan takes."""
        return dict(zip(self.firms.codes, self.problem.loads(self.solution.chosen).tolist(), strict=True))

    @cached_property
    def shortfalls(self) -> dict[str, int]:
        """Partner code → slots missing below its promised minimum volume."""
        return dict(zip(self.firms.codes, self.problem.shortfalls(self.solution.chosen).tolist(), strict=True))

    @cached_property
    def holders(self) -> dict[str, tuple[str, ...]]:
        """Partner code → the customers that the plan places there."""
        held: dict[str, list[str]] = {code: [] for code in self.firms.codes}
        for customer, partner in self.placed.items():
            held[partner].append(customer)
        return {partner: tuple(customers) for partner, customers in held.items()}

    @cached_property
    def rooms(self) -> Rooms:
        """Where there is room for one customer more, the pinned ones staying where they are."""
        return Rooms(self.problem, self.solution.chosen, [self.row_of[code] for code in self.pins])

    @cached_property
    def remote_firms(self) -> Firms:
        """All partners, as if each served every prefecture remotely."""
        return Firms.of([replace(partner, remote=True) for partner in self.partners])

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Customer code → its place in `customers`."""
        return {each.code: row for row, each in enumerate(self.customers)}

    def pair(self, customer: str, partner: str) -> int:
        """The eligible pair's number in the problem, or `NOBODY`."""
        begin, end = self.problem.first[self.row_of[customer] :][:2]
        wanted = self.firms.index[partner]
        place = int(begin + np.searchsorted(self.problem.partner[begin:end], wanted))
        return place if place < end and self.problem.partner[place] == wanted else NOBODY

    def block(self, customers: Sequence[Customer]) -> Block:
        """Some customers against all firms, as this run judges them."""
        return Block(customers, self.firms, self.policy, self.bans)


def match(
    partners: Iterable[Partner],
    customers: Iterable[Customer],
    policy: Policy,
    *,
    pins: Mapping[str, str] | None = None,
    bans: Mapping[str, Iterable[str]] | None = None,
    seconds: float | None = None,
    watch: Watch | None = None,
) -> Plan:
    """Place customers with partners: most weight first, then most score less penalties, with proof.

    Args:
        partners: each with the slots that it can still take; codes are unique.
        customers: codes are unique.
        policy: weights, limits and penalties.
        pins: customer → the partner that it goes to whatever the score.
        bans: customer → partners that it does not go to.
        seconds: how long to look, in place of the policy's own limit.
        watch: is told of the search while it goes on, and may end it.

    Raises:
        PinRefused: a pin breaks a hard rule or does not fit into the slots.
    """
    partners, customers, pins = tuple(partners), tuple(customers), dict(pins or {})
    banned = {customer: frozenset(codes) for customer, codes in (bans or {}).items()}
    limit = policy.seconds if seconds is None else seconds
    draft = _draft(partners, customers, policy, pins, banned)
    solution = solve_pinned(draft.problem, _forced(draft), seconds=limit, watch=watch)
    plan = replace(draft, solution=solution)
    return _with_reserve(plan, limit, watch) if policy.reserve else plan


def _with_reserve(plan: Plan, seconds: float, watch: Watch | None) -> Plan:
    """The best plan that keeps a share of the slots for firms that are new to the customers' products."""
    problem = plan.problem
    products = sorted({person.product for person in plan.customers})
    few = plan.policy.few_cases
    new = np.array(
        [[firm.cases.get(product, 0) < few for firm in plan.partners] for product in products], dtype=bool
    )
    sold = np.array([products.index(person.product) for person in plan.customers], dtype=np.int64)
    rows = sold[problem.customer]
    marked = new.reshape(len(products), len(plan.partners))[rows, problem.partner]
    kept = reserve(problem, plan.solution, marked, plan.policy.reserve, seconds=seconds, watch=watch)
    reserved = replace(plan, field=replace(plan.field, problem=kept))
    if kept.fresh_slots(plan.solution.chosen[plan.solution.chosen != NOBODY]) >= kept.reserved:
        return reserved
    return replace(reserved, solution=solve_pinned(kept, _forced(reserved), seconds=seconds, watch=watch))


def arrange(plan: Plan, placed: Mapping[str, str]) -> Plan:
    """The plan with customers where somebody puts them, who is at least as many as before; its bounds stay.

    Raises:
        KeyError: a customer or a partner is unknown, or the pair is not eligible.
    """
    chosen = np.full(len(plan.customers), NOBODY, dtype=np.int64)
    for customer, partner in placed.items():
        pair = plan.pair(customer, partner)
        if pair == NOBODY:
            raise KeyError((customer, partner))
        chosen[plan.row_of[customer]] = pair
    weight, value, known = plan.problem.placed_weight(chosen), plan.problem.value(chosen), plan.solution
    bounds = max(known.weight_bound, weight), max(known.value_bound, value)
    return replace(plan, solution=Solution(chosen, weight, value, *bounds))


def unsolved(
    partners: Iterable[Partner],
    customers: Iterable[Customer],
    policy: Policy,
    *,
    pins: Mapping[str, str] | None = None,
    bans: Mapping[str, Iterable[str]] | None = None,
    bounds: tuple[int, int] = (0, 0),
) -> Plan:
    """A plan that places nobody yet, with what is known of the best (weight, value in millionths)."""
    banned = {customer: frozenset(codes) for customer, codes in (bans or {}).items()}
    draft = _draft(tuple(partners), tuple(customers), policy, dict(pins or {}), banned)
    nobody = replace(draft.solution, weight_bound=bounds[0], value_bound=bounds[1])
    return replace(draft, solution=nobody)


def _draft(
    partners: tuple[Partner, ...],
    customers: tuple[Customer, ...],
    policy: Policy,
    pins: dict[str, str],
    bans: Mapping[str, frozenset[str]],
) -> Plan:
    firms = Firms.of(partners)
    field = judge(partners, customers, policy, firms, bans)
    nobody = Solution(np.full(len(customers), NOBODY), 0, 0, 0, 0)
    return Plan(partners, customers, policy, pins, bans, firms, field, nobody)


def _forced(draft: Plan) -> Ints:
    """The pinned pairs.

    Raises:
        PinRefused: one is not eligible, or those of a partner do not fit together.
    """
    forced = np.empty(0, dtype=np.int64)
    for customer, partner in draft.pins.items():
        pair = draft.pair(customer, partner)
        if pair == NOBODY:
            raise PinRefused(customer, partner, _failed(draft, customer, partner))
        forced = np.append(forced, pair)
        if not fits(draft.problem, forced):
            raise PinRefused(customer, partner, NO_CAPACITY)
    return forced


def _failed(draft: Plan, customer: str, partner: str) -> str:
    block = draft.block([draft.customers[draft.row_of[customer]]])
    rule = int(block.failures(block.scores())[0, draft.firms.index[partner]])
    return RULES[rule]
