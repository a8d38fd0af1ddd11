"""What goes into a run: partners, customers and the policy by which they are matched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

COMPONENTS = ("strengths", "industry", "tier", "region", "outcome", "preference")
"""The six parts of a score, in the order in which they are shown."""

RULES = ("status", "contract", "product", "language", "region", "tier", "excluded", "score")
"""What makes a pair eligible, in the order in which a failing pair is blamed."""

NO_CAPACITY = "no_capacity"
"""Why a customer with eligible partners has none: all are full, or their free slots too few."""

MICRO = 1_000_000
"""Scores are counted in millionths of a point, so that sums, ties and proofs are exact."""

DEFAULT_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "strengths": 0.40,
        "industry": 0.15,
        "tier": 0.10,
        "region": 0.05,
        "outcome": 0.25,
        "preference": 0.05,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A firm as one month's allocation sees it."""

    code: str
    tier: int
    capacity: int
    """Slots that it can still take this month."""
    min_volume: int = 0
    """Slots promised to it; those that stay unfilled cost `Policy.shortfall_penalty` each."""
    status: str = "active"
    contract_until: date | None = None
    """Last day of the contract; None covers no start date."""
    prefectures: frozenset[str] = frozenset()
    """Served on site."""
    remote: bool = False
    """Also serves every prefecture remotely."""
    languages: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    industries: Mapping[str, int] = field(default_factory=dict)
    strengths: Mapping[str, int] = field(default_factory=dict)
    outcome: float | None = None
    """Adjusted result, 0 to 1, as known on the day of the run; None where unknown."""
    outcome_cases: int = 0
    """So many cases were measured for it; 0 where it is only stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer who waits for a partner."""

    code: str
    starts_on: date
    product: str
    language: str
    prefecture: str
    industry: str
    effort: int = 1
    """Slots that it takes."""
    required_tier: int = 1
    priority: int = 0
    needs: Mapping[str, float] = field(default_factory=dict)
    """Strength → weight."""
    preferred: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    declined_by: frozenset[str] = frozenset()
    """Firms that declined this customer before; they count as excluded."""
    annual_value: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a run scores, what it refuses and how long it may look."""

    weights: Mapping[str, float] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    """Component → weight, 0 or more, not all 0."""
    shortfall_penalty: float = 5.0
    """Points lost for each slot below a partner's promised minimum volume."""
    min_score: float = 0.0
    seconds: float = 60.0
    """After this long the best plan so far is given, with its proven gap."""

    @property
    def penalty(self) -> int:
        """`shortfall_penalty` in millionths of a point."""
        return round(self.shortfall_penalty * MICRO)
