"""What this room brings to the list of onboardings: what can be done with those that are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onboarding_phases.together.enums import DEED_ICONS, DEED_LABELS
from onboarding_phases.together.permissions import ACT_TOGETHER, PERMISSION_OF
from portal.access import person
from portal.feature import Panel

OF_THE_PAST = frozenset({"completed", "withdrawn"})


def deeds_panel(tab: str) -> Mapping[str, Any] | None:
    """The deeds of the reader's role; none in a view of what has ended."""
    if tab in OF_THE_PAST:
        return None
    mine = [deed for deed, permission in PERMISSION_OF.items() if permission.allows(person())]
    return {"deeds": [(deed.value, DEED_LABELS[deed], DEED_ICONS[deed]) for deed in mine]} if mine else None


PANELS = [Panel("onboardings_chosen", "together/deeds.html", ACT_TOGETHER, deeds_panel, order=10)]
