"""The months of a plan out of what is known on a day; pure, so that a scenario is the same sum told otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from onboarding_phases.forecast.defaults import Gauge
from onboarding_phases.forecast.enums import Dimension
from onboarding_phases.forecast.rules import (
    YEAR,
    backtests,
    expected,
    missing,
    parts_of,
    slots_of,
    spread,
    supply_of,
    trials,
    uncovered,
)
from onboarding_phases.forecast.values import (
    AS_IT_IS,
    NOTHING,
    Amount,
    Assumed,
    Backtest,
    Known,
    Missing,
    PlanMonth,
    month_after,
)


@dataclass(frozen=True)
class Plan:
    """The months ahead under the assumptions of a scenario, or as it is.

    `known` is by product, which decides what no firm can take; `shown` is by the dimension that a reader looks at.
    """

    known: Known
    shown: Known
    dimension: Dimension
    gauge: Gauge
    assumed: Assumed = AS_IT_IS

    @cached_property
    def tests(self) -> list[Backtest]:
        """How far off the estimates were, by months ahead."""
        history, leads = self.known.history, len(self.known.months)
        made = trials(history, self.known.sight, leads=leads, gauge=self.gauge) if history else []
        return backtests(made, leads=leads, gauge=self.gauge)

    @cached_property
    def months(self) -> list[PlanMonth]:
        return [self._month(lead, month) for lead, month in enumerate(self.known.months)]

    @cached_property
    def stated_months(self) -> list[PlanMonth]:
        """The months for which firms state slots."""
        return [month for month in self.months if month.stated is not None]

    @property
    def missing(self) -> int:
        """Slots that are missing over all months for which firms state slots."""
        return sum(month.missing.slots for month in self.months if month.missing)

    @property
    def worst(self) -> PlanMonth | None:
        """The month in which most is missing, the earliest of several; None where nothing is."""
        short = [month for month in self.months if month.missing and month.missing.slots]
        return max(short, key=lambda each: each.missing.slots if each.missing else 0, default=None)

    @property
    def keys(self) -> list[str]:
        """What the dimension holds, by its demand over all months."""
        total: dict[str, Fraction] = {}
        for month in self.months:
            for part in month.parts:
                total[part.key] = total.get(part.key, Fraction(0)) + part.demand
        return sorted(total, key=lambda key: (-total[key], key))

    def _month(self, lead: int, month: date) -> PlanMonth:
        sight = self.known.in_sight.get(month, NOTHING)
        said = expected(
            month,
            int(sight.starts),
            self.known.history,
            self.tests[lead],
            gauge=self.gauge,
            assumed=self.assumed,
        )
        slots = self._slots(said.middle, month)
        open_yet = month <= self.known.stated_until
        return PlanMonth(
            expected=said,
            slots=slots,
            low_slots=None if said.low is None else self._slots(said.low, month),
            high_slots=None if said.high is None else self._slots(said.high, month),
            stated=sum(firm.stated.get(month, 0) for firm in self.known.firms) if open_yet else None,
            missing=self._missing(slots, month) if open_yet else None,
            parts=parts_of(
                self._demand(self.shown, slots, month, self.dimension),
                month,
                self.shown.firms,
                self.dimension,
                stated=open_yet,
            ),
        )

    def _slots(self, starts: Fraction, month: date) -> Fraction:
        before = self.known.begun.get(month_after(month, -YEAR), NOTHING)
        return slots_of(starts, self.known.in_sight.get(month, NOTHING), before, self._extra(month))

    def _missing(self, slots: Fraction, month: date) -> Missing:
        """What no giving of customers to firms that know their product can cover."""
        demand = self._demand(self.known, slots, month, Dimension.PRODUCT)
        without = slots - sum(demand.values(), Fraction(0))
        supply = supply_of(self.known.firms, month, Dimension.PRODUCT)
        gap = uncovered(demand, supply)
        # What no key accounts for can go to any slot that is left.
        spare = sum(supply.values()) - (sum(demand.values(), Fraction(0)) - gap)
        return missing(gap + max(without - spare, Fraction(0)), self.known.firms, gauge=self.gauge)

    def _demand(self, known: Known, slots: Fraction, month: date, dimension: Dimension) -> dict[str, Fraction]:
        year_ago = month_after(month, -YEAR)
        whole, before = known.in_sight.get(month, NOTHING), known.begun.get(year_ago, NOTHING)
        shares = {
            key: amount / before.slots
            for key, amount in known.begun_by_key.get(year_ago, {}).items()
            if before.slots
        }
        extra = self._extra(month)
        if dimension is not Dimension.PRODUCT or not self.assumed.product:
            # Nobody knows yet what the extra customers need: they are spread like the rest.
            return spread(slots, known.in_sight_by_key.get(month, {}), shares, whole, NOTHING)
        found = spread(slots, known.in_sight_by_key.get(month, {}), shares, whole, extra)
        if extra.slots:
            found[self.assumed.product] = found.get(self.assumed.product, Fraction(0)) + extra.slots
        return found

    def _extra(self, month: date) -> Amount:
        count = self.assumed.extra.get(month, 0)
        return Amount(Fraction(count), Fraction(count * self.assumed.effort))
