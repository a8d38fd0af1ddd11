"""Asking what a firm may decide: the one place that every room asks."""

from __future__ import annotations

from datetime import date

from partners.queries import tier_of
from partners.rights.defaults import HIGHEST, RIGHTS
from partners.rights.values import DecisionRights
from portal import clock
from portal.defaults.queries import numbers
from portal.defaults.values import Number

GO_LIVE = 6


def decision_rights(partner_id: int, *, on: date | None = None) -> DecisionRights:
    """The rights of a firm on a day (today unless told), by the tier that was in force then.

    A tier above the highest that the setting knows has the rights of the highest.
    """
    day = on or clock.today()
    return rights_of_tier(tier_of(partner_id, day), on=day)


def rights_of_tier(tier: int, *, on: date) -> DecisionRights:
    """The rights that a tier carries on a day."""
    found = numbers(RIGHTS, on=on)
    place = min(max(tier, 1), HIGHEST)
    return DecisionRights(
        tier=tier,
        reviewed=_phases(found[f"reviewed_{place}"]),
        skipped=_phases(found[f"skipped_{place}"]) - {GO_LIVE},
        sampled_percent=int(found["sampled_percent"]),
        leaves_out_optional_tasks=bool(found[f"optional_tasks_{place}"]),
        hold_days=int(found[f"hold_days_{place}"]),
        extension_days=int(found[f"extension_days_{place}"]),
    )


def _phases(digits: Number) -> frozenset[int]:
    """The phases that a row of digits names."""
    return frozenset(int(digit) for digit in str(int(digits))) & frozenset(range(1, GO_LIVE + 1))


def member_extension_days() -> int:
    """By how many days a CS member moves due days of one onboarding without asking a CS manager."""
    return int(numbers(RIGHTS)["extension_days_member"])
