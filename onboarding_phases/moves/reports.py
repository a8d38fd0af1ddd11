"""What this room brings to the pages of playbooks: how many onboardings run by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.moves.queries import Running, running_by_product
from onboarding_phases.playbooks.models import Playbook
from onboarding_phases.playbooks.permissions import EDIT_PLAYBOOKS, VIEW_PLAYBOOKS
from portal.access import person
from portal.feature import Panel


def running_of(playbook: Playbook) -> Mapping[str, Any]:
    """How many onboardings, of those that the reader sees, run by the newest version and by older ones."""
    return {"running": running_by_product(person()).get(playbook.product, Running()), "playbook": playbook}


PANELS = [
    Panel("playbook_row", "moves/row.html", VIEW_PLAYBOOKS, running_of, order=10),
    Panel("playbook", "moves/panel.html", VIEW_PLAYBOOKS, running_of, order=10),
    Panel("playbook_publish", "moves/publish.html", EDIT_PLAYBOOKS, running_of, order=10),
]
