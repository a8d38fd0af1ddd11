"""The charts of the KPIs, each with its sentence, its note and the table behind it; for pages and for paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from flask_babel import gettext as _
from markupsafe import Markup

from onboarding_phases.kpis.counted import CountedFigures
from onboarding_phases.kpis.curves import PHASE_DAYS, ActivationCurve
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.programme import Programme
from onboarding_phases.kpis.trends import Share
from onboarding_phases.kpis.words import (
    bounds,
    count_of,
    curve_sentence,
    interval_name,
    percent,
    trend_sentence,
)
from portal.i18n import current_locale
from portal.ui.charts import (
    Band,
    Bar,
    Curve,
    HeatCell,
    HeatRow,
    Series,
    heat,
    line_chart,
    screen_bars,
    sparkline,
    step_curve,
)
from portal.ui.formatting import MISSING, format_month, format_short_month

Row = Sequence[str | Markup]
Shown: TypeAlias = Figures | CountedFigures
CURVE_MARGIN = 30
CURVE_DAYS = (30, 45, 60, 75, 90, 105, 120)


@dataclass(frozen=True)
class Drawn:
    """A chart as the component `chart` takes it."""

    svg: Markup
    heading: str
    note: str
    head: Sequence[str]
    rows: Sequence[Row]


def as_percent(rate: Fraction | None) -> float | None:
    return None if rate is None else float(rate * 100)


def trend_chart(figures: Shown, programme: Programme | None = None, *, width: int = 560, height: int = 220) -> Drawn:
    """The rate at each month's end over the months before, with its interval; the programme's median dashed."""
    points, locale = figures.trend, current_locale()
    heading = trend_sentence(figures.gauge.x, [(point.on, point.share.rate) for point in points])
    lines = [Series(percent(points[-1].share.rate), [as_percent(point.share.rate) for point in points])]
    if programme and any(rate is not None for rate in programme.trend):
        label = _("median %(rate)s", rate=percent(programme.recent))
        lines.append(Series(label, [as_percent(rate) for rate in programme.trend]))
    spans = [point.share.interval for point in points]
    band = Band(
        [None if span is None else float(span.low) * 100 for span in spans],
        [None if span is None else float(span.high) * 100 for span in spans],
    )
    months = [format_short_month(point.on, locale) for point in points]
    svg = line_chart(heading, lines, months, band=band, width=width, height=height)
    note = _(
        "Over %(months)s months each; the band is the %(interval)s",
        months=figures.gauge.window_months,
        interval=interval_name(),
    )
    return Drawn(svg, heading, note, *_trend_table(figures, programme))


def _trend_table(figures: Shown, programme: Programme | None) -> tuple[Sequence[str], Sequence[Row]]:
    head = [_("Month"), _("Rate"), _("Active / n"), interval_name()]
    medians: Sequence[Fraction | None] = programme.trend if programme else ()
    if medians:
        head.append(_("Programme median"))
    rows = []
    for n, point in enumerate(figures.trend):
        row = [
            format_month(point.on, current_locale()),
            percent(point.share.rate),
            count_of(point.share),
            bounds(point.share.interval),
        ]
        rows.append([*row, percent(medians[n])] if medians else row)
    return head, rows


def curve_chart(
    figures: Shown,
    programme: Programme | None = None,
    *,
    width: int = 560,
    height: int = 240,
) -> Drawn:
    """How many are active by each net day, running ones counted as far as seen; the programme dashed."""
    curve, x = figures.curve, figures.gauge.x
    heading = curve_sentence(x, figures.estimate.km)
    points = [(float(point.days), float(point.share)) for point in curve.points]
    around = [(float(point.days), point.low, point.high) for point in curve.points]
    km = figures.estimate.km
    label = "" if km is None else _("day %(x)s: %(share)s", x=x, share=percent(km))
    curves = [Curve(label, points, around, seen_until=curve.seen_until)]
    if programme and programme.curve:
        curves.append(Curve(_("Programme"), programme.curve, seen_until=programme.curve[-1][0]))
    svg = step_curve(
        heading,
        curves,
        x_max=x + CURVE_MARGIN,
        x_mark=x,
        x_mark_label=_("%(days)s days", days=x),
        width=width,
        height=height,
    )
    note = _("Kaplan-Meier estimate over %(n)s onboardings, running ones included", n=curve.n)
    head, rows = _curve_table(curve, x, programme)
    return Drawn(svg, heading, note, head, rows)


def _curve_table(curve: ActivationCurve, x: int, programme: Programme | None) -> tuple[Sequence[str], Sequence[Row]]:
    days = sorted({*CURVE_DAYS, x})
    head = [_("Net days"), _("Share active")]
    rows = [[str(day), percent(curve.share_by(day))] for day in days]
    if programme and programme.curve:
        head.append(_("Programme"))
        shares = dict(programme.curve)
        for row, day in zip(rows, days, strict=True):
            row.append(percent(Fraction(shares[day]).limit_denominator(100), 0) if day in shares else MISSING)
    return head, rows


def on_time_chart(
    shares: Mapping[int, Share],
    names: Mapping[int, str],
    medians: Mapping[int, Fraction | None] | None = None,
    *,
    draw: Callable[..., Markup] = screen_bars,
    width: int = 560,
) -> Drawn:
    """The share of each phase that was on time; the line on a bar is the programme's median."""
    known = {position: share.rate for position, share in shares.items() if share.rate is not None}
    worst = min(known, key=lambda position: known[position], default=None)
    bars = [_phase_bar(position, share, names, medians, worst) for position, share in shares.items()]
    heading = on_time_sentence(shares, names)
    note = _("Share of accepted submissions made by the due day, net; the line is the programme's median")
    if medians is None:
        note = _("Share of accepted submissions made by the due day, net")
    head = [_("Phase"), _("On time"), _("On time / accepted")]
    rows = [
        [f"{position} {names[position]}", percent(share.rate), count_of(share)] for position, share in shares.items()
    ]
    return Drawn(draw(heading, bars, maximum=100, width=width), heading, note, head, rows)


