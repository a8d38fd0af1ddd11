"""A run's input frozen into what JSON can hold, and thawed again into the engine's values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from typing import Any

from onboarding_phases.allocation.matching.values import COMPONENTS, Customer, Partner, Policy

PARTNER_SETS = ("prefectures", "languages", "products")
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
