"""What a line of a handoff promises, and how commitments stand. Needs no database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onboarding_phases.commitments.enums import CommitmentState

PENDING = frozenset({CommitmentState.PROPOSED, CommitmentState.OPEN})
BULLET = re.compile(r"^(?:[・•‣*‐–-]+\s*|[((]?\d{1,2}[.)、)．]\s*|[①-⑳]\s*)")


@dataclass(frozen=True)
class Tally:
    """How the commitments of an onboarding stand; those that were renegotiated go on in others."""

    open: int
    broken: int
    proposed: int
    kept: int
    refused: int
    renegotiated: int

    @property
    def pending(self) -> int:
        """Those that keep an onboarding from its end."""
        return self.open + self.proposed


def promises_in(answer: str) -> list[str]:
    """The commitments that an answer of a handoff holds: one a line, without the bullet or number before it."""
    lines = (BULLET.sub("", line.strip()) for line in answer.splitlines())
    return [line for line in lines if line]


def tally_of(found: Iterable[tuple[CommitmentState, date | None]], *, on: date) -> Tally:
    """Count commitments, given by state and day."""
    rows = list(found)
    counts = {state: sum(1 for row in rows if row[0] is state) for state in CommitmentState}
    broken = sum(1 for state, due in rows if state is CommitmentState.OPEN and due is not None and due < on)
    return Tally(
        open=counts[CommitmentState.OPEN],
        broken=broken,
        proposed=counts[CommitmentState.PROPOSED],
        kept=counts[CommitmentState.KEPT],
        refused=counts[CommitmentState.REFUSED],
        renegotiated=counts[CommitmentState.RENEGOTIATED],
    )
