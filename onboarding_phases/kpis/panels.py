"""The rate with its trend, on the page of a firm and on start pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.kpis.counted import CountedFigures
from onboarding_phases.kpis.drawings import trend_chart
from onboarding_phases.kpis.months import rate_figures, rate_of_firm
from onboarding_phases.kpis.permissions import VIEW_KPIS, VIEW_OWN_KPIS, VIEW_PROGRAMME
from onboarding_phases.kpis.rules import add_months, first_of_month
from onboarding_phases.kpis.trends import Share
from onboarding_phases.kpis.words import bounds, count_of, percent, points_between, signed_points
from partners.models import Partner
from portal import clock
from portal.access import person
from portal.feature import Card, Panel

TEMPLATE = "kpis/_rate.html"


def partner_panel(partner: Partner) -> Mapping[str, Any] | None:
    """A firm's rate for its own page; nothing before its first onboarding."""
    figures, _code = rate_of_firm(partner.id)
    if figures.is_empty:
        return None
    last_month = add_months(first_of_month(clock.today()), -1)
    report = url_for("reports.partner", code=partner.code, month=last_month)
    return {**_values(figures, partner=partner.code), "report": report}


def programme_card() -> Mapping[str, Any] | None:
    """The programme's rate for a manager's start page."""
    figures = rate_figures()
    return None if figures.is_empty else _values(figures)


def own_card() -> Mapping[str, Any] | None:
    """The own firm's rate for its start page, with the way to the latest report."""
    figures, code = rate_of_firm(person().partner_id or 0)
    if figures.is_empty:
        return None
    month = add_months(first_of_month(clock.today()), -1)
    report = url_for("reports.partner", code=code, month=month)
    return {**_values(figures), "report": report}


def _values(figures: CountedFigures, **asked: Any) -> Mapping[str, Any]:
    estimate = figures.estimate
    change = points_between(figures.before.rate, estimate.rate)
    return {
        "figures": figures,
        "title": _("%(x)s-day activation rate", x=figures.gauge.x),
        "rate": percent(estimate.rate),
        "count": count_of(Share(estimate.activated, estimate.n)),
        "bounds": bounds(estimate.interval),
        "change": None if change is None else signed_points(change),
        "km": percent(estimate.km),
        "trend": trend_chart(figures, height=180),
        "cases": url_for("kpis.cases", counts="old_enough", **asked),
        "overview": url_for("kpis.overview", **asked),
    }


PARTNER_PANEL = Panel("partner", TEMPLATE, VIEW_KPIS, partner_panel, order=10)
CARDS = [
    Card(TEMPLATE, VIEW_PROGRAMME, programme_card, order=30, aside=True),
    Card(TEMPLATE, VIEW_OWN_KPIS, own_card, order=30, aside=True),
]