def on_time_sentence(shares: Mapping[int, Share], names: Mapping[int, str]) -> str:
    """Which phase is late most often."""
    late = {position: share.n - share.count for position, share in shares.items()}
    worst = max(late, key=lambda position: late[position], default=None)
    if not any(share.n for share in shares.values()):
        return str(_("No phase was accepted in these months"))
    if worst is None or late[worst] == 0:
        return str(_("Every phase was on time"))
    return str(_("%(phase)s is late most often", phase=names[worst]))


def _phase_bar(
    position: int,
    share: Share,
    names: Mapping[int, str],
    medians: Mapping[int, Fraction | None] | None,
    worst: int | None,
) -> Bar:
    late = position == worst and share.count < share.n
    text = _("%(rate)s (%(count)s)", rate=percent(share.rate, 0), count=count_of(share))
    return Bar(
        label=f"{position} {names[position]}",
        value=as_percent(share.rate) or 0.0,
        text=text if share.n else MISSING,
        reference=as_percent(medians.get(position)) if medians else None,
        tone="late" if late else "done",
    )


def phase_heat(figures: Shown, names: Mapping[int, str], *, width: int = 560) -> Drawn:
    """By day d, the share past phase p."""
    rows = [
        HeatRow(
            f"{position} {names[position]}",
            [HeatCell(percent(share, 0), float(share or 0)) for share in shares],
        )
        for position, shares in figures.past_phases.items()
    ]
    heading = _("How far onboardings are by each net day")
    days = [_("%(days)s days", days=day) for day in PHASE_DAYS]
    table = [[row.label, *(cell.text for cell in row.cells)] for row in rows]
    note = _("Share past a phase: it and all before it are completed or skipped. Running ones count as far as seen")
    return Drawn(heat(heading, days, rows, width=width), heading, note, [_("Phase"), *days], table)


def spark(title: str, rates: Sequence[Fraction | None]) -> Markup:
    """A trend in a table's cell."""
    return sparkline(title, [as_percent(rate) for rate in rates])
