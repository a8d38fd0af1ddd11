"""What this room brings to the page of an onboarding and to start pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from onboarding_phases.closing.models import CompletionReview
from onboarding_phases.closing.permissions import BE_ASKED_FOR_LESSONS, READ_REVIEW
from onboarding_phases.closing.queries import (
    phases_on_time,
    ready_to_complete,
    shared_with_customer,
    without_lessons,
)
from onboarding_phases.handoff.queries import label_of
from onboarding_phases.onboardings.enums import OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.permissions import COMPLETE_ONBOARDING
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.queries.activation import activation_of
from onboarding_phases.onboardings.queries.rows import row_of
from portal import clock
from portal.accounts.queries import people, person_of
from portal.feature import Panel
from portal.needs import Need, NeedQuery, NeedRow
from portal.people import Role

COST_OF_AN_END = 34.0
COST_OF_LESSONS = 22.0


def closing_panel(onboarding: Onboarding) -> Mapping[str, Any] | None:
    """The way to the review once the onboarding is near its end, and to the report after it."""
    if onboarding.is_recorded or onboarding.state is OnboardingState.WITHDRAWN or onboarding.current_position < 5:
        return None
    return {"onboarding": onboarding, "ended": onboarding.state is OnboardingState.COMPLETED}


def way_to_review(onboarding: Onboarding) -> Mapping[str, Any]:
    """The one step that is left of a running onboarding whose phases are all closed."""
    return {"onboarding": onboarding}


def _ready(row: NeedRow) -> Need:
    text = _("Review the completion of %(customer)s: all phases are closed", customer=row.name)
    return Need(text, url_for("closing.show", code=row.code), row.on, COST_OF_AN_END)


def _lessons(row: NeedRow) -> Need:
    text = _("Write what you learned with %(customer)s: all phases are closed", customer=row.name)
    return Need(text, url_for("closing.show", code=row.code, _anchor="h-lessons"), None, COST_OF_LESSONS)


def customer_report(onboarding: Onboarding, review: CompletionReview) -> Mapping[str, Any]:
    """What the report to a customer says: only what the customer may read, in the reader's language."""
    bounds = bounds_in_force()
    row = row_of(onboarding, onboarding.completed_on or clock.today(), bounds)
    on_time, submitted = phases_on_time(onboarding, bounds)
    return {
        "onboarding": onboarding,
        "review": review,
        "row": row,
        "goals": [(label_of(key), text) for key, text in review.goals.items()],
        "phases": [(mark["name"], phase) for mark, phase in zip(row.strip, onboarding.phases, strict=True)],
        "on_time": on_time,
        "submitted": submitted,
        "commitments": shared_with_customer(onboarding.id),
        "activation": activation_of(onboarding),
        "owner": person_of(onboarding.owner_id) if onboarding.owner_id else None,
        "firm_contact": next(iter(people([Role.PARTNER_MANAGER], partner_id=onboarding.partner_id)), None),
    }


PANELS = [
    Panel("onboarding", "closing/panel.html", READ_REVIEW, closing_panel, order=5),
    Panel("onboarding_end", "closing/way.html", READ_REVIEW, way_to_review, order=5),
]
NEEDS = [
    NeedQuery(COMPLETE_ONBOARDING, ready_to_complete, _ready),
    NeedQuery(BE_ASKED_FOR_LESSONS, without_lessons, _lessons),
]
