"""Two plans side by side: what each amounts to, the load of the firms, and who changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from onboarding_phases.allocation.matching.comparing import Changed, Standing, changes, standing
from onboarding_phases.allocation.matching.greedy import greedy
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.runs import run_before
from onboarding_phases.allocation.values import COPY, Task, placed_in
from onboarding_phases.customers.models import Customer
from partners.models import Partner
from portal.database import db
from portal.i18n import current_locale
from portal.ui.formatting import format_month

GREEDY = "greedy"
MOST_PAIRS_FOR_GREEDY = 200_000


@dataclass(frozen=True)
class Side:
    """One of two plans: its name, where it is read, and its figures."""

    title: str
    href: str | None
    standing: Standing
    policy: Mapping[str, Any]
    input_hash: str


def run_title(run: AllocationRun) -> str:
    """How a run is called."""
    return str(_("%(month)s, run %(number)s", month=format_month(run.month, current_locale()), number=run.number))


def side_of(run: AllocationRun) -> Side:
    """A solved run as one side."""
    return side_from(
        run.frozen,
        run.policy,
        run.result,
        title=run_title(run),
        href=url_for("allocations.show", run=run.code),
        input_hash=run.input_hash,
    )


def side_from(
    frozen: Mapping[str, Any],
    policy: Mapping[str, Any],
    result: Mapping[str, Any],
    *,
    title: str,
    href: str | None,
    input_hash: str = "",
) -> Side:
    """What was kept of a plan as one side."""
    task = Task.of(frozen, policy)
    scores = {code: float(entry["score"]) for code, entry in result["customers"].items() if entry["partner"]}
    figures = standing(task.partners, task.customers, task.policy, placed_in(result), scores)
    return Side(title, href, figures, policy, input_hash)


def greedy_side(run: AllocationRun) -> Side | None:
    """The simple rule on a run's input; None where the month is too large for a page."""
    if len(run.frozen["partners"]) * len(run.frozen["customers"]) > MOST_PAIRS_FOR_GREEDY:
        return None
    task = Task.of(run.frozen, run.policy)
    plan = greedy(task.arranged({}))
    figures = standing(task.partners, task.customers, task.policy, plan.placed, plan.scores)
    return Side(str(_("Simple rule")), None, figures, run.policy, run.input_hash)


class Comparison:
    """Two plans, from one to the other."""

    def __init__(self, here: Side, other: Side) -> None:
        self.here, self.other = here, other

    @cached_property
    def changes(self) -> list[Changed]:
        """Who is elsewhere in the other plan, the greatest difference first."""
        found = changes(self.here.standing, self.other.standing)
        return sorted(found, key=lambda each: (-abs(each.difference), each.customer))

    @property
    def has_other_policy(self) -> bool:
        """Scores are then counted differently on both sides."""
        return dict(self.here.policy) != dict(self.other.policy)

    @property
    def has_other_input(self) -> bool:
        return self.here.input_hash != self.other.input_hash

    def firms(self) -> list[dict[str, Any]]:
        """Firms with slots on either side, those whose load differs most first."""
        here, other = self.here.standing.loads, self.other.standing.loads
        codes = [code for code in {**here, **other} if _capacity(here, code) or _capacity(other, code)]
        names = self._names(Partner, codes)
        rows = [
            {
                "code": code,
                "name": names.get(code, code),
                "here": here.get(code),
                "other": other.get(code),
                "difference": _load(other, code) - _load(here, code),
            }
            for code in codes
        ]
        return sorted(rows, key=lambda row: (-abs(row["difference"]), row["code"]))

    def named(self, shown: Sequence[Changed]) -> list[dict[str, Any]]:
        """Changes with the names of customers and firms."""
        people = self._rows(Customer, [each.customer.partition(COPY)[0] for each in shown])
        firms = self._names(Partner, [code for each in shown for code in (each.before, each.after) if code])
        return [
            {
                "name": _called(each.customer, people),
                "before": firms.get(each.before, each.before) if each.before else None,
                "after": firms.get(each.after, each.after) if each.after else None,
                "difference": each.difference,
            }
            for each in shown
        ]

    def _names(self, model: Any, codes: Sequence[str]) -> dict[str, str]:
        return {code: row.name for code, row in self._rows(model, codes).items()}

    def _rows(self, model: Any, codes: Sequence[str]) -> dict[str, Any]:
        return {row.code: row for row in db.session.scalars(select(model).where(model.code.in_(codes)))}


def _called(code: str, people: Mapping[str, Any]) -> str:
    """A customer's name; a copy says whom it is like."""
    original, is_copy, number = code.partition(COPY)
    name = people[original].name if original in people else original
    return str(_("%(name)s, copy %(number)s", name=name, number=number)) if is_copy else str(name)


def _capacity(loads: Mapping[str, Any], code: str) -> int:
    return loads[code].capacity if code in loads else 0


def _load(loads: Mapping[str, Any], code: str) -> int:
    return loads[code].load if code in loads else 0


def others_of(run: AllocationRun) -> list[dict[str, Any]]:
    """The plans that a run is set beside on its page: itself, the one before it, and the simple rule."""
    here = side_of(run)
    rows: list[dict[str, Any]] = [{"side": here, "asked": None, "changes": None}]
    before = run_before(run)
    told = [(before.code, side_of(before))] if before else []
    simple = greedy_side(run)
    told += [(GREEDY, simple)] if simple else []
    for asked, side in told:
        rows.append({"side": side, "asked": asked, "changes": len(changes(here.standing, side.standing))})
    return rows
