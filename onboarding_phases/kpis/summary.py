"""A firm's month in words: every sentence is whole, and says only what the figures say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from onboarding_phases.kpis.enums import PHASE_LABELS
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.programme import Programme
from onboarding_phases.kpis.running import RunningRow
from onboarding_phases.kpis.words import count_of, percent, points_between


def summary(figures: Figures, programme: Programme, running: Sequence[RunningRow]) -> list[str]:
    """The sentences with which a report begins."""
    return [*_rate(figures), *_median(figures, programme), *_recent(figures), *_phases(figures), *_running(running)]


def _rate(figures: Figures) -> Iterator[str]:
    now, before = figures.all_at(figures.as_of), figures.all_at(figures.month_before)
    told = {"x": figures.gauge.x, "rate": percent(now.rate), "count": count_of(now), "before": percent(before.rate)}
    change = points_between(before.rate, now.rate)
    told["points"] = f"{abs(change or Decimal(0)):.1f}"
    if now.rate is None:
        yield _none(figures)
    elif change is None:
        yield _("The %(x)s-day activation rate is %(rate)s (%(count)s), for the first time this month.", **told)
    elif change > 0:
        yield _("The %(x)s-day activation rate is %(rate)s (%(count)s), %(points)s points up on last month.", **told)
    elif change < 0:
        yield _(
            "The %(x)s-day activation rate is %(rate)s (%(count)s), %(points)s points down on last month.", **told
        )
    else:
        yield _("The %(x)s-day activation rate is %(rate)s (%(count)s), as it was last month.", **told)


def _none(figures: Figures) -> str:
    if any(one.start_on <= figures.as_of for one in figures.facts):
        return str(_("No onboarding has reached %(x)s net days yet, so there is no rate.", x=figures.gauge.x))
    return str(_("No onboarding had begun by the end of this month."))


def _median(figures: Figures, programme: Programme) -> Iterator[str]:
    rate: Fraction | None = figures.estimate.rate
    change = points_between(programme.rate, rate)
    if change is None:
        return
    told = {"median": percent(programme.rate), "points": f"{abs(change):.1f}"}
    if change > 0:
        yield _("That is %(points)s points above the programme's median of %(median)s.", **told)
    elif change < 0:
        yield _("That is %(points)s points below the programme's median of %(median)s.", **told)
    else:
        yield _("That is the programme's median.")


def _recent(figures: Figures) -> Iterator[str]:
    share = figures.trend[-1].share
    if share.n and (share.count, share.n) != (figures.estimate.activated, figures.estimate.n):
        told = {"x": figures.gauge.x, "months": figures.gauge.window_months}
        yield _(
            "Among those that reached day %(x)s in the last %(months)s months it is %(rate)s (%(count)s).",
            rate=percent(share.rate),
            count=count_of(share),
            **told,
        )


def _phases(figures: Figures) -> Iterator[str]:
    late = {position: share.n - share.count for position, share in figures.on_time_by_position.items()}
    accepted = sum(share.n for share in figures.on_time_by_position.values())
    total = sum(late.values())
    told = {"months": figures.gauge.window_months, "accepted": accepted}
    if not accepted:
        return
    if not total:
        yield _("All %(accepted)s phases accepted in the last %(months)s months were on time.", **told)
        return
    worst = max(late, key=lambda position: late[position])
    yield ngettext(
        "%(num)s of the %(accepted)s phases accepted in the last %(months)s months was late; most often it is"
        " %(phase)s (%(most)s).",
        "%(num)s of the %(accepted)s phases accepted in the last %(months)s months were late; most often it is"
        " %(phase)s (%(most)s).",
        total,
        phase=PHASE_LABELS[worst],
        most=late[worst],
        **told,
    )


def _running(running: Sequence[RunningRow]) -> Iterator[str]:
    at_risk = sum(row.is_at_risk for row in running)
    if not running:
        return
    if at_risk:
        yield ngettext(
            "%(num)s onboarding is running, %(risky)s of them at risk.",
            "%(num)s onboardings are running, %(risky)s of them at risk.",
            len(running),
            risky=at_risk,
        )
    else:
        yield ngettext(
            "%(num)s onboarding is running, as planned.",
            "%(num)s onboardings are running, all as planned.",
            len(running),
        )
