"""A frozen input with something changed; the same changes of the same input always give the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import cycle, islice
from typing import Any

from onboarding_phases.allocation.matching.checks import violations
from onboarding_phases.allocation.values import COPY, policy_of, thaw
from onboarding_phases.scenarios.values import Changes, Wave

GONE = "ended"


def changed(
    frozen: Mapping[str, Any], policy: Mapping[str, Any], changes: Changes
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The input and the numbers of a scenario. Moves by hand are left out, and so are pins that hold no longer."""
    numbers = {**policy, **changes.weights}
    partners = [_firm(row, changes) for row in frozen["partners"]]
    customers = [*frozen["customers"], *copies(frozen["customers"], changes.wave)]
    after: dict[str, Any] = {
        "partners": partners,
        "customers": customers,
        "bans": dict(frozen.get("bans", {})),
        "slots": dict(frozen.get("slots", {})),
    }
    after["pins"] = _pins_that_hold(after, numbers, frozen.get("pins", {}))
    return after, numbers


def copies(customers: Iterable[Mapping[str, Any]], wave: Wave | None) -> list[dict[str, Any]]:
    """The customers of a wave: those who wait and fit, in the order of codes, again and again."""
    if wave is None:
        return []
    like = sorted((row for row in customers if fits(row, wave)), key=lambda row: str(row["code"]))
    turns = islice(enumerate(cycle(like)), wave.customers) if like else iter(())
    return [{**row, "code": f"{row['code']}{COPY}{turn // len(like) + 1}"} for turn, row in turns]


def fits(row: Mapping[str, Any], wave: Wave) -> bool:
    """Whether a customer is of the kind of which more come."""
    return (
        wave.product in ("", row["product"])
        and wave.prefecture in ("", row["prefecture"])
        and wave.effort in (0, row["effort"])
    )


def _firm(row: Mapping[str, Any], changes: Changes) -> dict[str, Any]:
    if row["code"] in changes.exits:
        return {**row, "status": GONE, "capacity": 0, "min_volume": 0}
    return {**row, "capacity": max(row["capacity"] + changes.slots.get(row["code"], 0), 0)}


def _pins_that_hold(after: Mapping[str, Any], numbers: Mapping[str, Any], pins: Mapping[str, str]) -> dict[str, str]:
    """The pins that break no rule, tried one after the other in the order of customers."""
    partners, customers = thaw(after)
    policy, held = policy_of(numbers), dict[str, str]()
    bans = {customer: frozenset(codes) for customer, codes in after["bans"].items()}
    for customer, firm in sorted(pins.items()):
        if not violations(partners, customers, {**held, customer: firm}, policy, bans):
            held[customer] = firm
    return held
