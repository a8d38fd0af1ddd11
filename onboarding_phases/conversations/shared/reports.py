"""What this room brings to the page of a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.conversations.shared.queries import files, messages
from portal.feature import Panel
from portal.people import Guest


def shared_panel(guest: Guest) -> Mapping[str, Any] | None:
    """The messages and files for a customer; nothing where nobody shared any."""
    written, added = messages(guest.case_id), files(guest.case_id)
    if not written and not added:
        return None
    return {"messages": written, "files": added, "firm": guest.firm_name}


PANELS = [Panel("room", "shared/panel.html", None, shared_panel, order=10)]
