"""What certification says: values, limits, and how far the next tier is, as texts in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import ngettext

from certification.enums import DEFINITIONS
from certification.metrics.values import PLACES
from certification.models import Evaluation
from certification.outlook import ADJUSTED, Leaving, Way
from certification.policies.policy import Bounds, Policy
from certification.rules import name_of, next_quarter_end, tier_words
from certification.values import Line, Need, Standing
from portal.i18n import current_locale
from portal.rounding import half_up
from portal.ui.formatting import MISSING, format_day, format_number, format_share

SHARES = frozenset({"intake_evenness"})


def _decimal(value: Decimal | Fraction | str | None) -> Decimal | None:
    return half_up(value, PLACES) if isinstance(value, Fraction) else None if value is None else Decimal(value)


def points(value: Decimal | Fraction | str | None, digits: int = 1) -> str:
    """Points as people read them."""
    return format_number(_decimal(value), current_locale(), digits)


def measured(key: str, value: Decimal | Fraction | None, digits: int = 1) -> str:
    """A metric's value: shares as percentages, everything else as a number."""
    if key.endswith("_rate") or key in SHARES:
        return format_share(_decimal(value), current_locale(), digits)
    return format_number(_decimal(value), current_locale())


def definitions(vendor: str) -> dict[str, str]:
    """What each metric means, to a reader who calls the vendor by this word."""
    return {key: str(text) % {"vendor": vendor.lower()} for key, text in DEFINITIONS.items()}


def basis(line: Line) -> str:
    """What a value is made of."""
    if line.denominator is None or line.numerator is None:
        return MISSING
    if line.metric.key == "intake_evenness":
        return str(_("%(slots)s slots in %(months)s months", slots=line.numerator, months=line.denominator))
    if line.metric.key == "slots_honoured_rate":
        return str(_("%(count)s of %(n)s slots", count=line.numerator, n=line.denominator))
    shown = str(_("%(count)s of %(n)s", count=line.numerator, n=line.denominator))
    if line.metric.key == "adjusted_activation_rate":
        return str(_("%(count)s, adjusted for small numbers", count=shown))
    return shown


def limits(bounds: Bounds, *, is_points: bool) -> str:
    """What a requirement asks for."""

    def shown(value: Fraction | None) -> str:
        return format_number(_decimal(value), current_locale())

    if bounds.low is not None:
        if is_points:
            return str(_("%(least)s points or more", least=shown(bounds.low)))
        return str(_("%(least)s or more", least=shown(bounds.low)))
    if bounds.above is not None:
        return str(_("more than %(least)s", least=shown(bounds.above)))
    return str(_("%(most)s at most", most=shown(bounds.high)))


def gap_sentence(now: Standing) -> str:
    """In one line: how far the next tier is."""
    if now.next_level is None:
        return str(_("You have reached the highest %(tier)s", tier=tier_words(now.rules, now.tier)))
    above = tier_words(now.rules, now.next_level)
    if not now.open_needs:
        return str(_("Everything for %(tier)s is there", tier=above))
    missing = _(", ").join(_missing(now.rules, need) for need in now.open_needs)
    return str(_("To %(tier)s: %(missing)s", tier=above, missing=missing))


def way_words(rules: Policy, way: Way) -> str:
    """What it would take by one metric alone, and where that leads."""
    told = {"name": name_of(rules, way.metric), "points": points(way.points, 2)}
    slots: str = ngettext(
        "“%(name)s”: %(num)s more slot taken on leads to %(points)s points",
        "“%(name)s”: %(num)s more slots taken on lead to %(points)s points",
        way.more,
        **told,
    )
    cases: str = ngettext(
        "“%(name)s”: %(num)s more case that meets it leads to %(points)s points",
        "“%(name)s”: %(num)s more cases that meet it lead to %(points)s points",
        way.more,
        **told,
    )
    return slots if way.metric == "slots_honoured_rate" else cases


def rise_words(now: Standing, shown: Evaluation) -> str | None:
    """Why a firm that has everything for the next tier still holds its own; None where something is missing."""
    if now.next_level is None or now.open_needs:
        return None
    if shown.decided_tier is None:
        return str(_("It is proposed; the decision is open."))
    if now.rules.movement is not None:
        steps = now.rules.movement.max_steps_up
        text: str = ngettext(
            "One evaluation raises by %(num)s tier at most; the next one covers the time up to %(day)s.",
            "One evaluation raises by %(num)s tiers at most; the next one covers the time up to %(day)s.",
            steps,
            day=format_day(next_quarter_end(shown.period_end), current_locale()),
        )
        return text
    return None


def leaving_sentence(months: Sequence[Leaving]) -> str:
    """In one line: what has left the window by the next evaluation."""
    last = months[-1]
    count, active = last.count(ADJUSTED), last.met(ADJUSTED)
    day = format_day(last.until, current_locale())
    if not count:
        return str(_("No onboarding leaves the window by %(day)s", day=day))
    text: str = ngettext(
        "%(num)s onboarding leaves the window by %(day)s, %(active)s of them active within X",
        "%(num)s onboardings leave the window by %(day)s, %(active)s of them active within X",
        count,
        day=day,
        active=active,
    )
    return text


def _missing(rules: Policy, need: Need) -> str:
    name = name_of(rules, need.of)
    if need.gap is None:
        return str(_("%(name)s without enough cases", name=name) if need.found is None else name)
    if need.is_points:
        return str(_("%(name)s lacks %(gap)s points", name=name, gap=points(need.gap)))
    return str(_("%(name)s lacks %(gap)s", name=name, gap=format_number(need.gap, current_locale())))
