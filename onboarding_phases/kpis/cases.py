"""The onboardings behind a figure, each with what it adds to it and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from onboarding_phases.kpis.counts import lead_days
from onboarding_phases.kpis.enums import COUNTING_LABELS, EXCLUDED_LABELS, Counting, Grouping
from onboarding_phases.kpis.forms import read_choice
from onboarding_phases.kpis.grouping import KEYS, counting_of, key_text
from onboarding_phases.kpis.rules import Gauge
from onboarding_phases.kpis.trends import recent
from onboarding_phases.kpis.values import Facts, PhaseFacts
from portal.i18n import current_locale
from portal.ui.formatting import format_day

OLD_ENOUGH = frozenset({Counting.IN_TIME, Counting.TOO_LATE, Counting.NOT_ACTIVE, Counting.WITHDRAWN})


@dataclass(frozen=True)
class CaseRow:
    """One onboarding behind a figure. `days` are net days to activation or, without it, on the as-of date."""

    facts: Facts
    counting: Counting
    days: int
    name: str | None

    @property
    def label(self) -> str:
        return str(COUNTING_LABELS[self.counting])


def case_rows(
    found: Iterable[Facts], arguments: Mapping[str, str], gauge: Gauge, as_of: date, *, fresh_from: date | None
) -> list[CaseRow]:
    """The onboardings that an address asks for, the latest start first.

    `fresh_from` is the day from which on a firm still reads the customer's name of an onboarding that ended.
    """
    chosen = _chosen([one for one in found if one.start_on <= as_of], arguments)
    if arguments.get("window") == "recent":
        chosen = recent(chosen, x=gauge.x, as_of=as_of, months=gauge.window_months)
    rows = [_row(one, gauge, as_of, fresh_from) for one in chosen]
    return sorted(rows, key=lambda row: (row.facts.start_on, row.facts.id), reverse=True)


@dataclass(frozen=True)
class PhaseRow:
    """One accepted phase behind a figure: `net` is the day of its submission, `days` how long it took till then."""

    facts: Facts
    phase: PhaseFacts
    net: int
    days: int | None
    name: str | None

    @property
    def is_late(self) -> bool:
        return self.net > self.phase.due_day


def phase_rows(found: Iterable[Facts], phases: Iterable[PhaseFacts], *, fresh_from: date | None) -> list[PhaseRow]:
    """The accepted phases of these onboardings that count, the latest accepted first."""
    known = {one.id: one for one in found if one.excluded_reason is None}
    rows = [
        PhaseRow(one, phase, one.net_days(phase.submitted_on), lead_days(phase, one), _name(one, fresh_from))
        for phase in phases
        if phase.submitted_on and (one := known.get(phase.onboarding_id))
    ]
    return sorted(rows, key=lambda row: (row.phase.completed_on or date.min, row.facts.id), reverse=True)


def counted_rows(rows: Iterable[CaseRow], text: str | None) -> list[CaseRow]:
    """Those that count in one way; `old_enough` are the n of the rate."""
    if text == "old_enough":
        return [row for row in rows if row.counting in OLD_ENOUGH]
    wanted = read_choice(text, Counting)
    return [row for row in rows if wanted in (None, row.counting)]


def counts(rows: Iterable[CaseRow]) -> dict[Counting, int]:
    """How many count in each way."""
    return dict(Counter(row.counting for row in rows))


def _chosen(found: list[Facts], arguments: Mapping[str, str]) -> list[Facts]:
    """Narrow by every grouping that the address names, such as tier=3, and by why they are left out."""
    reason = arguments.get("reason")
    if reason:
        found = [one for one in found if one.excluded_reason == reason]
    for grouping in Grouping:
        wanted = arguments.get("start" if grouping is Grouping.MONTH else grouping.value)
        if wanted:
            found = [one for one in found if key_text(KEYS[grouping](one)) == wanted]
    return found


def _row(one: Facts, gauge: Gauge, as_of: date, fresh_from: date | None) -> CaseRow:
    case = one.case(as_of)
    days = case.days_to_activation(as_of)
    return CaseRow(
        facts=one,
        counting=counting_of(one, gauge, as_of),
        days=case.net_clock(as_of) if days is None else days,
        name=_name(one, fresh_from),
    )


def _name(one: Facts, fresh_from: date | None) -> str | None:
    """The customer's name, where the reader may still read it."""
    read = fresh_from is None or one.ended_on is None or one.ended_on >= fresh_from
    return one.customer_name if read else None


def why(row: CaseRow, gauge: Gauge, as_of: date) -> str:
    """Why an onboarding counts as it does, in a sentence."""
    one, told = row.facts, {"x": gauge.x, "days": row.days}
    match row.counting:
        case Counting.IN_TIME:
            return str(_("Active after %(days)s net days, within %(x)s", **told))
        case Counting.TOO_LATE:
            return str(_("Active after %(days)s net days, later than %(x)s", **told))
        case Counting.NOT_ACTIVE:
            return str(_("Not active after %(days)s net days", **told))
        case Counting.WITHDRAWN:
            return str(_("Withdrawn on %(day)s before activation", day=_day(one.withdrawn_on)))
        case Counting.YOUNG:
            return str(_("Old enough on %(day)s; not in the rate before", day=_day(_old_enough(one, gauge, as_of))))
        case Counting.EXCLUDED:
            reason = EXCLUDED_LABELS[one.excluded_reason] if one.excluded_reason else ""
            return str(_("Left out of every rate: %(reason)s", reason=reason))


def _old_enough(one: Facts, gauge: Gauge, as_of: date) -> date:
    """The day on which it becomes old enough; never one that has passed, whatever hold was planned."""
    return max(one.reaches(gauge.x), as_of + timedelta(days=1))


def _day(day: date | None) -> str:
    return format_day(day, current_locale())
