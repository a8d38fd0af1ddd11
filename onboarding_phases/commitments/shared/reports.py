"""What this room brings to the page of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.commitments.enums import CommitmentState
from onboarding_phases.commitments.shared.queries import shared_commitments
from portal import clock
from portal.feature import Panel
from portal.people import Guest


def commitments_panel(guest: Guest) -> Mapping[str, Any] | None:
    """The commitments to a customer and their state; nothing where none was shared."""
    found = shared_commitments(guest.case_id)
    if not found:
        return None
    before = {row.id: row for row in found}
    return {
        "rows": [row for row in found if row.state is not CommitmentState.RENEGOTIATED],
        "before": lambda row: before.get(row.replaces_id),
        "today": clock.today(),
    }


PANELS = [Panel("room", "commitments_shared/panel.html", None, commitments_panel, order=5)]
