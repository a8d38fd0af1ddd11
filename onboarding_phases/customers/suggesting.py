"""What effort a customer's profile suggests, and why. Needs no database; a person always decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.defaults.values import Number


class Sign(StrEnum):
    """What of a profile speaks for more effort."""

    EMPLOYEES = "employees"
    NEEDS = "needs"
    PRODUCT = "product"
    PLAN = "plan"
    INDUSTRY = "industry"


@dataclass(frozen=True)
class Profile:
    """What is known of a customer when its effort is estimated."""

    product: str
    industry: str = ""
    employees: int | None = None
    plan: str = ""
    needs: int = 0


@dataclass(frozen=True)
class Evidence:
    """How long similar onboardings took: so many finished ones, and the median of their working days."""

    cases: int
    days: int


@dataclass(frozen=True)
class Reason:
    """One sign of a profile, its value and the points that it gives."""

    sign: Sign
    value: str
    points: int


@dataclass(frozen=True)
class Suggestion:
    """An effort, with what speaks for it: finished onboardings where there are enough, else the signs."""

    effort: int
    reasons: tuple[Reason, ...]
    evidence: Evidence | None = None


def size_of(employees: int | None, numbers: Mapping[str, Number]) -> int | None:
    """The class of size: 0, 1 or 2, by the same bounds that give points; None where it is not known."""
    return None if employees is None else _steps(employees, "employees", numbers)


def suggest(profile: Profile, numbers: Mapping[str, Number], evidence: Evidence | None) -> Suggestion:
    """The effort of the median working days of similar onboardings, where enough are finished, else of the signs."""
    reasons = tuple(reason for reason in _reasons(profile, numbers) if reason.points)
    if evidence is not None and evidence.cases >= numbers["similar_least"]:
        return Suggestion(1 + _reached(evidence.days, "days", numbers), reasons, evidence)
    return Suggestion(1 + _reached(sum(reason.points for reason in reasons), "points", numbers), reasons)


def _reasons(profile: Profile, numbers: Mapping[str, Number]) -> Iterator[Reason]:
    if profile.employees is not None:
        yield Reason(Sign.EMPLOYEES, str(profile.employees), _steps(profile.employees, "employees", numbers))
    yield Reason(Sign.NEEDS, str(profile.needs), _steps(profile.needs, "needs", numbers))
    words = {
        Sign.PRODUCT: profile.product,
        Sign.PLAN: profile.plan.strip().casefold(),
        Sign.INDUSTRY: profile.industry,
    }
    for sign, word in words.items():
        yield Reason(sign, word, int(numbers.get(f"{sign}_{word}", 0)))


def _steps(count: int, name: str, numbers: Mapping[str, Number]) -> int:
    """Two points from the higher bound, one from the lower, whatever their order in the settings."""
    return sum(count >= numbers[f"{name}_{step}"] for step in (1, 2))


def _reached(amount: int, name: str, numbers: Mapping[str, Number]) -> int:
    return sum(amount >= numbers[f"{name}_{effort}"] for effort in (2, 3))
