"""What a reader asks of the KPIs by the address: month, product, firm, and by what to set side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from onboarding_phases.kpis.enums import Counting, Grouping
from onboarding_phases.kpis.rules import as_of_month, first_of_month, months_between
from onboarding_phases.kpis.values import Facts
from onboarding_phases.onboardings.enums import ExcludedReason
from portal import clock

Choice = TypeVar("Choice", Grouping, Counting, ExcludedReason)


@dataclass(frozen=True)
class Asked:
    """The filters of a page; what an address says that is not there is left out."""

    month: date
    product: str | None
    partner: str | None
    grouping: Grouping

    @property
    def as_of(self) -> date:
        return as_of_month(self.month, today=clock.today())

    @property
    def arguments(self) -> dict[str, str]:
        """The filters as they stand in an address, without those that are not set."""
        given = {"month": f"{self.month:%Y-%m}", "product": self.product, "partner": self.partner}
        return {name: value for name, value in given.items() if value}

    def takes(self, one: Facts) -> bool:
        """Whether an onboarding is among those that are asked for."""
        return self.product in (None, one.product) and self.partner in (None, one.partner_code)


@dataclass(frozen=True)
class Offered:
    """What can be asked: the latest month first, products and firms by name."""

    months: Sequence[date]
    products: Sequence[str]
    partners: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, first: date | None, products: Sequence[str], partners: Sequence[tuple[str, str]]) -> Offered:
        """Everything from the first start on of which there are onboardings; firms by name."""
        today = clock.today()
        return cls(months_between(min(first or today, today), today), products, partners)


def read_asked(arguments: Mapping[str, str], offered: Offered, *, otherwise: Grouping) -> Asked:
    """Take the filters out of an address."""
    months = {f"{month:%Y-%m}": month for month in offered.months}
    product, partner = arguments.get("product"), arguments.get("partner")
    return Asked(
        month=months.get(arguments.get("month", ""), first_of_month(clock.today())),
        product=product if product in offered.products else None,
        partner=partner if partner in dict(offered.partners) else None,
        grouping=read_choice(arguments.get("by"), Grouping) or otherwise,
    )


def read_choice(text: str | None, kind: type[Choice]) -> Choice | None:
    """The choice that a text names."""
    return next((choice for choice in kind if choice.value == text), None)
