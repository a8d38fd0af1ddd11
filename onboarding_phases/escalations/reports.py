"""What this room brings to the page of an onboarding and to start pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.escalations.permissions import RAISE_ESCALATION, RETURN_ESCALATION, VIEW_ESCALATIONS
from onboarding_phases.escalations.queries import of_onboarding, waiting_for_reader
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from portal import clock
from portal.access import person
from portal.feature import Panel
from portal.needs import Need, NeedQuery, NeedRow

COST_OF_A_MISSED_CLOCK = 60.0
COST_OF_AN_ESCALATION = 46.0


def onboarding_panel(onboarding: Onboarding) -> Mapping[str, Any] | None:
    """The open escalations of an onboarding with their clocks, and what the customer was told last."""
    lines, total = of_onboarding(onboarding.id)
    may_raise = onboarding.state is OnboardingState.RUNNING and RAISE_ESCALATION.allows(person())
    if not lines and not may_raise:
        return None
    return {
        "onboarding": onboarding,
        "lines": lines,
        "total": total,
        "may_raise": may_raise,
        "now": clock.now(),
    }


def _need(row: NeedRow) -> Need:
    """An escalation that waits for the reader's answer, or for what they have to add."""
    told = {"customer": row.name, "subject": _short(row.text or "")}
    handed_back = str(_("Complete the escalation of %(customer)s: %(subject)s", **told))
    return Need(
        text=handed_back if row.number else str(_("Answer the escalation of %(customer)s: %(subject)s", **told)),
        href=url_for("escalations.show", escalation=row.code),
        due_on=clock.day_of(row.at) if row.at else None,
        cost=COST_OF_A_MISSED_CLOCK if row.at and row.at < clock.now() else COST_OF_AN_ESCALATION,
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


PANELS = [Panel("onboarding", "escalations/panel.html", VIEW_ESCALATIONS, onboarding_panel, order=5)]
NEEDS = [NeedQuery(RETURN_ESCALATION, waiting_for_reader, _need)]
