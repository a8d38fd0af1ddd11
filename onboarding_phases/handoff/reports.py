"""What this room brings to pages of others: a panel for a customer's page, cards and needs for start pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.defaults import HANDOFF
from onboarding_phases.handoff.enums import HandoffState
from onboarding_phases.handoff.models import Handoff
from onboarding_phases.handoff.queries import completeness_of, handoff_of, target_percent, waiting_handoffs
from portal import clock
from portal.defaults.queries import numbers
from portal.feature import Need

COSTS: Mapping[HandoffState, float] = {
    HandoffState.RETURNED: 40.0,
    HandoffState.SUBMITTED: 38.0,
    HandoffState.DRAFT: 30.0,
}
"""What a wait costs: what came back keeps CS and the customer waiting, a draft nobody yet."""

COST_OF_A_MISSED_CLOCK = 55.0
MOST_ON_CARD = 5
"""Once the clock that runs from signing is missed, a handoff stands among what is late; before, behind it."""

TEXTS: Mapping[HandoffState, LazyString] = {
    HandoffState.RETURNED: _l("Complete the handoff that came back: %(name)s"),
    HandoffState.SUBMITTED: _l("Accept or return the handoff: %(name)s"),
    HandoffState.DRAFT: _l("Finish the handoff: %(name)s"),
}


def customer_panel(customer: Customer) -> Mapping[str, Any]:
    """How the handoff of a customer stands, or the way to begin it."""
    handoff = handoff_of(customer.id)
    found = completeness_of(handoff) if handoff else None
    return {"customer": customer, "handoff": handoff, "found": found, "target": target_percent()}


def waiting_card() -> Mapping[str, Any] | None:
    """The handoffs that wait for the reader, the longest wait first."""
    waiting = waiting_handoffs()[:MOST_ON_CARD]
    return {"waiting": waiting, "target": target_percent()} if waiting else None


def waiting_needs() -> list[Need]:
    """What the reader should do next about handoffs."""
    waiting = waiting_handoffs()
    hours = numbers(HANDOFF)["meeting_hours"] if waiting else 0
    return [_need(handoff, timedelta(hours=hours)) for handoff in waiting]


def _need(handoff: Handoff, meeting: timedelta) -> Need:
    text = str(TEXTS[handoff.state]) % {"name": handoff.customer.name}
    href = url_for("handoffs.show", handoff=handoff.code)
    # The first clock after signing is the internal meeting: without a handoff there is nothing to meet about.
    due_on = clock.day_of(handoff.signed_at + meeting) if handoff.signed_at else None
    return Need(text, href, due_on, _cost(handoff.state, due_on))


def _cost(state: HandoffState, due_on: date | None) -> float:
    is_late = due_on is not None and due_on < clock.today()
    return COST_OF_A_MISSED_CLOCK if is_late else COSTS[state]
