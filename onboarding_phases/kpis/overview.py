"""What the page of the KPIs shows to a reader: the programme to the vendor, the own firm to a firm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from onboarding_phases.kpis.enums import Grouping
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.forms import Asked, Offered, read_asked
from onboarding_phases.kpis.programme import Programme, programme
from onboarding_phases.kpis.queries import facts, phase_facts
from onboarding_phases.kpis.rules import NUMBERS, Gauge
from onboarding_phases.kpis.values import Facts
from onboarding_phases.onboardings.queries import onboarding_numbers
from portal import clock
from portal.defaults.queries import numbers
from portal.people import Principal


@dataclass(frozen=True)
class Overview:
    """The onboardings that are asked for and their figures; `programme` is there for a firm alone."""

    asked: Asked
    offered: Offered
    figures: Figures
    programme: Programme | None


def overview_for(reader: Principal, arguments: Mapping[str, str]) -> Overview:
    """Read what a page needs: as many statements as with one onboarding."""
    found = facts()
    offered = Offered.of(found, clock.today())
    otherwise = Grouping.PARTNER if reader.is_vendor else Grouping.PRODUCT
    asked = read_asked(arguments, offered, otherwise=otherwise)
    chosen = [one for one in found if asked.takes(one)]
    gauge = gauge_for(chosen, asked.product)
    ids = {one.id for one in chosen}
    phases = [phase for phase in phase_facts() if phase.onboarding_id in ids]
    own = None if reader.is_vendor else programme(gauge, asked.as_of, product=asked.product)
    return Overview(asked, offered, Figures(gauge, asked.as_of, chosen, phases), own)


def gauge_for(found: list[Facts], product: str | None) -> Gauge:
    """The numbers in force; a single product is taken by the X of its latest playbook in use."""
    x = found[-1].x_days if product and found else None
    return Gauge.of(numbers(NUMBERS), x=x)


def fresh_from(reader: Principal) -> date | None:
    """From which day on an ended onboarding still shows its customer's name to this reader; None: always."""
    if reader.is_vendor:
        return None
    return clock.today() - timedelta(days=int(onboarding_numbers()["access_days"]))
