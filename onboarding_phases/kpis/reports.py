"""What the KPIs bring to a firm's monthly report. Every figure is the page's, and `bansou kpi`'s on the export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from onboarding_phases.kpis.drawings import CURVE_DAYS, curve_chart, on_time_chart, spark, trend_chart
from onboarding_phases.kpis.enums import EXCLUDED_LABELS, PHASE_LABELS
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.months import month_of
from onboarding_phases.kpis.programme import Programme
from onboarding_phases.kpis.rules import add_months
from onboarding_phases.kpis.summary import summary
from onboarding_phases.kpis.trends import Share
from onboarding_phases.kpis.words import bounds, count_of, percent
from partners.models import Partner
from partners.queries import capacities_of, partner_by_code, tier_of
from portal.i18n import current_locale
from portal.reports.values import ReportKind, ReportSection, Subject
from portal.ui.charts import bar_chart
from portal.ui.formatting import MISSING, format_short_month

PAPER_WIDTH, PAPER_HEIGHT = 340, 178
MONTHS_AHEAD = 6
MOST_ROWS = 14


@dataclass(frozen=True)
class FigureRow:
    """One line of the table of figures."""

    label: str
    value: str
    count: str
    before: str
    median: str
    trend: Markup


def find_partner(code: str) -> Subject | None:
    """The firm with this code, if the session sees it."""
    partner = partner_by_code(code)
    return None if partner is None else Subject(partner.code, partner.name, partner.id, partner)


def _head(partner: Partner, month: date) -> Mapping[str, Any]:
    figures = month_of(partner.id, month).figures
    return {
        "tier": tier_of(partner.id, figures.as_of),
        "running": len(figures.running),
        "activated": figures.activated_this_month,
        "month": month,
    }


def _key_figures(partner: Partner, month: date) -> Mapping[str, Any]:
    found = month_of(partner.id, month)
    figures = found.figures
    return {
        "sentences": summary(figures, found.programme, found.running),
        "rows": figure_rows(figures, found.programme) if figures.facts else [],
        "gauge": figures.gauge,
        "as_of": figures.as_of,
        "month": month,
        "before": figures.month_before,
        "first": figures.trend[0].on,
    }


def figure_rows(figures: Figures, whole: Programme) -> list[FigureRow]:
    """The figures of a month beside the month before, the programme's median and their trend."""
    x, months = figures.gauge.x, figures.gauge.window_months
    rate = _("%(x)s-day activation rate", x=x)
    return [
        _figure_row(figures, rate, figures.all_at, whole.rate),
        _figure_row(
            figures,
            _("%(x)s-day activation rate, %(months)s months", x=x, months=months),
            figures.recent_at,
            whole.recent,
        ),
        _km_row(figures),
        _figure_row(
            figures, _("Phases on time, %(months)s months", months=months), figures.on_time_at, whole.on_time
        ),
        _figure_row(
            figures,
            _("Accepted the first time, %(months)s months", months=months),
            figures.first_time_at,
            whole.first_time,
        ),
    ]


def _figure_row(
    figures: Figures, label: str, share_at: Callable[[date], Share], median: Fraction | None
) -> FigureRow:
    now, before = share_at(figures.as_of), share_at(figures.month_before)
    return FigureRow(
        label=label,
        value=percent(now.rate),
        count=count_of(now),
        before=percent(before.rate),
        median=percent(median),
        trend=spark(_("Trend: %(figure)s", figure=label), figures.history(share_at)),
    )


def _km_row(figures: Figures) -> FigureRow:
    earlier = Figures(figures.gauge, figures.month_before, figures.facts, figures.phases)
    label = _("Active by day %(x)s, estimated", x=figures.gauge.x)
    kms = [Figures(figures.gauge, point.on, figures.facts, ()).estimate.km for point in figures.trend]
    return FigureRow(
        label=label,
        value=percent(figures.estimate.km),
        count=str(figures.estimate.n_all),
        before=percent(earlier.estimate.km),
        median=MISSING,
        trend=spark(_("Trend: %(figure)s", figure=label), kms),
    )


