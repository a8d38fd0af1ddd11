"""The page of a plan as a whole: what it lacks, how the load is spread, and which promises it misses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.allocation.matching.bottlenecks import Demand, demands
from onboarding_phases.allocation.matching.counterfactuals import worth_of_slot
from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.reports.plan import MOST_PAIRS_TO_PRICE
from onboarding_phases.allocation.reports.words import worth_text
from onboarding_phases.allocation.runs import quiet_firms
from onboarding_phases.allocation.values import Task, placed_in
from onboarding_phases.customers.models import Customer
from partners.models import Partner
from portal.database import db
from portal.defaults.queries import numbers

MOST_PRICED = 8
PEOPLE_NAMED = 3


@dataclass(frozen=True)
class Share:
    """A firm's load against the slots that it offered for the month."""

    code: str
    name: str
    load: int
    taken: int
    stated: int
    shortfall: int
    points_lost: float
    is_quiet: bool

    @property
    def share(self) -> float:
        return (self.taken + self.load) / self.stated


class WholePlan:
    """Everything that is said of a plan as a whole."""

    def __init__(self, run: AllocationRun) -> None:
        self.run = run
        self.task = Task.of(run.frozen, run.policy)
        self.quiet_months = int(numbers("allocation")["quiet_months"])

    @cached_property
    def plan(self) -> Plan:
        hand = self.task.hand
        return self.task.arranged(placed_in(self.run.result), hand.bounds if hand else (0, 0))

    @cached_property
    def demands(self) -> list[Demand]:
        return demands(self.plan)

    @property
    def can_price(self) -> bool:
        """Whether a page may solve the month again; a plan that was moved by hand has no worth of a slot."""
        pairs = len(self.task.partners) * len(self.task.customers)
        return self.task.hand is None and pairs <= MOST_PAIRS_TO_PRICE

    def worths(self, shown: list[Demand]) -> dict[str, str]:
        """What one more slot would bring at the first few of the firms that are named, by firm."""
        solved = self.task.solved()
        firms = list(dict.fromkeys(each.best for each in shown if each.best))[:MOST_PRICED]
        return {code: worth_text(worth_of_slot(solved, code)) for code in firms}

    @cached_property
    def names(self) -> dict[str, str]:
        codes = [partner.code for partner in self.task.partners]
        rows = db.session.execute(select(Partner.code, Partner.name).where(Partner.code.in_(codes)))
        return {row.code: row.name for row in rows}

    def people(self, shown: list[Demand]) -> dict[str, str]:
        """The names of the customers who are left over because of what is shown."""
        codes = {code for each in shown for code in each.left[:PEOPLE_NAMED]}
        rows = db.session.execute(select(Customer.code, Customer.name).where(Customer.code.in_(codes)))
        return {row.code: row.name for row in rows}

    @cached_property
    def shares(self) -> list[Share]:
        """Firms that offered slots, the least used first."""
        quiet = quiet_firms(self.run.month, self.quiet_months)
        slots: dict[str, Any] = self.run.frozen.get("slots", {})
        found = []
        for partner in self.task.partners:
            state = self.run.result["partners"][partner.code]
            stated, taken = slots.get(partner.code, (partner.capacity, 0))
            if stated or state["shortfall"]:
                found.append(
                    Share(
                        code=partner.code,
                        name=self.names.get(partner.code, partner.code),
                        load=state["load"],
                        taken=taken,
                        stated=stated,
                        shortfall=state["shortfall"],
                        points_lost=state["shortfall"] * self.task.policy.shortfall_penalty,
                        is_quiet=partner.code in quiet and not state["load"] and not taken,
                    )
                )
        return sorted(found, key=lambda each: (each.share if each.stated else 0, -each.stated, each.code))

    def spread(self) -> tuple[float, float, float] | None:
        """The least, the median and the greatest load."""
        loads = [each.share for each in self.shares if each.stated]
        return (min(loads), median(loads), max(loads)) if loads else None

    @property
    def quiet(self) -> list[Share]:
        """Firms that offered slots and got nothing for so many months, this plan included."""
        return [each for each in self.shares if each.is_quiet]

    @property
    def missed(self) -> list[Share]:
        """Firms whose promised volume is not reached, the most points first."""
        return sorted((each for each in self.shares if each.shortfall), key=lambda each: -each.points_lost)

    def headline(self) -> Any:
        """What the plan lacks most, in a sentence."""
        short = [each for each in self.demands if each.left]
        if short:
            return _("What is missing most stops %(count)s customers", count=len(short[0].left))
        if any(each.short for each in self.demands):
            return _("Some things are asked for more than firms offer, but stop nobody by themselves")
        return _("Nothing that is asked for lacks slots by itself")
