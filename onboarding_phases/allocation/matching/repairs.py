"""The cheapest repair: what would place a customer who has no partner, and unplace nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from onboarding_phases.allocation.matching.fields import ELIGIBLE
from onboarding_phases.allocation.matching.firms import Firms
from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.reshuffles import Room
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
    moves: tuple[Move, ...] = ()
    slots_at: str | None = None
    """For slots: the firm that gives them."""
    slots: int = 0
    required_tier: int | None = None
    """For a lower tier: the one that is then required."""


def cheapest_repair(plan: Plan, customer: str) -> Repair | None:
    """The first that helps: 1 to 3 slots at a named firm, a lower required tier, remote, an exclusion lifted.

    It places the customer and unplaces nobody; others may change firm, as few as can be, pinned ones never. Of
    several firms that help alike, the one with the highest score is named. None where no single change helps.

    Another month is never the first that helps: who has an eligible firm is placed by slots, at most as many as it
    takes; who has none has none later either, for of the hard rules only the contract knows a day, its last one.
    """
    waiting = plan.customers[plan.row_of[customer]]
    return next(_repairs(plan, waiting), None)


def _repairs(plan: Plan, waiting: Customer) -> Iterator[Repair]:
    eligible = _eligible(plan, waiting)
    for slots in range(1, MOST_SLOTS + 1):
        if room := plan.rooms.find(waiting.effort, eligible, slots):
            given_at = plan.firms.codes[room.given_at]
            yield replace(_repair(plan, "slots", room), slots_at=given_at, slots=slots)
    for tier in range(waiting.required_tier - 1, 0, -1):
        if room := _room(plan, replace(waiting, required_tier=tier)):
            yield replace(_repair(plan, "tier", room), required_tier=tier)
    if room := plan.rooms.find(waiting.effort, _eligible(plan, waiting, plan.remote_firms)):
        yield _repair(plan, "remote", room)
    if room := _room(plan, replace(waiting, excluded=frozenset())):
        yield _repair(plan, "exclusion", room)


def _room(plan: Plan, changed: Customer) -> Room | None:
    return plan.rooms.find(changed.effort, _eligible(plan, changed))


def _repair(plan: Plan, kind: Kind, room: Room) -> Repair:
    codes = plan.firms.codes
    moves = tuple(Move(plan.customers[row].code, codes[firm]) for row, firm in room.moves)
    return Repair(kind, codes[room.firm], moves)


def _eligible(plan: Plan, customer: Customer, firms: Firms | None = None) -> list[int]:
    """Firms that the customer could go to, the highest score first."""
    block = replace(plan.block([customer]), firms=firms or plan.firms)
    scores = block.scores()
    fine = np.nonzero(block.failures(scores)[0] == ELIGIBLE)[0]
    order = fine[np.argsort(-scores[0, fine], kind="stable")]
    return [int(firm) for firm in order]
