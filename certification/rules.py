"""Periods, and what a frozen evaluation says under its policy. Needs no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from flask_babel import gettext as _

from certification.enums import COLUMN_LABELS, LOWEST_TIER_NAME
from certification.policies.evaluation import LOWEST_LEVEL, Findings, Outcome
from certification.policies.parsing import parse_policy
from certification.policies.points import Scorecard, Values, score
from certification.policies.policy import Names, Policy, Tier
from onboarding_phases.kpis.rules import add_months, month_end
from portal.i18n import localized

FROM_THE_BEGINNING = date(2000, 1, 1)
"""The shipped policy is in force for every period that can be evaluated."""

SHIPPED = "default"
OFFERED_PERIODS = 6


@lru_cache(maxsize=32)
def parsed(source: str) -> Policy:
    """A stored policy as the engine takes it; the same text is read once."""
    return parse_policy(source.encode(), "policy.toml")


def is_quarter_end(day: date) -> bool:
    after = day + timedelta(days=1)
    return after.day == 1 and after.month in (1, 4, 7, 10)


def quarter_ends(before: date) -> Iterator[date]:
    """The last days of the quarters that are over, the latest first."""
    day = before.replace(day=1) - timedelta(days=1)
    while True:
        if is_quarter_end(day):
            yield day
        day = day.replace(day=1) - timedelta(days=1)


def next_quarter_end(after: date) -> date:
    """The last day of the quarter that follows the one of a day."""
    return next(end for ahead in range(1, 7) if is_quarter_end(end := month_end(add_months(after, ahead))))


def offered_periods(before: date) -> list[date]:
    """The quarters among which a manager chooses, the latest first."""
    return list(islice(quarter_ends(before), OFFERED_PERIODS))


def values_of(rules: Policy, metrics: Mapping[str, Mapping[str, Any]]) -> Values:
    """What a policy asks for, out of frozen metrics; what was not measured is None."""
    kept = {name: metrics.get(name, {}).get("value") for name in rules.columns}
    return {name: None if value is None else Decimal(value) for name, value in kept.items()}


def findings_of(rules: Policy, metrics: Mapping[str, Mapping[str, Any]]) -> Findings:
    """Frozen metrics under the policy by which they were evaluated."""
    values = values_of(rules, metrics)
    return Findings(rules, score(rules, values), values)


def points_of(card: Scorecard) -> dict[str, str | None]:
    """All points as JSON holds them, with two decimals."""
    points = {key: card.points(key) for key in card.exact}
    return {key: None if value is None else str(value) for key, value in points.items()}


@dataclass(frozen=True)
class LastDecision:
    """What the last decision on a firm left behind."""

    decided_tier: int | None
    proposed_tier: int
    below_count: int

    def carried(self, tier: int) -> int:
        """How many evaluations in a row lay below the line: only where the decision followed its proposal."""
        return self.below_count if tier == self.decided_tier == self.proposed_tier else 0


def reachable_tiers(rules: Policy, previous: int) -> range:
    """The tiers that a decision may give: down by one at most, up by as many as the policy lets rise at once."""
    up = rules.movement.max_steps_up if rules.movement else rules.top_level
    down = 1 if rules.movement else rules.top_level
    return range(max(LOWEST_LEVEL, previous - down), min(rules.top_level, previous + up) + 1)


def next_level(rules: Policy, tier: int) -> int | None:
    """The tier above this one; None at the top."""
    return tier + 1 if tier < rules.top_level else None


def nearest(findings: Findings, level: int) -> Tier:
    """Of several ways to a level, the one of which the fewest requirements are open."""
    return min(findings.policy.alternatives(level), key=lambda way: _open(findings, way))


def _open(findings: Findings, way: Tier) -> int:
    return sum(check.outcome is not Outcome.HELD for check in findings.checks(way))


def tier_name(rules: Policy, level: int) -> str:
    """What a tier is called in the reader's language."""
    if level == LOWEST_LEVEL:
        return str(LOWEST_TIER_NAME)
    return next((localized(way.names) for way in rules.alternatives(level) if way.names), "")


def tier_words(rules: Policy, level: int) -> str:
    """A tier in running text."""
    return str(_("tier %(level)s “%(name)s”", level=level, name=tier_name(rules, level)))


def name_of(rules: Policy, key: str) -> str:
    """What an axis, a track, a metric or another column is called in the reader's language."""
    return localized(_names(rules).get(key)) or str(COLUMN_LABELS.get(key, key))


def _names(rules: Policy) -> Mapping[str, Names]:
    names = {gate.of: gate.names for gate in rules.gates} | {metric.key: metric.names for metric in rules.metrics}
    for axis in rules.axes:
        names |= {axis.key: axis.names, **axis.track_names}
    return names
