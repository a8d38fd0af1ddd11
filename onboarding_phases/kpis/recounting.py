"""What is counted out of the records: a firm's counts and those of its groups. Values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from onboarding_phases.kpis.counts import AsOf, Counts, by_days, count_case, count_phases, is_curve, of_group
from onboarding_phases.kpis.curves import of_each
from onboarding_phases.kpis.enums import Grouping
from onboarding_phases.kpis.grouping import KEYS, key_text
from onboarding_phases.kpis.survival import Seen
from onboarding_phases.kpis.values import Facts, PhaseFacts

IN_FIRMS = tuple(grouping for grouping in Grouping if grouping is not Grouping.PARTNER)


@dataclass(frozen=True)
class Group:
    """One group: its counts, and 1 - S(X)."""

    counts: Counts
    km: Fraction | None

    @classmethod
    def of(cls, counts: Counts, x: int) -> Group:
        return cls(counts, km_of(counts, x))


@dataclass
class Anew:
    """What was counted out of the records of one firm."""

    total: Counts = field(default_factory=Counts)
    groups: dict[Grouping, dict[str, Counts]] = field(default_factory=dict)


def count_firms(
    found: Iterable[Facts], phases: Iterable[PhaseFacts], at: AsOf, groupings: Iterable[Grouping]
) -> dict[int, Anew]:
    """The counts of each firm, and of its groups."""
    own, counted, wanted = of_each(phases), dict[int, Anew](), list(groupings)
    for one in found:
        add(counted.setdefault(one.partner_id, Anew()), one, count_case(one, at), wanted, x=at.gauge.x)
        counted[one.partner_id].total.update(count_phases(one, own.get(one.id, ()), at))
    return counted


def add(to: Anew, one: Facts, counts: Counts, groupings: Iterable[Grouping], *, x: int) -> None:
    """Count an onboarding in its firm and its groups."""
    to.total.update(counts)
    if not counts:
        return
    kept = of_group(counts, x)
    for grouping in groupings:
        groups = to.groups.setdefault(grouping, {})
        groups.setdefault(key_text(KEYS[grouping](one)), Counts()).update(kept)


def km_of(counts: Mapping[str, int], x: int) -> Fraction | None:
    return Seen(by_days(counts, "event"), by_days(counts, "seen")).share_by(x)


def km_text(km: Fraction | None) -> str | None:
    return None if km is None else str(km)


def km_read(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def parted(counts: Counts) -> tuple[dict[str, int], dict[str, int]]:
    """Counts as a firm's row keeps them: those of shares, and those of curves."""
    counts = +counts
    shares = {key: count for key, count in counts.items() if not is_curve(key)}
    return shares, {key: count for key, count in counts.items() if is_curve(key)}
