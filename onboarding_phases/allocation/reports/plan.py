"""The page of a run: what it proposes, why, and what it would cost to do otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy import select

from onboarding_phases.allocation.matching.counterfactuals import Worth, smallest_change, worth_of_slot
from onboarding_phases.allocation.matching.fields import Block
from onboarding_phases.allocation.matching.firms import Firms
from onboarding_phases.allocation.matching.values import COMPONENTS, Customer
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.reports.words import (
    COMPONENT_LABELS,
    RULE_LABELS,
    outcome_source,
    repair_text,
    worth_text,
)
from onboarding_phases.allocation.rules import BLOCKED_LABELS
from onboarding_phases.allocation.runs import total_of
from onboarding_phases.allocation.values import Task, policy_of
from onboarding_phases.customers.models import Customer as CustomerRow
from partners.models import Partner
from portal.database import db
from portal.ui.charts import score_bar, units

MOST_PAIRS_TO_PRICE = 20_000


@dataclass(frozen=True)
class Row:
    """A customer of the plan as a line of the table."""

    code: str
    public_code: str
    name: str
    industry: str
    prefecture: str
    slots: int
    partner: str | None
    score: float | None
    bar: Markup | None
    rule: str | None
    annual_value: int
    repair: str | None
    is_pinned: bool


@dataclass(frozen=True)
class FirmRow:
    """A firm's slots of the month as a line of the table."""

    code: str
    name: str
    tier: int
    capacity: int
    load: int
    drawing: Markup

    @property
    def share(self) -> float | None:
        return self.load / self.capacity if self.capacity else None


