"""The KPIs: the overview, and the onboardings behind each figure."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from onboarding_phases.kpis.cases import CaseRow, case_rows, counted_rows, counts, why
from onboarding_phases.kpis.drawings import curve_chart, on_time_chart, phase_heat, trend_chart
from onboarding_phases.kpis.enums import COUNTING_LABELS, EXCLUDED_LABELS, GROUPING_LABELS, PHASE_LABELS, Grouping
from onboarding_phases.kpis.files import kpi_csv
from onboarding_phases.kpis.forms import read_choice
from onboarding_phases.kpis.grouping import KEYS, group_name, key_text
from onboarding_phases.kpis.overview import Behind, Overview, behind_for, fresh_from, overview_for, phases_for
from onboarding_phases.kpis.permissions import VIEW_KPIS
from onboarding_phases.kpis.queries import customer_codes
from onboarding_phases.kpis.sidebyside import named_like, sorted_rows
from onboarding_phases.kpis.tables import COLUMNS, onboarding_rows
from onboarding_phases.kpis.trends import Share, grouped
from onboarding_phases.kpis.words import bounds, count_of, days_text, percent, points_between, signed_points
from onboarding_phases.onboardings.enums import ExcludedReason
from partners.products.queries import product_name
from portal.access import person, requires
from portal.paging import cut
from portal.tables.writing import csv_bytes
from portal.ui.listing import Sort

KEPT = ("month", "product", "partner", "tier", "industry", "effort", "start", "window", "reason", "counts")
bp = Blueprint("kpis", __name__, url_prefix="/reports", template_folder="templates")
WORDS = {
    "percent": percent,
    "bounds": bounds,
    "count_of": count_of,
    "points_between": points_between,
    "signed_points": signed_points,
    "product_name": product_name,
    "share": Share,
    "grouping_labels": GROUPING_LABELS,
    "excluded_labels": EXCLUDED_LABELS,
    "counting_labels": COUNTING_LABELS,
    "days_text": days_text,
}


@bp.get("")
@requires(VIEW_KPIS)
def overview() -> ResponseReturnValue:
    shown = overview_for(person(), request.args)
    figures = shown.figures
    sort, search = _sort(shown), request.args.get("q", "").strip()
    found = sorted_rows(named_like(shown.rows, search), sort.key, descending=sort.descending)
    return render_template(
        "kpis/overview.html",
        shown=shown,
        figures=figures,
        before=figures.before,
        trend=trend_chart(figures, shown.programme),
        curve=curve_chart(figures, shown.programme),
        on_time=on_time_chart(
            figures.on_time_by_position,
            PHASE_LABELS,
            shown.programme.on_time_by_position if shown.programme else None,
        ),
        phases=phase_heat(figures, PHASE_LABELS),
        phase_labels=PHASE_LABELS,
        page=cut(found, anchor="groups"),
        sort=sort,
        search=search,
        groupings=_groupings(shown),
        own_code=shown.own_code,
        **WORDS,
    )


@bp.get("/kpi.csv")
@requires(VIEW_KPIS)
def overview_csv() -> ResponseReturnValue:
    """The rate by group, with the columns of `bansou kpi`."""
    shown = behind_for(person(), request.args)
    figures, key = shown.figures, KEYS[shown.asked.grouping]
    begun = (one for one in figures.facts if one.start_on <= figures.as_of)
    groups = {
        key_text(name): [one.case(figures.as_of) for one in members] for name, members in grouped(begun, key).items()
    }
    return _download(kpi_csv(groups, x=figures.gauge.x, as_of=figures.as_of), f"kpi-{figures.as_of}.csv")


@bp.get("/kpi/cases")
@requires(VIEW_KPIS)
def cases() -> ResponseReturnValue:
    shown = behind_for(person(), request.args)
    rows = _cases(shown)
    counted = counted_rows(rows, request.args.get("counts"))
    page = cut(counted)
    return render_template(
        "kpis/cases.html",
        shown=shown,
        figures=shown.figures,
        page=page,
        counts=counts(rows),
        total=len(rows),
        chips=_chips(shown),
        why=why,
        **WORDS,
    )


@bp.get("/kpi/cases.csv")
@requires(VIEW_KPIS)
def cases_csv() -> ResponseReturnValue:
    """The onboardings behind a figure, as `bansou kpi` reads them."""
    shown = behind_for(person(), request.args)
    as_of = shown.figures.as_of
    found = [row.facts for row in reversed(counted_rows(_cases(shown), request.args.get("counts")))]
    codes = customer_codes(one.customer_id for one in found)
    return _download(csv_bytes(COLUMNS, onboarding_rows(found, as_of, codes)), f"onboardings-{as_of}.csv")


@bp.get("/kpi/phases")
@requires(VIEW_KPIS)
def phases() -> ResponseReturnValue:
    """The accepted phases behind the share on time, the share accepted the first time and the median."""
    shown, position, rows = phases_for(person(), request.args)
    kinds = {"late": [row for row in rows if row.is_late], "returned": [row for row in rows if row.phase.returns]}
    wanted = request.args.get("only", "")
    return render_template(
        "kpis/phases.html",
        shown=shown,
        figures=shown.figures,
        position=position,
        phase_labels=PHASE_LABELS,
        page=cut(kinds.get(wanted, rows)),
        only=wanted if wanted in kinds else None,
        total=len(rows),
        counts={kind: len(own) for kind, own in kinds.items()},
        **WORDS,
    )


def _cases(shown: Behind) -> list[CaseRow]:
    figures = shown.figures
    arguments = {name: value for name, value in request.args.items() if name not in shown.asked.arguments}
    fresh = fresh_from(person())
    return case_rows(figures.facts, arguments, figures.gauge, figures.as_of, fresh_from=fresh)


def _sort(shown: Overview) -> Sort:
    by_month = shown.asked.grouping is Grouping.MONTH
    key = request.args.get("sort", "name" if by_month or not person().is_vendor else "n")
    descending = request.args.get("dir", "up" if key == "name" and not by_month else "down") == "down"

    def link(column: str, down: bool) -> str:
        ordered = {"by": shown.asked.grouping.value, "sort": column, "dir": "down" if down else "up"}
        return url_for(".overview", **_with(shown, **ordered, q=request.args.get("q") or None), _anchor="groups")

    return Sort(key, descending, link)


def _with(shown: Overview, **more: Any) -> dict[str, Any]:
    return {**shown.asked.arguments, **more}


def _groupings(shown: Overview) -> list[dict[str, object]]:
    wanted = [choice for choice in Grouping if person().is_vendor or choice is not Grouping.PARTNER]
    return [
        {
            "label": GROUPING_LABELS[choice],
            "href": url_for(".overview", **_with(shown, by=choice.value), _anchor="groups"),
            "current": choice is shown.asked.grouping,
        }
        for choice in wanted
    ]


def _chips(shown: Behind) -> list[dict[str, str]]:
    """The filters in force beside month, product and firm, each with the way out of it."""
    chips = []
    for grouping in (Grouping.TIER, Grouping.INDUSTRY, Grouping.EFFORT, Grouping.MONTH):
        name = "start" if grouping is Grouping.MONTH else grouping.value
        value = request.args.get(name)
        if value and any(key_text(KEYS[grouping](one)) == value for one in shown.figures.facts):
            rest: dict[str, Any] = {key: request.args[key] for key in KEPT if key in request.args and key != name}
            chips.append({"label": group_name(grouping, value), "remove_href": url_for(".cases", **rest)})
    reason = read_choice(request.args.get("reason"), ExcludedReason)
    if reason is not None:
        rest = {key: request.args[key] for key in KEPT if key in request.args and key != "reason"}
        chips.append({"label": str(EXCLUDED_LABELS[reason]), "remove_href": url_for(".cases", **rest)})
    return chips


def _download(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
