"""Reading what an allocation needs, and what came of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, func, select

from onboarding_phases.allocation.matching.values import Customer as Waiting
from onboarding_phases.allocation.matching.values import Partner as Firm
from onboarding_phases.customers.models import Customer
from onboarding_phases.kpis.adjustment import Outcome, Result, adjusted_results
from onboarding_phases.kpis.queries import cases
from onboarding_phases.offers.enums import BOUND, WAITING
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.queries import begun_customers, declined_by_customer
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Capacity, Partner, Qualification, Tier
from partners.rules import first_of_month, months_from, open_months
from portal import clock
from portal.database import db

WAITING_EFFORTS = "allocation.waiting_efforts"


def waiting_customers(month: date) -> list[Customer]:
    """The customers who start in a month and have neither an open offer nor a partner, in the order of codes."""
    first, following = months_from(month, 2)
    bound = select(Offer.customer_id).where(Offer.state.in_(BOUND))
    begun = begun_customers()
    statement = (
        select(Customer)
        .where(
            Customer.onboarding_start >= first,
            Customer.onboarding_start < following,
            Customer.id.not_in(bound),
            Customer.id.not_in(begun),
        )
        .order_by(Customer.code)
    )
    return list(db.session.scalars(statement))


def firms_for(month: date, *, on: date, min_certificates: int = 0, with_cases: bool = False) -> list[Firm]:
    """Every firm as a month's allocation sees it on a day: free slots, tier in force, results, valid certificates.

    The outcome is the firm's adjusted result of the cases that were old enough on that day; the stated one only
    where nothing is measured. A firm with too few valid certificates is given the status `uncertified`, so that the
    rule `status` stops it. How many cases it has begun is only needed where slots are reserved.
    """
    firms = partners_for(month, on=on, min_certificates=min_certificates, results=measured_results(on))
    begun = _cases_begun(on) if with_cases else {}
    return [replace(firm, cases=begun.get(partner.id, {})) for partner, firm in firms]


def partners_for(
    month: date, *, on: date, min_certificates: int, results: Mapping[str, Result]
) -> list[tuple[Partner, Firm]]:
    """Every firm beside what a month's allocation sees of it, by results that are known; see `firms_for`."""
    certified = _certified(on) if min_certificates else {}
    firms = []
    for partner, tier, slots in db.session.execute(_facts(month, on)):
        ready = certified.get(partner.id, 0) >= min_certificates
        firm = _firm(
            partner,
            tier=tier or 1,
            free=slots.free if slots else 0,
            status=str(partner.status) if ready else "uncertified",
            taken=slots.reserved + slots.accepted if slots else 0,
            result=results.get(partner.code),
        )
        firms.append((partner, firm))
    return firms


def _facts(month: date, on: date) -> Select[Partner, int | None, Capacity | None]:
    """Every firm with its tier in force on a day and its slots of a month, in one statement."""
    newest = (Tier.effective_on.desc(), Tier.id.desc())
    granted = select(Tier.level).where(Tier.partner_id == Partner.id, Tier.effective_on <= on)
    tier = granted.order_by(*newest).limit(1).scalar_subquery()
    here = (Capacity.partner_id == Partner.id) & (Capacity.month == first_of_month(month))
    return select(Partner, tier, Capacity).outerjoin(Capacity, here).order_by(Partner.code)


