"""How an evaluation reads: its sentence, its map, and what this room brings to pages and reports of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from certification.models import Evaluation
from certification.outlook import Leaving, Way, leaving, ways_up
from certification.policies.policy import Policy
from certification.queries import decided_until, latest, latest_of_own_firm, rules_in_force
from certification.rules import name_of, parsed, tier_name, tier_words
from certification.values import Standing, standing
from certification.words import (
    basis,
    definitions,
    gap_sentence,
    leaving_sentence,
    limits,
    measured,
    points,
    rise_words,
    way_words,
)
from onboarding_phases.kpis.rules import month_end
from partners.models import Partner, Tier
from partners.queries import tier_history, tier_of
from portal import clock
from portal.access import person
from portal.i18n import current_locale
from portal.needs import Need as StartNeed
from portal.needs import NeedRow
from portal.ui.charts import Place, Region, tier_map
from portal.ui.formatting import format_month

TRAIL = 4
MAP_LOW = 30
PAPER_WIDTH = 340


@dataclass(frozen=True)
class FirmView:
    """All that the page of one firm shows; `history` is the latest first."""

    partner: Partner
    tier: int
    tier_name: str
    shown: Evaluation | None
    standing: Standing | None
    history: Sequence[Evaluation]
    tiers: Sequence[Tier]
    map: Markup | None
    ways: Mapping[str, Sequence[Way]]
    leaving: Sequence[Leaving]


def firm_view(partner: Partner, shown: Evaluation | None, history: Sequence[Evaluation]) -> FirmView:
    """A firm with one of its evaluations, and those before it as a trail."""
    today = clock.today()
    tier = tier_of(partner.id, today)
    rules = parsed(shown.policy.source) if shown else rules_in_force(today)
    is_latest = shown is None or not history or shown.period_end == history[0].period_end
    at = tier if shown is None or is_latest else shown.decided_tier or shown.previous_tier
    now = standing(rules, shown.metrics, tier=at) if shown else None
    drawn = firm_map(shown, now, history) if shown and now else None
    tiers = tier_history(partner.id)
    ways = {need.of: ways_up(rules, shown.metrics, need) for need in now.open_needs} if shown and now else {}
    soon = leaving(rules, shown.metrics, period_end=shown.period_end) if shown and is_latest else []
    return FirmView(partner, tier, tier_name(rules, tier), shown, now, history, tiers, drawn, ways, soon)


def regions(rules: Policy) -> list[Region]:
    """The tiers as areas of the map; none where they do not hang on exactly two axes."""
    if len(rules.axes) != 2:
        return []
    found = [Region(f"1 {tier_name(rules, 1)}", 0, 0)]
    for level in range(2, rules.top_level + 1):
        asked = {part.of: part.bounds.low for part in rules.alternatives(level)[0].requires}
        x, y = (asked.get(axis.key) for axis in rules.axes)
        if x is None or y is None:
            return []
        found.append(Region(f"{level} {tier_name(rules, level)}", float(x), float(y)))
    return found


def place(evaluation: Evaluation, rules: Policy, label: str) -> Place | None:
    """Where an evaluation puts a firm; None while an axis has no points."""
    x, y = (evaluation.points.get(axis.key) for axis in rules.axes)
    return None if x is None or y is None else Place(label, float(x), float(y))


def lowest(places: Sequence[Place]) -> float:
    """Where the axes of a map begin, so that everything stands on it."""
    least = min([MAP_LOW, *(min(one.x, one.y) for one in places)])
    return max(0.0, least // 10 * 10)


def firm_map(shown: Evaluation, now: Standing, history: Sequence[Evaluation], *, width: int = 520) -> Markup | None:
    """The firm on the map of tiers, with where it came from and the nearest place of the next tier."""
    areas = regions(now.rules)
    if not areas:
        return None
    x, y = (points(shown.points.get(axis.key)) for axis in now.rules.axes)
    here = place(shown, now.rules, _("%(x)s / %(y)s", x=x, y=y))
    if here is None:
        return None
    earlier = [one for one in history if one.period_end < shown.period_end][:TRAIL]
    labelled = [place(one, now.rules, format_month(one.period_end, current_locale())) for one in reversed(earlier)]
    trail = [one for one in labelled if one is not None]
    aim = None
    if now.next_level is not None:
        above = areas[now.next_level - 1]
        aim = (max(here.x, above.x), max(here.y, above.y))
    x_name, y_name = (name_of(now.rules, axis.key) for axis in now.rules.axes)
    title = _("%(x_name)s %(x)s, %(y_name)s %(y)s", x_name=x_name, y_name=y_name, x=x, y=y)
    return tier_map(
        title,
        here,
        trail,
        areas,
        x_axis=x_name,
        y_axis=y_name,
        low=lowest([here, *trail]),
        aim=None if aim == (here.x, here.y) else aim,
        width=width,
    )


def partner_panel(partner: Partner) -> Mapping[str, Any] | None:
    """For a partner's page: the tier, both axes and the way to the next one; nothing before an evaluation."""
    shown = latest(partner.id)
    return None if shown is None else _panel(partner, shown)


def _panel(partner: Partner, shown: Evaluation) -> Mapping[str, Any]:
    tier = tier_of(partner.id, clock.today())
    now = standing(parsed(shown.policy.source), shown.metrics, tier=tier)
    return {
        "partner": partner,
        "evaluation": shown,
        "standing": now,
        "tier_name": tier_name(now.rules, tier),
        "sentence": gap_sentence(now),
        "is_open": shown.decided_tier is None,
        "words": WORDS,
    }


def own_card() -> Mapping[str, Any] | None:
    """For a firm's start page: its tier, and what is missing to the next one."""
    found = latest_of_own_firm(person())
    return None if found is None else _panel(*found)


def decision_need(row: NeedRow) -> StartNeed:
    period = row.on.isoformat() if row.on else None
    text = _l("Certification: %(count)s evaluations wait for a decision", count=row.number)
    return StartNeed(text, url_for("certification.index", period=period), None, 4.0)


def report_section(partner: Partner, month: date) -> Mapping[str, Any] | None:
    """For a firm's monthly report: the scorecard of its latest decided evaluation, and what the next tier needs."""
    until = month_end(month)
    found = decided_until(partner.id, until)
    if not found:
        return None
    tier = tier_of(partner.id, min(until, clock.today()))
    now = standing(parsed(found[0].policy.source), found[0].metrics, tier=tier)
    return {
        "evaluation": found[0],
        "standing": now,
        "tier_name": tier_name(now.rules, tier),
        "sentence": gap_sentence(now),
        "map": firm_map(found[0], now, found, width=PAPER_WIDTH),
        "tiers": [one for one in tier_history(partner.id) if one.effective_on <= until],
        "ways": {need.of: ways_up(now.rules, found[0].metrics, need) for need in now.open_needs},
        "rise": rise_words(now, found[0]),
        "leaving": leaving(now.rules, found[0].metrics, period_end=found[0].period_end),
        "definitions": definitions(_("Client")),
        "words": WORDS,
    }


WORDS = {
    "day_of": clock.day_of,
    "points": points,
    "measured": measured,
    "basis": basis,
    "limits": limits,
    "way_words": way_words,
    "rise_words": rise_words,
    "leaving_sentence": leaving_sentence,
    "name_of": name_of,
    "tier_name": tier_name,
    "tier_words": tier_words,
}
"""What templates say evaluations with."""
