"""One escalation with its thread."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from onboarding_phases.escalations.enums import EscalationAction, EscalationState
from onboarding_phases.escalations.forms import SaidForm
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.permissions import VIEW_ESCALATIONS
from onboarding_phases.escalations.queries import business_hours, last_told, thread_of, turns_of
from onboarding_phases.escalations.services.steps import levels_for, may
from onboarding_phases.escalations.views.blueprint import bp
from onboarding_phases.escalations.views.requests import escalation_or_404, reader_words
from onboarding_phases.onboardings.permissions import VIEW_ONBOARDINGS
from portal import clock
from portal.access import person, requires
from portal.accounts.queries import names_of

PRIMARY = (EscalationAction.ANSWER, EscalationAction.SEND_AGAIN, EscalationAction.REVIEW)


@bp.get("/escalations/<code:escalation>")
@requires(VIEW_ESCALATIONS)
def show(escalation: str) -> ResponseReturnValue:
    found = escalation_or_404(escalation)
    possible = [action for action in EscalationAction if may(found, action, person())]
    turns = turns_of(found)
    return render_template(
        "escalations/show.html",
        escalation=found,
        onboarding=found.onboarding,
        thread=thread_of(found),
        told=last_told(found.onboarding_id),
        turns=turns,
        names=names_of([found.owner_id, *(turn.user_id for turn in turns)]),
        possible=possible,
        primary=next((action for action in PRIMARY if action in possible), None),
        form=_message_form(found) if EscalationAction.WRITE in possible else None,
        opens_onboarding=VIEW_ONBOARDINGS.allows(person()),
        now=clock.now(),
        hours_left=_hours_left(found),
    )


def _message_form(escalation: Escalation) -> SaidForm:
    form = SaidForm(version=escalation.version)
    form.offer(levels_for(escalation, EscalationAction.WRITE, person()), reader_words())
    return form


def _hours_left(escalation: Escalation) -> float | None:
    """Business hours until the answer is due, negative once it is late; None while no clock runs."""
    if escalation.due_at is None or escalation.state is EscalationState.RESOLVED:
        return None
    left = round(business_hours().between(clock.now(), escalation.due_at).total_seconds() / 3600, 1)
    return int(left) if left.is_integer() else left
