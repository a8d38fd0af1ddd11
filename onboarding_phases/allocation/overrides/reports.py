"""The pages of overrides: whom else a customer could go to, what it would cost, and what led to a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from onboarding_phases.allocation.enums import OverrideKind
from onboarding_phases.allocation.matching.fields import ELIGIBLE, Block
from onboarding_phases.allocation.matching.firms import Firms
from onboarding_phases.allocation.matching.values import MICRO, RULES
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.overrides.permissions import VIEW_RULINGS
from onboarding_phases.allocation.overrides.queries import firm_names, override_behind
from onboarding_phases.allocation.overrides.rules import loss, with_override
from onboarding_phases.allocation.overrides.values import Loss
from onboarding_phases.allocation.reports.plan import MOST_PAIRS_TO_PRICE
from onboarding_phases.allocation.rules import BLOCKED_LABELS
from onboarding_phases.allocation.values import Task, placed_in
from onboarding_phases.customers.models import Customer
from partners.models import Partner
from portal.accounts.queries import names_of
from portal.database import db
from portal.feature import Panel

MOVERS_SHOWN = 12
SECONDS_OF_A_PAGE = 8.0


@dataclass(frozen=True)
class Choice:
    """A firm as one customer's choice."""

    code: str
    name: str
    tier: int
    score: float
    free: int
    rule: str | None
    is_current: bool
    has_room: bool


class Change:
    """What could be done for one customer of a draft."""

    def __init__(self, run: AllocationRun, customer: Customer) -> None:
        task = Task.of(run.frozen, run.policy)
        seconds = min(task.policy.seconds, SECONDS_OF_A_PAGE)
        self.run, self.customer = run, customer
        self.task = replace(task, policy=replace(task.policy, seconds=seconds))
        self.placed = placed_in(run.result)
        self.waiting = next(each for each in task.customers if each.code == customer.code)
        self.current = self.placed.get(customer.code)

    @property
    def is_by_hand(self) -> bool:
        """Moves by hand stand in the plan; they do not outlive a new optimum."""
        return self.task.hand is not None

    def choices(self) -> list[Choice]:
        """Every firm, the eligible ones with the highest score first."""
        task, bans = self.task, self.task.bans
        block = Block([self.waiting], Firms.of(task.partners), task.policy, bans)
        scores = block.scores()
        failures = block.failures(scores)[0]
        names = self._names()
        found = []
        for place, firm in enumerate(task.partners):
            state = self.run.result["partners"][firm.code]
            free = state["capacity"] - state["load"]
            rule = None if failures[place] == ELIGIBLE else str(BLOCKED_LABELS[RULES[failures[place]]])
            score, has_room = int(scores[0, place]) / MICRO, free >= self.waiting.effort
            is_current = firm.code == self.current
            found.append(
                Choice(
                    firm.code, names.get(firm.code, firm.code), firm.tier, score, free, rule, is_current, has_room
                )
            )
        return sorted(found, key=lambda each: (each.rule is not None, -each.score, each.code))

    @property
    def can_price(self) -> bool:
        """Whether a page may solve the month again; larger ones are priced by the run that follows."""
        return len(self.task.partners) * len(self.task.customers) <= MOST_PAIRS_TO_PRICE

    def prices(self, kind: OverrideKind, firm: str) -> dict[str, Loss]:
        """What the override costs: all else optimised again, and for a move with nobody else moving."""
        bounds = self.task.hand.bounds if self.task.hand else (0, 0)
        before = self.task.arranged(self.placed, bounds)
        again = OverrideKind.PIN if kind == OverrideKind.MOVE else kind
        code = self.customer.code
        found = {"again": loss(before, with_override(self.task, again, code, firm, self.placed).solved())}
        if kind == OverrideKind.MOVE:
            found["alone"] = loss(before, with_override(self.task, kind, code, firm, self.placed).solved())
        return found

    def movers(self, price: Loss) -> dict[str, Any]:
        """The first of those who change firm, in words, and how many more there are."""
        shown = [each for each in price.movers if each.customer != self.customer.code]
        codes = [each.customer for each in shown[:MOVERS_SHOWN]]
        people = dict(db.session.execute(select(Customer.code, Customer.name).where(Customer.code.in_(codes))).all())
        firms = self._names()
        rows = [
            {
                "name": people.get(each.customer, each.customer),
                "before": _at(each.before, firms),
                "after": _at(each.after, firms),
            }
            for each in shown[:MOVERS_SHOWN]
        ]
        return {"rows": rows, "more": max(len(shown) - MOVERS_SHOWN, 0), "count": len(shown)}

    def _names(self) -> Mapping[str, str]:
        known: dict[str, str] | None = getattr(self, "_known", None)
        if known is None:
            codes = [partner.code for partner in self.task.partners]
            rows = db.session.execute(select(Partner.code, Partner.name).where(Partner.code.in_(codes)))
            known = self._known = {row.code: row.name for row in rows}
        return known


def _at(code: str | None, names: Mapping[str, str]) -> str | None:
    return names.get(code, code) if code else None


def _behind(run: AllocationRun) -> Mapping[str, Any] | None:
    """The override that led to a plan, with what it cost."""
    found = override_behind(run)
    if found is None:
        return None
    override, customer, draft = found
    return {
        "override": override,
        "customer": customer,
        "draft": draft,
        "firms": firm_names([override.firm_id, override.proposed_id, override.chosen_id]),
        "by": names_of([override.made_by]).get(override.made_by or 0, "Bansou"),
    }


PANELS = [Panel("allocation_run", "overrides/panel.html", VIEW_RULINGS, _behind, order=10)]
