"""A run's input frozen into what JSON can hold, and thawed again into the engine's values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from onboarding_phases.allocation.matching.plans import Plan, arrange, match, unsolved
from onboarding_phases.allocation.matching.values import COMPONENTS, Customer, Partner, Policy
from onboarding_phases.allocation.matching.watching import Watch

PARTNER_SETS = ("prefectures", "languages", "products")
COPY = "~"
"""Between the code of a customer and the number of its copy, where a scenario has more of its kind."""

CUSTOMER_SETS = ("preferred", "excluded", "declined_by")


def freeze(partners: Iterable[Partner], customers: Iterable[Customer]) -> dict[str, Any]:
    """The input of a run as it is kept."""
    return {
        "partners": [_plain(asdict(partner)) for partner in partners],
        "customers": [_plain(asdict(customer)) for customer in customers],
    }


def thaw(frozen: Mapping[str, Any]) -> tuple[list[Partner], list[Customer]]:
    """The engine's values of a frozen input: the same as on the day of the run."""
    partners = [Partner(**_rich(row, PARTNER_SETS, days=("contract_until",))) for row in frozen["partners"]]
    customers = [Customer(**_rich(row, CUSTOMER_SETS, days=("starts_on",))) for row in frozen["customers"]]
    return partners, customers


@dataclass(frozen=True)
class Rulings:
    """Pins, customer → firm, and bans, customer → firms; all by code, as they are frozen."""

    pins: dict[str, str]
    bans: dict[str, list[str]]


@dataclass(frozen=True)
class Arrangement:
    """A plan that was arranged by hand: who is where, and the bounds proven before (weight, millionths)."""

    placed: Mapping[str, str]
    bounds: tuple[int, int]


@dataclass(frozen=True)
class Task:
    """What is to be solved: the engine's values, pins and bans, and what was arranged by hand."""

    partners: list[Partner]
    customers: list[Customer]
    policy: Policy
    pins: Mapping[str, str]
    bans: Mapping[str, frozenset[str]]
    hand: Arrangement | None

    @classmethod
    def of(cls, frozen: Mapping[str, Any], numbers: Mapping[str, float]) -> Task:
        """The task that a run keeps."""
        hand = frozen.get("hand")
        bans = {customer: frozenset(codes) for customer, codes in frozen.get("bans", {}).items()}
        return cls(
            *thaw(frozen),
            policy=policy_of(numbers),
            pins=frozen.get("pins", {}),
            bans=bans,
            hand=hand and Arrangement(hand["placed"], tuple(hand["bounds"])),
        )

    def solved(self, watch: Watch | None = None) -> Plan:
        """The best plan; what was arranged by hand stays as it is."""
        if self.hand is None:
            return match(self.partners, self.customers, self.policy, pins=self.pins, bans=self.bans, watch=watch)
        return self.arranged(self.hand.placed, self.hand.bounds)

    def arranged(self, placed: Mapping[str, str], bounds: tuple[int, int] = (0, 0)) -> Plan:
        """The plan that places customers so."""
        draft = unsolved(self.partners, self.customers, self.policy, pins=self.pins, bans=self.bans, bounds=bounds)
        return arrange(draft, placed)


def placed_in(result: Mapping[str, Any]) -> dict[str, str]:
    """Customer → firm, by code, of what a run gave."""
    return {code: entry["partner"] for code, entry in result["customers"].items() if entry["partner"]}


def input_hash(frozen: Mapping[str, Any], policy: Mapping[str, Any]) -> str:
    """What tells one input from another: the same hash, the same plan, as long as the solver proved it."""
    told = {"frozen": frozen, "policy": policy}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def policy_of(numbers: Mapping[str, float]) -> Policy:
    """The engine's policy of the numbers in force."""
    return Policy(
        weights={name: float(numbers[name]) for name in COMPONENTS},
        shortfall_penalty=float(numbers["shortfall_penalty"]),
        min_score=float(numbers["min_score"]),
        seconds=float(numbers["seconds"]),
        # Runs of the time before there was a reserve have none.
        reserve=float(numbers.get("reserve", 0)),
        few_cases=float(numbers.get("few_cases", 10)),
    )


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _flat(value) for key, value in row.items()}


def _flat(value: object) -> object:
    match value:
        case frozenset():
            return sorted(value)
        case date():
            return value.isoformat()
        case Mapping():
            return dict(value)
    return value


def _rich(row: Mapping[str, Any], sets: Iterable[str], *, days: Iterable[str]) -> dict[str, Any]:
    rich = dict(row)
    rich.update({key: frozenset(rich[key]) for key in sets})
    rich.update({key: date.fromisoformat(rich[key]) for key in days if rich[key]})
    return rich
