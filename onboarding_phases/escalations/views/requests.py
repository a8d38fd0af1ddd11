"""What the views of this room share: the escalation of an address, and who reads what is written."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_babel import gettext as _

from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.queries import one_escalation
from portal.access import person
from portal.levels import Level


def escalation_or_404(code: str) -> Escalation:
    """The escalation of an address; a foreign and a missing one look the same."""
    found = one_escalation(code)
    if found is None:
        abort(404)
    return found


def reader_words() -> dict[Level, Any]:
    """The circles of readers, as this reader calls them."""
    if person().is_vendor:
        return {Level.VENDOR: _("Only us"), Level.BOTH: _("We and the firm")}
    return {Level.FIRM: _("Only our firm"), Level.BOTH: _("Our firm and the client")}
