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
    cases: Mapping[str, int] = field(default_factory=dict)
    """Onboardings that it has begun, by product: with few of them it is new to that product."""


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
    reserve: float = 0.0
    """So great a share of the placed slots is kept for firms that are new to the customer's product, 0 to 1."""
    few_cases: float = 10.0
    """With fewer onboardings of a product a firm is new to it."""

    @property
    def penalty(self) -> int:
        """`shortfall_penalty` in millionths of a point."""
        return round(self.shortfall_penalty * MICRO)
