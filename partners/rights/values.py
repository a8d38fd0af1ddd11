"""Decision rights as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DecisionRights:
    """What a firm of a tier may decide without asking.

    `reviewed` are the positions of the phases whose submission waits for the vendor; `sampled_percent` of the
    others are looked at all the same. `skipped` are those that it skips with a reason. Days are calendar days;
    `extension_days` are those of one onboarding in all.
    """

    tier: int
    reviewed: frozenset[int]
    sampled_percent: int
    skipped: frozenset[int]
    leaves_out_optional_tasks: bool
    hold_days: int
    extension_days: int
