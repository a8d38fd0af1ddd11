"""What the page of the KPIs shows to a reader: the programme to the vendor, the own firm to a firm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onboarding_phases.kpis.cases import PhaseRow, phase_rows
from onboarding_phases.kpis.counted import CountedFigures
from onboarding_phases.kpis.counts import AsOf
from onboarding_phases.kpis.enums import PHASE_LABELS, Grouping
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.forms import Asked, Offered, read_asked
from onboarding_phases.kpis.programme import Programme, programme
from onboarding_phases.kpis.projections import Firm, firms_with_onboardings, gauge_of, read_projection
from onboarding_phases.kpis.queries import accepted_phases, facts, products_begun
from onboarding_phases.kpis.sidebyside import GroupRow, group_rows
from onboarding_phases.kpis.values import Wanted
from onboarding_phases.onboardings.queries import onboarding_numbers
from portal import clock
from portal.people import Principal


@dataclass(frozen=True)
class Overview:
    """What is asked for and its figures, side by side too; `programme` is there for a firm alone."""

    asked: Asked
    offered: Offered
    figures: CountedFigures
    rows: Sequence[GroupRow]
    programme: Programme | None
    own_code: str | None


@dataclass(frozen=True)
class Behind:
    """The onboardings behind the figures that are asked for."""

    asked: Asked
    offered: Offered
    figures: Figures


def overview_for(reader: Principal, arguments: Mapping[str, str]) -> Overview:
    """Read what a page needs, out of counts: some hundreds of rows however many onboardings there are."""
    firms = firms_with_onboardings()
    asked, offered = _read(reader, arguments, firms)
    chosen = [firm for firm in firms if asked.partner in (None, firm.code)]
    own = reader.partner_id or (chosen[0].id if asked.partner else None)
    at = AsOf(gauge_of(asked.product), asked.as_of)
    seen = read_projection(at, product=asked.product, partner_id=own, grouping=asked.grouping)
    return Overview(
        asked,
        offered,
        CountedFigures(at, seen.total),
        group_rows(seen, asked.grouping, chosen),
        None if reader.is_vendor else programme(at.gauge, at.on, product=asked.product),
        None if reader.is_vendor or not firms else firms[0].code,
    )


def behind_for(reader: Principal, arguments: Mapping[str, str]) -> Behind:
    """The onboardings that are asked for, one by one."""
    asked, offered = _read(reader, arguments, firms_with_onboardings())
    chosen = [one for one in facts(Wanted(product=asked.product)) if asked.takes(one)]
    return Behind(asked, offered, Figures(gauge_of(asked.product), asked.as_of, chosen, ()))


def phases_for(reader: Principal, arguments: Mapping[str, str]) -> tuple[Behind, int, list[PhaseRow]]:
    """The accepted phases of a place, the first unless another is named, behind its figures."""
    behind = behind_for(reader, arguments)
    named = arguments.get("phase", "")
    position = int(named) if named in {str(place) for place in PHASE_LABELS} else 1
    at = AsOf(behind.figures.gauge, behind.asked.as_of)
    phases = accepted_phases(Wanted(product=behind.asked.product), position, since=at.since, until=at.on)
    return behind, position, phase_rows(behind.figures.facts, phases, fresh_from=fresh_from(reader))


def _read(reader: Principal, arguments: Mapping[str, str], firms: Sequence[Firm]) -> tuple[Asked, Offered]:
    offered = Offered.of(*products_begun(), [(firm.code, firm.name) for firm in firms])
    otherwise = Grouping.PARTNER if reader.is_vendor else Grouping.PRODUCT
    return read_asked(arguments, offered, otherwise=otherwise), offered


def fresh_from(reader: Principal) -> date | None:
    """From which day on an ended onboarding still shows its customer's name to this reader; None: always."""
    if reader.is_vendor:
        return None
    return clock.today() - timedelta(days=int(onboarding_numbers()["access_days"]))
