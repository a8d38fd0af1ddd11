"""What this room brings to the page of an onboarding and to start pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.escalations.enums import EscalationState
from onboarding_phases.escalations.permissions import RAISE_ESCALATION, RETURN_ESCALATION, VIEW_ESCALATIONS
from onboarding_phases.escalations.queries import last_told, of_onboarding, waiting_for_reader
from onboarding_phases.escalations.values import Line
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from portal import clock
from portal.access import person
from portal.feature import Need, NeedSource, Panel

COST_OF_A_MISSED_CLOCK = 60.0
COST_OF_AN_ESCALATION = 46.0


def onboarding_panel(onboarding: Onboarding) -> Mapping[str, Any] | None:
    """The open escalations of an onboarding with their clocks, and what the customer was told last."""
    lines, total = of_onboarding(onboarding.id)
    told = last_told(onboarding.id)
    may_raise = onboarding.state is OnboardingState.RUNNING and RAISE_ESCALATION.allows(person())
    if not lines and not told and not may_raise:
        return None
    return {
        "onboarding": onboarding,
        "lines": lines,
        "total": total,
        "told": told,
        "may_raise": may_raise,
        "now": clock.now(),
    }


def waiting_needs() -> list[Need]:
    """Escalations that wait for the reader's answer, or for what they have to add."""
    now = clock.now()
    return [
        Need(
            text=_text(line),
            href=url_for("escalations.show", escalation=line.code),
            due_on=clock.day_of(line.due_at) if line.due_at else None,
            cost=COST_OF_A_MISSED_CLOCK if line.due_at and line.due_at < now else COST_OF_AN_ESCALATION,
        )
        for line in waiting_for_reader()
    ]


def _text(line: Line) -> str:
    told = {"customer": line.customer_name, "subject": _short(line.subject)}
    if line.state is EscalationState.HANDED_BACK:
        return str(_("Complete the escalation of %(customer)s: %(subject)s", **told))
    return str(_("Answer the escalation of %(customer)s: %(subject)s", **told))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


PANELS = [Panel("onboarding", "escalations/panel.html", VIEW_ESCALATIONS, onboarding_panel, order=5)]
NEEDS = [NeedSource(RETURN_ESCALATION, waiting_needs)]
