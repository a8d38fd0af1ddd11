"""Taking over the case by an escalation, what that counts as, and giving it back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from onboarding_phases.escalations.enums import EntryKind
from onboarding_phases.escalations.enums import EscalationAction as Action
from onboarding_phases.escalations.events import EscalationCaseGivenBack, EscalationCaseTakenOver
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.queries import taken_over, taken_over_at_all
from onboarding_phases.escalations.services.steps import check_may, enter, keep, publish_of
from onboarding_phases.escalations.values import Words
from onboarding_phases.onboardings.enums import ChangeKind
from onboarding_phases.onboardings.events import PhaseStarted
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services.history import check_running, check_text, note
from onboarding_phases.onboardings.services.rescue import mark_rescued, phases_under_way
from portal import clock
from portal.database import db
from portal.errors import RuleViolation
from portal.levels import Level
from portal.people import Principal


def take_over(escalation: Escalation, *, to_firm: str, actor: Principal) -> tuple[int, ...]:
    """Take the case until the escalation is resolved, and tell the firm; gives the phases that count as rescued.

    Where the firm did not raise the escalation, every phase under way is a rescue from today, and so is one that
    begins before the case is given back. Where the firm raised it, it asked early, and nothing counts.

    Raises:
        RuleViolation: the case is taken over already, the escalation is with the raiser or resolved, or the firm
            is told nothing.
        Stale: the onboarding has ended.
    """
    onboarding, today = escalation.onboarding, clock.today()
    check_may(escalation, Action.TAKE_OVER, actor)
    check_running(onboarding)
    check_text(to_firm, field="text")
    if taken_over_at_all(onboarding.id) is not None:
        raise RuleViolation(_l("The case is taken over already, by another escalation."))
    escalation.taken_over_at, escalation.given_back_at = clock.now(), None
    escalation.is_rescue = not escalation.raised_by_firm
    phases = phases_under_way(onboarding) if escalation.is_rescue else ()
    mark_rescued(onboarding, phases, on=today)
    level = Level.BOTH if escalation.is_shared else Level.VENDOR
    enter(escalation, EntryKind.TAKEN_OVER, Words(to_firm, level), actor)
    note(onboarding, ChangeKind.CASE_TAKEN_OVER, today, actor, reason=to_firm.strip(), phases=list(phases))
    keep(escalation)
    publish_of(EscalationCaseTakenOver, escalation, actor, is_rescue=escalation.is_rescue, phases=phases)
    return phases


def give_back(escalation: Escalation, *, actor: Principal) -> None:
    """Let the case be the firm's again: what it begins from now on counts as its own."""
    escalation.given_back_at = clock.now()
    onboarding = keep(escalation)
    note(onboarding, ChangeKind.CASE_GIVEN_BACK, clock.today(), actor)
    publish_of(EscalationCaseGivenBack, escalation, actor)


def count_phase(event: PhaseStarted) -> None:
    """A phase that begins while the vendor holds the case counts as rescued too."""
    if taken_over(event.onboarding_id) is not None:
        onboarding = db.session.scalars(select(Onboarding).where(Onboarding.id == event.onboarding_id)).one()
        mark_rescued(onboarding, (event.position,), on=event.on)
