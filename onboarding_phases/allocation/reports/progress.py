"""A run while it is being computed, and what stands at its head afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.models import AllocationRun
from portal import clock
from portal.accounts.queries import names_of

QUIET = timedelta(seconds=60)
SHORT_HASH = 12


class RunHead:
    """Who had a run made, when, from what, and how far it is."""

    def __init__(self, run: AllocationRun) -> None:
        self.run = run
        self.names = names_of([run.created_by, run.stopped_by, run.approved_by])
        self.customers = len(run.frozen["customers"])
        self.firms = len(run.frozen["partners"])
        self.slots_wanted = sum(int(row["effort"]) for row in run.frozen["customers"])
        self.slots_free = sum(int(row["capacity"]) for row in run.frozen["partners"])
        self.seconds = float(run.policy["seconds"])

    @property
    def by(self) -> str:
        return self._name(self.run.created_by)

    @property
    def stopped_by(self) -> str:
        return self._name(self.run.stopped_by)

    @property
    def short_hash(self) -> str:
        return self.run.input_hash[:SHORT_HASH]

    @property
    def is_solving(self) -> bool:
        return self.run.state == RunState.SOLVING

    @property
    def told(self) -> dict[str, Any]:
        """What the solver told last; empty while it has not begun."""
        return self.run.progress

    @property
    def elapsed(self) -> float:
        """Seconds of computing so far: what the solver told, and what has gone by since."""
        if self.run.progress_at is None or not self.told:
            return 0.0
        since = (clock.now() - self.run.progress_at).total_seconds() if self.is_solving else 0.0
        return float(self.told["seconds"]) + max(since, 0.0)

    @property
    def is_quiet(self) -> bool:
        """Nothing was heard of the solver for longer than it is ever silent."""
        heard = self.run.progress_at or self.run.created_at
        return self.is_solving and clock.now() - heard > QUIET

    def phase(self) -> str:
        """What is being done, in words."""
        if not self.told:
            return str(_("Waiting for its turn"))
        words = {
            "pricing": _("Slots are being priced"),
            "searching": _("The best plan is being looked for and proven"),
            "explaining": _("Reasons and repairs are being written"),
        }
        return str(words[self.told["phase"]])

    def _name(self, user_id: int | None) -> str:
        return "Bansou" if user_id is None else self.names.get(user_id, "–")
