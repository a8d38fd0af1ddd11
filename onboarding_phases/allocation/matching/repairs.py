"""The cheapest repair: what would place a customer who has no partner, and unplace nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from onboarding_phases.allocation.matching.fields import ELIGIBLE
from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.values import Customer

MOST_SLOTS = 3
Kind: TypeAlias = Literal["slots", "tier", "remote", "exclusion"]


@dataclass(frozen=True, slots=True)
class Move:
    """Another customer who changes firm so that there is room; its new firm is eligible too."""

    customer: str
    partner: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that places the customer with `partner`."""

    kind: Kind
    partner: str
    move: Move | None = None
    slots_at: str | None = None
    """For slots: the firm that gives them."""
    slots: int = 0
    required_tier: int | None = None
    """For a lower tier: the one that is then required."""


@dataclass(frozen=True, slots=True)
class _Room:
    """A place for the customer: with whom, after which move."""

    firm: int
    move: Move | None
    given_at: int


def cheapest_repair(plan: Plan, customer: str) -> Repair | None:
    """The first that helps: 1 to 3 slots at a named firm, a lower required tier, remote, an exclusion lifted.

    Nobody else is unplaced; at most one other customer moves to another eligible firm. Of several firms that
    help alike, the one with the highest score is named. None where no single change helps.
    """
    waiting = plan.customers[plan.row_of[customer]]
    return next(_repairs(plan, waiting), None)


def _repairs(plan: Plan, waiting: Customer) -> Iterator[Repair]:
    codes = plan.firms.codes
    eligible = _eligible(plan, waiting)
    for slots in range(1, MOST_SLOTS + 1):
        if room := _room(plan, waiting, eligible, slots):
            yield Repair("slots", codes[room.firm], room.move, codes[room.given_at], slots)
    for tier in range(waiting.required_tier - 1, 0, -1):
        if room := _room(plan, waiting, _eligible(plan, replace(waiting, required_tier=tier))):
            yield Repair("tier", codes[room.firm], room.move, required_tier=tier)
    if room := _room(plan, waiting, _eligible(plan, waiting, waived="region")):
        yield Repair("remote", codes[room.firm], room.move)
    if room := _room(plan, waiting, _eligible(plan, replace(waiting, excluded=frozenset()))):
        yield Repair("exclusion", codes[room.firm], room.move)


def _eligible(plan: Plan, customer: Customer, waived: str | None = None) -> list[int]:
    """Firms that the customer could go to, the highest score first."""
    block = plan.block([customer])
    scores = block.scores()
    fine = np.nonzero(block.failures(scores, waived)[0] == ELIGIBLE)[0]
    order = fine[np.argsort(-scores[0, fine], kind="stable")]
    return [int(firm) for firm in order]


def _room(plan: Plan, waiting: Customer, firms: list[int], extra: int = 0) -> _Room | None:
    """Where the customer fits with so many slots more at one firm: as things are, or after one move."""
    lacking = {firm: waiting.effort - int(plan.moves.free[firm]) for firm in firms}
    for firm in firms:
        if lacking[firm] <= extra:
            return _Room(firm, None, firm)
    for firm in firms:
        if found := plan.moves.first(firm, lacking[firm], extra):
            move = Move(plan.customers[found.customer].code, plan.firms.codes[found.firm])
            return _Room(firm, move, found.given_at)
    return None
