"""The hard rules tested again, pair by pair and in plain words, sharing no code with what chose the pairs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from partners.geography import region_of


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a placement breaks; without a customer, the firm as a whole does."""

    rule: str
    partner: str
    customer: str | None = None


def check(plan: Plan) -> tuple[Violation, ...]:
    """Every hard rule that a plan breaks; empty when it may be sent."""
    return violations(plan.partners, plan.customers, plan.placed, plan.policy, plan.bans)


def violations(
    partners: Iterable[Partner],
    customers: Iterable[Customer],
    placed: Mapping[str, str],
    policy: Policy,
    bans: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Violation, ...]:
    """Every hard rule that placements, customer code → partner code, break."""
    firms = {partner.code: partner for partner in partners}
    people = {customer.code: customer for customer in customers}
    found: list[Violation] = []
    load: Counter[str] = Counter()
    for customer_code, partner_code in placed.items():
        customer, firm = people[customer_code], firms[partner_code]
        load[partner_code] += customer.effort
        banned = partner_code in (bans or {}).get(customer_code, ())
        broken = [*_broken(firm, customer, policy), *(["excluded"] if banned else [])]
        found.extend(Violation(rule, partner_code, customer_code) for rule in broken)
    over = (code for code, slots in load.items() if slots > firms[code].capacity)
    return (*found, *(Violation("no_capacity", code) for code in over))


def _broken(firm: Partner, customer: Customer, policy: Policy) -> Iterator[str]:
    until = firm.contract_until
    kept = {
        "status": firm.status == "active",
        "contract": until is not None and until >= customer.starts_on,
        "product": customer.product in firm.products,
        "language": customer.language in firm.languages,
        "region": firm.remote or customer.prefecture in firm.prefectures,
        "tier": firm.tier >= customer.required_tier,
        "excluded": firm.code not in customer.excluded and firm.code not in customer.declined_by,
        "score": round(plain_score(firm, customer, policy), 6) >= Decimal(str(policy.min_score)),
    }
    return (rule for rule, holds in kept.items() if not holds)


def plain_score(firm: Partner, customer: Customer, policy: Policy) -> Decimal:
    """The score of one pair in points, in decimals, from the definition."""
    parts = {
        "strengths": _met(firm, customer),
        "industry": Decimal(firm.industries.get(customer.industry, 0)) / 5,
        "tier": Decimal(firm.tier - 1) / 4,
        "region": _nearness(firm, customer),
        "outcome": Decimal("0.5") if firm.outcome is None else Decimal(str(firm.outcome)),
        "preference": Decimal(firm.code in customer.preferred),
    }
    weights = {name: Decimal(str(weight)) for name, weight in policy.weights.items()}
    return 100 * sum((weights[name] * part for name, part in parts.items()), Decimal(0)) / sum(weights.values())


def _met(firm: Partner, customer: Customer) -> Decimal:
    needed = sum((Decimal(str(weight)) for weight in customer.needs.values()), Decimal(0))
    if not needed:
        return Decimal(1)
    levels = ((Decimal(str(weight)), firm.strengths.get(tag, 0)) for tag, weight in customer.needs.items())
    return sum((weight * level / 5 for weight, level in levels), Decimal(0)) / needed


def _nearness(firm: Partner, customer: Customer) -> Decimal:
    if customer.prefecture in firm.prefectures:
        return Decimal(1)
    same_region = any(region_of(name) == region_of(customer.prefecture) for name in firm.prefectures)
    return Decimal("0.5") if firm.remote and same_region else Decimal(0)
