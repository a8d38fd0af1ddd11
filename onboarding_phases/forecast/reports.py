"""The page of the capacity plan: the finding, the chart, the tables and the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from onboarding_phases.forecast.enums import METHOD_LABELS, REGION_LABELS, Dimension
from onboarding_phases.forecast.models import Scenario
from onboarding_phases.forecast.planning import Plan
from onboarding_phases.forecast.queries import gauge_in_force, known_on, seen_by
from onboarding_phases.forecast.values import Part, PlanMonth
from partners.enums import STRENGTH_LABELS
from partners.products.queries import product_name
from portal.i18n import current_locale
from portal.tables.writing import csv_bytes
from portal.ui.charts import MonthDemand, demand_bars
from portal.ui.formatting import format_month, format_number, format_short_month, format_signed

COLUMNS = (
    "month",
    "estimated_by",
    "customers_in_sight",
    "customers_low",
    "customers",
    "customers_high",
    "dimension",
    "key",
    "slots_needed",
    "slots_stated",
    "slots_missing",
)


@dataclass(frozen=True)
class PlanPage:
    """The plan as it is and, where one is chosen, under the assumptions of a scenario."""

    base: Plan
    scenario: Scenario | None

    @cached_property
    def plan(self) -> Plan:
        """The plan that the page speaks of."""
        if self.scenario is None:
            return self.base
        told = self.base
        return Plan(told.known, told.shown, told.dimension, told.gauge, self.scenario.assumed)

    @property
    def rows(self) -> list[tuple[PlanMonth, PlanMonth]]:
        """The months, each with the one that it is compared with."""
        return list(zip(self.plan.months, self.base.months, strict=True))

    @property
    def finding(self) -> str:
        """The answer in one sentence."""
        worst = self.plan.worst
        if worst is None or worst.missing is None:
            return str(_("The stated slots are enough for the starts expected"))
        text: str = ngettext(
            "%(num)s slot is missing in %(month)s",
            "%(num)s slots are missing in %(month)s",
            worst.missing.slots,
            month=format_month(worst.month, current_locale()),
        )
        return text

    @property
    def chart(self) -> Markup:
        months = [self._bar(month, base) for month, base in self.rows]
        return demand_bars(self.finding, months, width=max(560, 62 * len(months)))

    def _bar(self, month: PlanMonth, base: PlanMonth) -> MonthDemand:
        locale = current_locale()
        return MonthDemand(
            label=format_short_month(month.month, locale),
            expected=float(month.slots),
            there=month.stated,
            text="" if month.balance is None else format_signed(whole(month.balance), locale, 0),
            low=None if month.low_slots is None else float(month.low_slots),
            high=None if month.high_slots is None else float(month.high_slots),
            base=float(base.slots) if self.scenario else None,
        )

    @property
    def chart_table(self) -> tuple[list[str], list[list[str]]]:
        """What the chart draws, as a table."""
        head = [
            _("Month"),
            _("Slots needed"),
            _("Low estimate"),
            _("High estimate"),
            _("Slots stated"),
            _("Balance"),
        ]
        return [*head, *([_("Without the scenario")] if self.scenario else [])], [
            [
                format_month(month.month, current_locale()),
                amount(month.slots),
                amount(month.low_slots),
                amount(month.high_slots),
                amount(month.stated),
                "–" if month.balance is None else format_signed(whole(month.balance), current_locale(), 0),
                *([amount(base.slots)] if self.scenario else []),
            ]
            for month, base in self.rows
        ]

    @property
    def matrix(self) -> list[tuple[str, list[Part | None]]]:
        """By key of the dimension, its part of each month."""
        parts = [{part.key: part for part in month.parts} for month in self.plan.months]
        return [
            (key_word(self.plan.dimension, key), [own.get(key) for own in parts])
            for key in self.plan.keys
            if any(key in own and own[key].demand for own in parts)
        ]

    def method_word(self, month: PlanMonth) -> str:
        """Where a month's number comes from, in words."""
        said = month.expected
        if not said.known:
            return str(_("Contracts in sight: too little history"))
        return str(METHOD_LABELS[said.method])

    def file(self) -> bytes:
        """The plan as CSV: a row for each month, and one for each key of it."""
        return csv_bytes(COLUMNS, self._records())

    def _records(self) -> Iterator[Sequence[object]]:
        for month in self.plan.months:
            said = month.expected
            starts = [_tenth(value) for value in (said.low, said.middle, said.high)]
            lead: list[object] = [f"{month.month:%Y-%m}", said.method, said.sight, *starts]
            short = month.missing.slots if month.missing else None
            yield [*lead, "all", "", _tenth(month.slots), month.stated, short]
            for part in month.parts:
                lacks = None if part.stated is None else part.missing
                yield [*lead, self.plan.dimension, part.key, _tenth(part.demand), part.stated, lacks]


def plan_page(today: date, *, count: int, dimension: Dimension, scenario: Scenario | None) -> PlanPage:
    """The page as of a day."""
    known = known_on(today, count=count)
    return PlanPage(Plan(known, seen_by(known, dimension), dimension, gauge_in_force()), scenario)


def key_word(dimension: Dimension, key: str) -> str:
    """What a product, strength or region is called."""
    match dimension:
        case Dimension.PRODUCT:
            return product_name(key)
        case Dimension.STRENGTH:
            return str(STRENGTH_LABELS.get(key, key))
        case _:
            return str(REGION_LABELS.get(key, key))


def whole(value: Fraction) -> int:
    """A balance in whole slots: what is missing is counted as a whole slot."""
    return value.numerator // value.denominator


def amount(value: Any) -> str:
    """A number of starts or slots with one place, none where it is whole."""
    if value is None:
        return "–"
    exact = round(float(value), 1)
    return format_number(exact, current_locale(), 0 if exact == int(exact) else 1)


def _tenth(value: Fraction | None) -> float | int | None:
    """A number of the file with one place, none where it is whole."""
    if value is None:
        return None
    exact = round(float(value), 1)
    return int(exact) if exact == int(exact) else exact