class PlanPage:
    """Everything that the page of one solved run shows."""

    def __init__(self, run: AllocationRun) -> None:
        self.run = run
        self.objective: Mapping[str, Any] = run.result["objective"]
        self.entries: Mapping[str, Any] = run.result["customers"]
        self.task = Task.of(run.frozen, run.policy)
        self.partners, self.waiting = self.task.partners, self.task.customers
        self.customers = _rows(CustomerRow, [customer.code for customer in self.waiting])
        self.firm_names = {row.code: row.name for row in _rows(Partner, [p.code for p in self.partners]).values()}

    def rows(self) -> list[Row]:
        """The customers: those without a partner by what they take and are worth, the others by score."""
        found = [self._row(customer) for customer in self.waiting if customer.code in self.customers]
        return sorted(
            found, key=lambda row: (row.partner is not None, -row.slots, -(row.score or row.annual_value), row.code)
        )

    def firms(self) -> list[FirmRow]:
        """The firms that have slots in the month, the most used first."""
        found = [self._firm(partner.code, partner.tier) for partner in self.partners]
        with_slots = [row for row in found if row.capacity]
        return sorted(with_slots, key=lambda row: (-(row.share or 0), -row.capacity, row.code))

    @property
    def placed(self) -> int:
        return sum(1 for entry in self.entries.values() if entry["partner"])

    @property
    def slots_placed(self) -> int:
        return sum(customer.effort for customer in self.waiting if self.entries[customer.code]["partner"])

    @property
    def slots_wanted(self) -> int:
        return sum(customer.effort for customer in self.waiting)

    @property
    def total(self) -> float:
        """Points, with the penalty for promised volumes that are not reached."""
        return total_of(self.run)

    def headline(self) -> Any:
        """The answer of the run in one sentence."""
        total, placed = len(self.entries), self.placed
        if placed == total:
            return ngettext("%(num)s customer has a partner", "All %(num)s customers have a partner", total)
        left = [self.customers[code].name for code, entry in self.entries.items() if not entry["partner"]]
        if len(left) == 1:
            return _(
                "%(placed)s of %(total)s customers have a partner; %(name)s is left",
                placed=placed,
                total=total,
                name=left[0],
            )
        return _(
            "%(placed)s of %(total)s customers have a partner; %(left)s are left",
            placed=placed,
            total=total,
            left=len(left),
        )

    def cheapest_repair(self) -> str | None:
        """The first repair that there is, for the customer worth most."""
        stopped = [
            customer
            for customer in self.waiting
            if (entry := self.entries[customer.code]["unplaced"]) and entry["repair"]
        ]
        if not stopped:
            return None
        best = max(stopped, key=lambda customer: (customer.priority, customer.annual_value))
        return self.repair_text(best.code)

    def repair_text(self, code: str, *, named: bool = True) -> str | None:
        """What would place a customer, in words; its name goes first unless it stands there already."""
        unplaced = self.entries[code]["unplaced"]
        repair = unplaced and unplaced["repair"]
        if not repair:
            return None
        names = {customer: row.name for customer, row in self.customers.items()}
        text = repair_text(repair, names, self.firm_names)
        return str(_("%(name)s: %(text)s", name=names[code], text=text)) if named else text

    def why(self, public_code: str, *, priced: bool) -> dict[str, Any] | None:
        """Why one customer is where it is: its score part by part beside its alternates', and why not they."""
        chosen = next((c for c in self.waiting if self._public(c.code) == public_code), None)
        if chosen is None:
            return None
        entry = self.entries[chosen.code]
        shown = [code for code in (entry["partner"], *(a["partner"] for a in entry["alternates"])) if code]
        prices = self._prices(chosen, entry) if priced and self.can_price else {}
        return {
            "customer": self.customers[chosen.code],
            "waiting": chosen,
            "entry": entry,
            "firms": [{"code": code, "name": self.firm_names[code]} for code in shown],
            "parts": self._parts(chosen, shown),
            "scores": [self._score(entry, code) for code in shown],
            "reasons": [self._reason(alternate, prices) for alternate in entry["alternates"]],
            "repair": self.repair_text(chosen.code, named=False),
            "rule": RULE_LABELS[entry["unplaced"]["rule"]] if entry["unplaced"] else None,
            "priced": bool(prices) or priced,
        }

    @property
    def can_price(self) -> bool:
        """Whether a page may solve the month again to price a change; larger runs would keep the reader waiting."""
        return self.task.hand is None and len(self.partners) * len(self.waiting) <= MOST_PAIRS_TO_PRICE

    def _public(self, code: str) -> str | None:
        row = self.customers.get(code)
        return row.public_code if row else None

    def _row(self, customer: Customer) -> Row:
        known, entry = self.customers[customer.code], self.entries[customer.code]
        points = [entry["components"][name]["points"] for name in COMPONENT_LABELS] if entry["partner"] else []
        title = "、".join(f"{COMPONENT_LABELS[n]}{p:.1f}" for n, p in zip(COMPONENT_LABELS, points, strict=False))
        return Row(
            code=customer.code,
            public_code=known.public_code,
            name=known.name,
            industry=customer.industry,
            prefecture=customer.prefecture,
            slots=customer.effort,
            partner=self.firm_names.get(entry["partner"] or ""),
            score=entry["score"],
            bar=score_bar(title, points, width=150) if points else None,
            rule=str(RULE_LABELS[entry["unplaced"]["rule"]]) if entry["unplaced"] else None,
            annual_value=customer.annual_value,
            repair=self.repair_text(customer.code, named=False),
            is_pinned=customer.code in self.task.pins,
        )

    def _firm(self, code: str, tier: int) -> FirmRow:
        state = self.run.result["partners"][code]
        capacity, load = state["capacity"], state["load"]
        title = _("%(load)s of %(capacity)s free slots proposed", load=load, capacity=capacity)
        return FirmRow(code, self.firm_names[code], tier, capacity, load, units(title, 0, load, capacity - load))

    def _parts(self, customer: Customer, shown: list[str]) -> list[dict[str, Any]]:
        """Points of each component for each shown firm."""
        policy = policy_of(self.run.policy)
        firms = [partner for code in shown for partner in self.partners if partner.code == code]
        values = Block([customer], Firms.of(firms), policy, {}).components()
        whole = sum(policy.weights.values())
        parts = []
        for label_key in COMPONENT_LABELS:
            place = COMPONENTS.index(label_key)
            weight = 100 * policy.weights[label_key] / whole
            points = [float(value) * weight for value in values[place][0]]
            notes = [outcome_source(firm.outcome, firm.outcome_cases) for firm in firms]
            parts.append(
                {
                    "label": COMPONENT_LABELS[label_key],
                    "points": points,
                    "most": weight,
                    "notes": notes if label_key == "outcome" else None,
                }
            )
        return parts

    def _score(self, entry: Mapping[str, Any], code: str) -> float:
        if code == entry["partner"]:
            return float(entry["score"])
        return next(float(a["score"]) for a in entry["alternates"] if a["partner"] == code)

    def _prices(self, customer: Customer, entry: Mapping[str, Any]) -> dict[str, tuple[float | None, Worth]]:
        """By alternate, the smallest change by which it would be chosen, and the worth of one more slot there."""
        plan = self.task.solved()
        others = [alternate["partner"] for alternate in entry["alternates"]]
        return {code: (smallest_change(plan, customer.code, code), worth_of_slot(plan, code)) for code in others}

    def _reason(
        self, alternate: Mapping[str, Any], prices: Mapping[str, tuple[float | None, Worth]]
    ) -> dict[str, Any]:
        why, code = alternate["why_not"], alternate["partner"]
        text = _("Choosing it would lose points.")
        if "rule" in why:
            text = str(BLOCKED_LABELS[why["rule"]])
        elif "full" in why:
            names = [self.customers[c].name for c in why["full"] if c in self.customers]
            text = _("Its slots go to %(names)s.", names=_shortened(names))
        elif "price" in why:
            text = _("%(points)s points less in all.", points=f"{why['price']:.1f}")
        return {
            "name": self.firm_names[code],
            "score": alternate["score"],
            "text": text,
            "price": prices[code][0] if code in prices else None,
            "worth": worth_text(prices[code][1]) if code in prices else None,
            "asked": code in prices,
        }


def _shortened(names: list[str]) -> Any:
    if len(names) <= 3:
        return "、".join(names)
    return _("%(names)s and %(more)s more", names="、".join(names[:3]), more=len(names) - 3)


def _rows(model: Any, codes: list[str]) -> dict[str, Any]:
    return {row.code: row for row in db.session.scalars(select(model).where(model.code.in_(codes)))}
