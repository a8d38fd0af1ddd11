"""What an override costs, and which hard rule it breaks; computed by the engine, tested without it."""

from __future__ import annotations

from dataclasses import replace

from onboarding_phases.allocation.enums import OverrideKind
from onboarding_phases.allocation.matching.checks import Violation, violations
from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.values import MICRO
from onboarding_phases.allocation.overrides.values import Loss, Mover
from onboarding_phases.allocation.values import Arrangement, Task


def with_override(task: Task, kind: OverrideKind, customer: str, firm: str, placed: dict[str, str]) -> Task:
    """The task after an override of a plan that places customers so.

    A pin or a ban has all else optimised again; a move leaves everybody else where they are.
    """
    match kind:
        case OverrideKind.PIN:
            return replace(task, pins={**task.pins, customer: firm}, hand=None)
        case OverrideKind.BAN:
            banned = task.bans.get(customer, frozenset()) | {firm}
            return replace(task, bans={**task.bans, customer: banned}, hand=None)
        case OverrideKind.MOVE:
            bounds = task.hand.bounds if task.hand else (0, 0)
            return replace(task, hand=Arrangement({**placed, customer: firm}, bounds))


def broken_rule(
    task: Task, kind: OverrideKind, customer: str, firm: str, placed: dict[str, str]
) -> Violation | None:
    """The first hard rule that an override breaks, by code that shares nothing with the solver."""
    if kind == OverrideKind.BAN:
        return None
    others = task.pins if kind == OverrideKind.PIN else placed
    wanted = {**others, customer: firm}
    found = violations(task.partners, task.customers, wanted, task.policy, task.bans)
    return next((each for each in found if firm == each.partner and each.customer in (customer, None)), None)


def loss(before: Plan, after: Plan) -> Loss:
    """What a plan has less than the one before, and who changes firm."""
    codes = [customer.code for customer in before.customers]
    movers = tuple(
        Mover(code, before.placed.get(code), after.placed.get(code))
        for code in codes
        if before.placed.get(code) != after.placed.get(code)
    )
    lost, points = (
        before.solution.weight - after.solution.weight,
        before.solution.value - after.solution.value,
    )
    return Loss(lost, points / MICRO, movers, after.solution.optimal)
