"""Figures as texts in the reader's language, and the sentences that a chart or a summary states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _

from onboarding_phases.kpis.estimates import Interval
from onboarding_phases.kpis.trends import Share
from portal.i18n import current_locale
from portal.rounding import half_up
from portal.ui.formatting import MISSING, format_month, format_share, format_signed

Rate = Fraction | Decimal


def percent(rate: Rate | None, digits: int = 1) -> str:
    """72.4%, rounded once and half up; a dash where there is none."""
    return MISSING if rate is None else format_share(half_up(rate, digits + 2), current_locale(), digits)


def bounds(interval: Interval | None) -> str:
    """62.2–80.7%."""
    if interval is None:
        return MISSING
    low = percent(interval.low).rstrip("%")
    return str(_("%(low)s–%(high)s", low=low, high=percent(interval.high)))


def days_text(days: Fraction | int | None) -> str:
    """37 or 37.5, with its unit; a dash where there is none."""
    if days is None:
        return MISSING
    shown = f"{half_up(days, 1):f}".removesuffix(".0") if isinstance(days, Fraction) else str(days)
    return str(_("%(days)s days", days=shown))


def interval_name() -> str:
    return str(_("%(level)s interval", level="95%"))


def count_of(share: Share) -> str:
    """15 of 18, as a firm writes it: 15／18."""
    return str(_("%(count)s/%(n)s", count=share.count, n=share.n))


def points_between(before: Rate | None, after: Rate | None) -> Decimal | None:
    """The change in points between two rates as they are shown, so that a reader can check it."""
    if before is None or after is None:
        return None
    return (half_up(after, 3) - half_up(before, 3)) * 100


def signed_points(points: Decimal | None) -> str:
    return format_signed(points, current_locale())


def month_name(day: date) -> str:
    return format_month(day, current_locale())


def trend_sentence(x: int, points: list[tuple[date, Rate | None]]) -> str:
    """What a trend shows, from its first known value to its last."""
    known = [(day, rate) for day, rate in points if rate is not None]
    if len(known) < 2:
        return str(_("The %(x)s-day activation rate has no trend yet", x=x))
    since = month_name(known[0][0])
    change = points_between(known[0][1], known[-1][1]) or Decimal(0)
    if change > 0:
        return str(
            _("The %(x)s-day activation rate rose by %(points)s points since %(month)s", **_told(x, change, since))
        )
    if change < 0:
        return str(
            _("The %(x)s-day activation rate fell by %(points)s points since %(month)s", **_told(x, change, since))
        )
    return str(_("The %(x)s-day activation rate stands where it was in %(month)s", x=x, month=since))


def _told(x: int, change: Decimal, since: str) -> dict[str, object]:
    return {"x": x, "points": f"{abs(change):.1f}", "month": since}


def curve_sentence(x: int, km: Fraction | None) -> str:
    """What an activation curve shows on the day that matters."""
    if km is None:
        return str(_("Nobody has been seen for %(x)s net days yet", x=x))
    return str(_("By day %(x)s, an estimated %(share)s are active", x=x, share=percent(km)))
