"""What people do with an escalation, step by step of the table."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from onboarding_phases.escalations.enums import EntryKind, EscalationState
from onboarding_phases.escalations.enums import EscalationAction as Action
from onboarding_phases.escalations.events import (
    EscalationAnswered,
    EscalationHandedBack,
    EscalationMessageWritten,
    EscalationReopened,
    EscalationResolved,
    EscalationReviewed,
    EscalationSentAgain,
    EscalationShared,
    EscalationTransferred,
)
from onboarding_phases.escalations.models import Escalation
from onboarding_phases.escalations.rules import OWNING_ROLES
from onboarding_phases.escalations.services.raising import owner_for
from onboarding_phases.escalations.services.steps import (
    Owner,
    check_may,
    check_words,
    end_turn,
    enter,
    keep,
    open_turn,
    pass_to,
    publish_of,
)
from onboarding_phases.escalations.services.taking import give_back
from onboarding_phases.escalations.values import Review, Words
from onboarding_phases.onboardings.services.history import check_text
from portal import clock
from portal.errors import RuleViolation
from portal.levels import Level
from portal.people import Principal, Role


def write_message(escalation: Escalation, words: Words, *, actor: Principal) -> None:
    """Write into the thread; it changes neither owner nor clock.

    Raises:
        RuleViolation: it is resolved, nothing is said, or it cannot be for these readers.
    """
    _begin(escalation, Action.WRITE, words, actor)
    enter(escalation, EntryKind.MESSAGE, words, actor)
    keep(escalation)
    told = {"level": words.level.value, "told_customer": words.told_customer}
    publish_of(EscalationMessageWritten, escalation, actor, **told)


def answer(escalation: Escalation, words: Words, *, actor: Principal) -> None:
    """Answer whoever raised it; the clock stops.

    Raises:
        RuleViolation: it waits for no answer, is not the actor's, or nothing is said.
    """
    escalation.state = _begin(escalation, Action.ANSWER, words, actor)
    turn, now = open_turn(escalation), clock.now()
    on_time = turn is not None and now <= turn.due_at
    if turn is not None:
        turn.answered_at = now
    escalation.due_at = None
    enter(escalation, EntryKind.ANSWERED, words, actor)
    keep(escalation)
    told = {"level": words.level.value, "told_customer": words.told_customer, "on_time": on_time}
    publish_of(EscalationAnswered, escalation, actor, **told)


def transfer(escalation: Escalation, words: Words, *, to_role: Role, actor: Principal) -> None:
    """Pass it to another role with a summary of what was done; the whole thread goes with it.

    Raises:
        RuleViolation: it is not the actor's, the role owns it already or owns none, or there is no summary.
    """
    state = _begin(escalation, Action.TRANSFER, words, actor)
    owner = owner_for(to_role, escalation.onboarding)
    if to_role not in OWNING_ROLES:
        raise RuleViolation(_l("A role that owns escalations is right."), field="to_role")
    if owner == (escalation.owner_role, escalation.owner_id):
        raise RuleViolation(_l("It is there already. Choose another role."), field="to_role")
    before, escalation.state = escalation.owner_role, state
    escalation.last_role, escalation.last_id = owner
    enter(escalation, EntryKind.TRANSFERRED, words, actor, to_role=owner[0])
    due = pass_to(escalation, owner)
    keep(escalation)
    told = {"from_role": before.value, "owner_role": owner[0].value, "due_at": due}
    publish_of(EscalationTransferred, escalation, actor, **told)


def hand_back(escalation: Escalation, words: Words, *, actor: Principal) -> None:
    """Give it back to whoever raised it and say what is missing; to a firm as a request to the firm.

    Raises:
        RuleViolation: it is not the actor's, the actor raised it, or nothing is said.
    """
    escalation.state = _begin(escalation, Action.HAND_BACK, words, actor)
    before, owner = escalation.owner_role, _raiser_of(escalation)
    enter(escalation, EntryKind.HANDED_BACK, words, actor, to_role=owner[0])
    due = pass_to(escalation, owner)
    keep(escalation)
    told = {"from_role": before.value, "owner_role": owner[0].value, "due_at": due}
    publish_of(EscalationHandedBack, escalation, actor, **told)


def _raiser_of(escalation: Escalation) -> Owner:
    if escalation.raised_by_firm:
        return Role.PARTNER_MANAGER, None
    return escalation.raised_role, escalation.raised_by_id


def send_again(escalation: Escalation, words: Words, *, actor: Principal) -> None:
    """Add what was missing; it goes to the role that handed it back.

    Raises:
        RuleViolation: it was not handed back to the actor, or nothing is said.
    """
    escalation.state = _begin(escalation, Action.SEND_AGAIN, words, actor)
    owner = (escalation.last_role, escalation.last_id)
    enter(escalation, EntryKind.SENT_AGAIN, words, actor, to_role=owner[0])
    due = pass_to(escalation, owner)
    keep(escalation)
    publish_of(EscalationSentAgain, escalation, actor, owner_role=owner[0].value, due_at=due)


def resolve(escalation: Escalation, words: Words, *, actor: Principal) -> None:
    """Write down what was done. A case that was taken over by it is the firm's again.

    Raises:
        RuleViolation: it is resolved already, not the actor's, or nothing is said.
    """
    answered_now = escalation.state is EscalationState.OPEN
    escalation.state = _begin(escalation, Action.RESOLVE, words, actor)
    turn = open_turn(escalation)
    if turn is not None and answered_now:
        turn.answered_at = clock.now()
    end_turn(escalation)
    escalation.resolved_at = clock.now()
    enter(escalation, EntryKind.RESOLVED, words, actor)
    keep(escalation)
    told = {"level": words.level.value, "told_customer": words.told_customer}
    publish_of(EscalationResolved, escalation, actor, **told)
    if escalation.is_taken_over:
        give_back(escalation, actor=actor)


def reopen(escalation: Escalation, words: Words, *, actor: Principal) -> None:
    """Say that it is not solved after all; it returns to its last owner with a new clock.

    Raises:
        RuleViolation: it is neither answered nor resolved, the actor did not raise it, or nothing is said.
    """
    escalation.state = _begin(escalation, Action.REOPEN, words, actor)
    owner = (escalation.last_role, escalation.last_id)
    escalation.resolved_at = escalation.reviewed_at = None
    enter(escalation, EntryKind.REOPENED, words, actor, to_role=owner[0])
    due = pass_to(escalation, owner)
    keep(escalation)
    publish_of(EscalationReopened, escalation, actor, owner_role=owner[0].value, due_at=due)


def share(escalation: Escalation, words: Words, *, actor: Principal) -> None:
    """Let the firm read of it from now on: subject and state, and what is written for both. The rest stays ours.

    Raises:
        RuleViolation: the firm reads it already, it is not the actor's, or nothing is said.
    """
    _begin(escalation, Action.SHARE, words, actor)
    escalation.level = Level.BOTH
    enter(escalation, EntryKind.SHARED, words, actor)
    keep(escalation)
    publish_of(EscalationShared, escalation, actor)


def review(escalation: Escalation, told: Review, *, level: Level, actor: Principal) -> None:
    """Write down what happened, what helped and what changes, of the matter and not of a person; once.

    Raises:
        RuleViolation: it is not resolved, reviewed already, or one of the three is missing.
    """
    check_may(escalation, Action.REVIEW, actor)
    for kind, field, text in (
        (EntryKind.HAPPENED, "happened", told.happened),
        (EntryKind.HELPED, "helped", told.helped),
        (EntryKind.CHANGES, "changes", told.changes),
    ):
        check_text(text, field=field)
        words = Words(text, level)
        check_words(escalation, Action.REVIEW, words, actor)
        enter(escalation, kind, words, actor)
    escalation.reviewed_at = clock.now()
    keep(escalation)
    publish_of(EscalationReviewed, escalation, actor, level=level.value)


def _begin(escalation: Escalation, action: Action, words: Words, actor: Principal) -> EscalationState:
    state = check_may(escalation, action, actor)
    check_words(escalation, action, words, actor)
    return state