def _charts(partner: Partner, month: date) -> Mapping[str, Any] | None:
    found = month_of(partner.id, month)
    figures, whole = found.figures, found.programme
    if not figures.curve.n:
        return None
    locale = current_locale()
    days = sorted({*CURVE_DAYS, figures.gauge.x})
    known = dict(whole.curve)
    return {
        "trend": trend_chart(figures, whole, width=PAPER_WIDTH, height=PAPER_HEIGHT),
        "curve": curve_chart(figures, whole, width=PAPER_WIDTH, height=PAPER_HEIGHT),
        "has_trend": any(point.share.n for point in figures.trend),
        "interval": bounds(figures.trend[-1].share.interval),
        "months": [format_short_month(point.on, locale) for point in figures.trend],
        "rates": [_bare(point.share.rate) for point in figures.trend],
        "counts": [count_of(point.share) for point in figures.trend],
        "medians": [_bare(rate) for rate in whole.trend] if any(rate is not None for rate in whole.trend) else [],
        "days": days,
        "shares": [_bare(figures.curve.share_by(day)) for day in days],
        "programme": [_bare(_whole_percent(known.get(day)), 0) for day in days] if known else [],
        "name": partner.name,
        "gauge": figures.gauge,
    }


def _bare(rate: Fraction | None, digits: int = 1) -> str:
    """A rate without its sign, for a table whose unit is said once."""
    return percent(rate, digits).rstrip("%")


def _whole_percent(share: float | None) -> Fraction | None:
    return None if share is None else Fraction(round(share * 100), 100)


def _phases_and_capacity(partner: Partner, month: date) -> Mapping[str, Any]:
    found = month_of(partner.id, month)
    shares, medians = found.figures.on_time_by_position, found.programme.on_time_by_position
    capacities = capacities_of(partner.id, add_months(month, 1), MONTHS_AHEAD)
    return {
        "accepted": sum(share.n for share in shares.values()),
        "on_time": on_time_chart(
            shares,
            PHASE_LABELS,
            medians if any(rate is not None for rate in medians.values()) else None,
            draw=bar_chart,
            width=PAPER_WIDTH,
        ),
        "months": found.figures.gauge.window_months,
        "capacities": [(format_short_month(day, current_locale()), slots) for day, slots in capacities.items()],
        "stated": sum(slots.stated for slots in capacities.values() if slots),
        "free": sum(slots.free for slots in capacities.values() if slots),
        "last": max(capacities),
    }


def _running(partner: Partner, month: date) -> Mapping[str, Any] | None:
    found = month_of(partner.id, month)
    if not found.running:
        return None
    at_risk = [row for row in found.running if row.is_at_risk]
    shown = found.running[: max(MOST_ROWS, len(at_risk))]
    return {
        "rows": shown,
        "at_risk": len(at_risk),
        "total": len(found.running),
        "more": len(found.running) - len(shown),
        "as_of": found.figures.as_of,
    }


def _definitions(partner: Partner, month: date) -> Mapping[str, Any]:
    figures = month_of(partner.id, month).figures
    return {
        "gauge": figures.gauge,
        "excluded": [(EXCLUDED_LABELS[reason], count) for reason, count in figures.excluded.items()],
        "n": figures.estimate.n,
        "n_all": figures.estimate.n_all,
    }


PARTNER_REPORT = ReportKind("partner", _l("Partner monthly report"), find_partner, back="kpis.overview")
SECTIONS = [
    ReportSection("partner", f"kpis/report/{name}.html", collect, order)
    for name, collect, order in (
        ("head", _head, 0),
        ("key_figures", _key_figures, 10),
        ("charts", _charts, 20),
        ("phases", _phases_and_capacity, 40),
        ("running", _running, 50),
        ("definitions", _definitions, 90),
    )
]
