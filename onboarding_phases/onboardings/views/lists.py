"""The collection of onboardings: table, board and timeline are views of the same query."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from onboarding_phases.filters.queries import saved_filters
from onboarding_phases.filters.values import text_of
from onboarding_phases.onboardings import gantt
from onboarding_phases.onboardings.enums import PHASE_STATE_LABELS, STAGE_LABELS
from onboarding_phases.onboardings.permissions import EXPORT_ONBOARDINGS, VIEW_ONBOARDINGS
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.lists import Filters, board, listed, tab_counts
from onboarding_phases.onboardings.queries.rows import OnboardingRow, phase_name, rows_of
from onboarding_phases.onboardings.standing import Bounds
from onboarding_phases.onboardings.views.blueprint import bp
from onboarding_phases.onboardings.views.calendar import month_page
from onboarding_phases.onboardings.views.export import export_of
from onboarding_phases.onboardings.views.filters import (
    RISK_LABELS,
    TABS,
    VIEWS,
    address,
    chips,
    choices_of_reader,
    filters_of_request,
    stale_words,
    tabs_of_reader,
    waiting_words,
)
from portal import clock
from portal.access import requires
from portal.i18n import current_locale
from portal.paging import paginate
from portal.ui.formatting import format_month, format_short_day, format_short_month
from portal.ui.listing import Sort

MOST_TILES = 8


@bp.get("")
@requires(VIEW_ONBOARDINGS)
def index() -> ResponseReturnValue:
    saved = saved_filters()
    default = next((one for one in saved if one.is_default), None)
    if default is not None and not request.args:
        return redirect(url_for("onboardings.index", **default.words), 303)
    choices = choices_of_reader()
    filters = filters_of_request(choices)
    view = request.args.get("view", "list")
    view = view if view in VIEWS else "list"
    counts = tab_counts(filters, tabs_of_reader())
    values = {
        "filters": filters,
        "choices": choices,
        "products": choices.products,
        "chips": chips(filters, choices),
        "counts": counts,
        "tabs": _tabs(filters, counts),
        "views": _views(filters, view),
        "saved": saved,
        "query": text_of(filters.given),
        "chosen": next((one for one in saved if one.words == filters.given), None),
        "stale": stale_words(filters, choices),
        "risks": RISK_LABELS,
        "sides": waiting_words(),
        "address": lambda **changed: address(filters, **changed),
    }
    make = {"board": _board, "timeline": _timeline, "calendar": month_page}.get(view, _list)
    return make(filters, values, bounds_in_force())


@bp.get("/list.csv")
@requires(EXPORT_ONBOARDINGS)
def export_list() -> ResponseReturnValue:
    filters = filters_of_request(choices_of_reader())
    answer = Response(export_of(filters, bounds_in_force()), content_type="text/csv; charset=utf-8")
    name = f"onboardings-{clock.today():%Y%m%d}.csv"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _list(filters: Filters, values: dict[str, Any], bounds: Bounds) -> str:
    page = paginate(listed(filters), total=values["counts"][filters.tab])
    rows = rows_of(page.items, clock.today(), bounds)
    return render_template("onboardings/list.html", page=page, rows=rows, sort=_sort(filters), **values)


def _timeline(filters: Filters, values: dict[str, Any], bounds: Bounds) -> str:
    page = paginate(listed(filters), total=values["counts"][filters.tab])
    today, locale = clock.today(), current_locale()
    rows = rows_of(page.items, today, bounds)
    calendar = gantt.calendar_of([(row.onboarding.run, row.x_on) for row in rows], today)
    header = gantt.header(
        calendar,
        month=lambda day: format_month(day, locale) if day.month == 1 else format_short_month(day, locale),
        today=_("Today %(day)s", day=format_short_day(today, locale)),
    )
    drawn = [
        (
            row,
            gantt.row(row.onboarding.run, calendar, bounds, on=row.on, title=_spoken(row, bounds)),
            _bars(row, bounds),
        )
        for row in rows
    ]
    return render_template("onboardings/timeline.html", page=page, rows=drawn, header=header, **values)


def _bars(row: OnboardingRow, bounds: Bounds) -> list[gantt.Bar]:
    return gantt.bars_of(row.onboarding.run, row.on, bounds)


def _spoken(row: OnboardingRow, bounds: Bounds) -> str:
    """What the drawing of one onboarding shows, in words."""
    locale = current_locale()
    bars = _bars(row, bounds)
    parts = [
        _(
            "%(number)s %(phase)s: %(state)s, until %(day)s",
            number=phase.position,
            phase=phase_name(phase),
            state=PHASE_STATE_LABELS[phase.state],
            day=format_short_day(bar.ends, locale),
        )
        for phase, bar in zip(row.onboarding.phases, bars, strict=True)
    ]
    return f"{row.onboarding.customer_name}{_(': ')}{_(', ').join(parts)}"


def _board(filters: Filters, values: dict[str, Any], bounds: Bounds) -> str:
    columns = board(filters, most=MOST_TILES)
    today = clock.today()
    tiles = [(column, rows_of(column.onboardings, today, bounds)) for column in columns]
    return render_template("onboardings/board.html", columns=tiles, stages=STAGE_LABELS, **values)


def _tabs(filters: Filters, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": TABS[tab],
            "href": address(filters, tab=tab, page=None, sort=None),
            "current": tab == filters.tab,
            "count": count,
        }
        for tab, count in counts.items()
    ]


def _views(filters: Filters, current: str) -> list[dict[str, Any]]:
    words = {
        "list": (_("List"), "list"),
        "board": (_("Board"), "layout-board"),
        "timeline": (_("Timeline"), "timeline"),
        "calendar": (_("Calendar"), "calendar"),
    }
    return [
        {
            "label": label,
            "icon": icon,
            "current": view == current,
            "href": address(filters, view=None if view == "list" else view, page=None),
        }
        for view, (label, icon) in words.items()
    ]


def _sort(filters: Filters) -> Sort:
    def link(key: str, descending: bool) -> str:
        return address(filters, sort=("-" if descending else "") + key, page=None)

    key = filters.sort or ("ended" if filters.tab in ("completed", "withdrawn") else "risk")
    return Sort(key, filters.descending, link)
