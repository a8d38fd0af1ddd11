"""Who is proposed, and who is passed over for which reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from partners.models import Partner


@dataclass(frozen=True)
class Ranked:
    """A firm as a customer's next candidate: `place` is its place among the alternates of the plan, if it has one.

    `passed` is why it is passed over: a hard rule of the allocation, or a word of `Passed`; None where nothing is.
    """

    code: str
    score: Decimal
    free: int
    place: int | None
    passed: str | None


@dataclass(frozen=True)
class Proposal:
    """The next candidate of a customer, and those who would have come before it.

    `partner` is None where no firm may be asked. `results_of` is the day of which the firms' results are.
    `plan_place` is its place in the plan that was made for the customer, the firm that the plan chose being first.
    """

    partner: Partner | None
    chosen: Ranked | None
    is_pinned: bool
    plan_place: int | None
    passed: Sequence[tuple[Partner, Ranked]]
    more: int
    run_code: str | None
    results_of: date