def _cases_begun(on: date) -> dict[int, dict[str, int]]:
    """How many onboardings each firm has begun by a day, by product."""
    statement = (
        select(Onboarding.partner_id, Onboarding.product, func.count())
        .where(Onboarding.start_on <= on)
        .group_by(Onboarding.partner_id, Onboarding.product)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for partner_id, product, count in db.session.execute(statement):
        found[partner_id][product] = count
    return found


def _certified(on: date) -> dict[int, int]:
    people: dict[int, set[int]] = defaultdict(set)
    for row in db.session.scalars(select(Qualification)):
        if row.is_valid(on=on):
            people[row.partner_id].add(row.consultant_id)
    return {partner_id: len(found) for partner_id, found in people.items()}


def measured_results(on: date) -> dict[str, Result]:
    """By the firm's code, the adjusted rate of its onboardings that were old enough on a day, each by its own X."""
    outcomes = []
    for one, case in cases(on):
        if not case.excluded and case.net_clock(on) >= one.x_days:
            days = case.days_to_activation(on)
            success = days is not None and days <= one.x_days
            outcomes.append(Outcome(one.partner_code, one.product, one.effort, success))
    return adjusted_results(outcomes)


def _firm(partner: Partner, *, tier: int, free: int, status: str, taken: int, result: Result | None) -> Firm:
    return Firm(
        code=partner.code,
        tier=tier,
        capacity=free,
        min_volume=max(partner.min_volume - taken, 0),
        status=status,
        contract_until=partner.contract_until,
        prefectures=frozenset(partner.prefectures),
        remote=partner.is_remote,
        languages=frozenset(partner.languages),
        products=frozenset(partner.products),
        industries=partner.industries,
        strengths=partner.strengths,
        outcome=float(result.rate) if result else partner.stated_outcome,
        outcome_cases=result.n if result else 0,
    )


def candidates(customers: Iterable[Customer], declined: Mapping[int, frozenset[str]] | None = None) -> list[Waiting]:
    """Customers as the engine sees them, with the firms that declined them before; `declined` where it is known."""
    customers = list(customers)
    if declined is None:
        declined = declined_by_customer(customer.id for customer in customers)
    return [
        Waiting(
            code=customer.code,
            starts_on=customer.onboarding_start,
            product=customer.product,
            language=customer.language,
            prefecture=customer.prefecture,
            industry=customer.industry,
            effort=customer.effort,
            required_tier=customer.required_tier,
            priority=customer.priority,
            needs=customer.needs,
            preferred=frozenset(customer.preferred_partners),
            excluded=frozenset(customer.excluded_partners),
            declined_by=declined.get(customer.id, frozenset()),
            annual_value=customer.annual_value,
        )
        for customer in customers
    ]


@dataclass(frozen=True)
class MonthDemand:
    """Who waits for a partner in a month, against the slots that are free."""

    month: date
    customers: int
    slots: int
    free: int


def demand_by_month() -> list[MonthDemand]:
    """The months in which customers wait for a partner, with what they need and what is free."""
    efforts = _waiting_efforts()
    free: Counter[date] = Counter()
    for capacity in db.session.scalars(select(Capacity).where(Capacity.month.in_(efforts))):
        free[capacity.month] += capacity.free
    return [MonthDemand(m, len(efforts[m]), sum(efforts[m]), free[m]) for m in sorted(efforts)]


def _waiting_efforts() -> dict[date, list[int]]:
    """The efforts of the customers without a partner, by the month of their start; read once a page."""
    known: dict[str, dict[date, list[int]]] = db.session.info
    if WAITING_EFFORTS not in known:
        # Whose offer was accepted has begun.
        bound = select(Offer.customer_id).where(Offer.state.in_(WAITING))
        begun = begun_customers()
        waiting = select(Customer.onboarding_start, Customer.effort).where(
            ~Customer.is_settled, Customer.id.not_in(bound), Customer.id.not_in(begun)
        )
        efforts: dict[date, list[int]] = defaultdict(list)
        for start, effort in db.session.execute(waiting):
            efforts[first_of_month(start)].append(effort)
        known[WAITING_EFFORTS] = dict(efforts)
    return known[WAITING_EFFORTS]


def customers_waiting() -> list[tuple[date, int]]:
    """How many customers wait for a partner, by the month of their start."""
    efforts = _waiting_efforts()
    return [(month, len(efforts[month])) for month in sorted(efforts)]


@dataclass(frozen=True)
class MonthSlots:
    """The slots of one month over all firms, and those that waiting customers will need."""

    month: date
    stated: int
    reserved: int
    accepted: int
    waiting: int

    @property
    def free(self) -> int:
        return self.stated - self.reserved - self.accepted

    @property
    def demand(self) -> int:
        return self.reserved + self.accepted + self.waiting

    @property
    def spare(self) -> int:
        """What is left once everybody who waits has a partner; negative where slots are missing."""
        return self.free - self.waiting


def slots_ahead() -> list[MonthSlots]:
    """Slots and demand of the months for which firms may state slots, the present one first."""
    months, efforts = open_months(clock.today()), _waiting_efforts()
    sums = [func.coalesce(func.sum(column), 0) for column in (Capacity.stated, Capacity.reserved, Capacity.accepted)]
    stated = select(Capacity.month, *sums).where(Capacity.month.in_(months)).group_by(Capacity.month)
    found = {row[0]: row[1:] for row in db.session.execute(stated)}
    return [_month_slots(month, found.get(month, (0, 0, 0)), sum(efforts.get(month, []))) for month in months]


def _month_slots(month: date, slots: Sequence[int], waiting: int) -> MonthSlots:
    stated, reserved, accepted = (int(count) for count in slots)
    return MonthSlots(month, stated, reserved, accepted, waiting)
