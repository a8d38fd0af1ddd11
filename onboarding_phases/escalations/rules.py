"""What may follow what in an escalation, who does it, and who reads what is written. Needs no database."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from onboarding_phases.escalations.enums import EscalationAction as Action
from onboarding_phases.escalations.enums import EscalationKind, Part
from onboarding_phases.escalations.enums import EscalationState as State
from portal.errors import RuleViolation
from portal.levels import Level
from portal.people import Role

SHIPPED_ROUTES: Mapping[EscalationKind, Role] = {
    EscalationKind.PRODUCT: Role.SUPPORT,
    EscalationKind.CONTRACT: Role.SALES,
    EscalationKind.SCOPE: Role.CS_MEMBER,
    EscalationKind.FIRM: Role.CS_MANAGER,
    EscalationKind.LEGAL: Role.ADMIN,
}
"""Which role owns a kind of problem until the vendor's table says otherwise."""
OWNING_ROLES = (Role.CS_MEMBER, Role.CS_MANAGER, Role.SUPPORT, Role.SALES, Role.ADMIN)


@dataclass(frozen=True)
class Step:
    """What an action leads to, and whose it is."""

    to: State
    parts: frozenset[Part]


def _step(to: State, *parts: Part) -> Step:
    return Step(to, frozenset(parts))


TABLE: Mapping[tuple[State, Action], Step] = {
    (State.OPEN, Action.WRITE): _step(State.OPEN, Part.READER),
    (State.OPEN, Action.ANSWER): _step(State.ANSWERED, Part.OWNER),
    (State.OPEN, Action.TRANSFER): _step(State.OPEN, Part.OWNER, Part.MANAGER),
    (State.OPEN, Action.HAND_BACK): _step(State.HANDED_BACK, Part.OWNER),
    (State.OPEN, Action.RESOLVE): _step(State.RESOLVED, Part.OWNER),
    (State.OPEN, Action.SHARE): _step(State.OPEN, Part.OWNER, Part.RAISER, Part.MANAGER),
    (State.OPEN, Action.TAKE_OVER): _step(State.OPEN, Part.READER),
    (State.ANSWERED, Action.WRITE): _step(State.ANSWERED, Part.READER),
    (State.ANSWERED, Action.TRANSFER): _step(State.OPEN, Part.OWNER, Part.MANAGER),
    (State.ANSWERED, Action.HAND_BACK): _step(State.HANDED_BACK, Part.OWNER),
    (State.ANSWERED, Action.RESOLVE): _step(State.RESOLVED, Part.OWNER, Part.RAISER),
    (State.ANSWERED, Action.REOPEN): _step(State.OPEN, Part.RAISER, Part.MANAGER),
    (State.ANSWERED, Action.SHARE): _step(State.ANSWERED, Part.OWNER, Part.RAISER, Part.MANAGER),
    (State.ANSWERED, Action.TAKE_OVER): _step(State.ANSWERED, Part.READER),
    (State.HANDED_BACK, Action.WRITE): _step(State.HANDED_BACK, Part.READER),
    (State.HANDED_BACK, Action.SEND_AGAIN): _step(State.OPEN, Part.OWNER),
    (State.HANDED_BACK, Action.TRANSFER): _step(State.OPEN, Part.MANAGER),
    (State.HANDED_BACK, Action.RESOLVE): _step(State.RESOLVED, Part.OWNER),
    (State.RESOLVED, Action.REOPEN): _step(State.OPEN, Part.RAISER, Part.MANAGER),
    (State.RESOLVED, Action.REVIEW): _step(State.RESOLVED, Part.READER),
}
"""All that can be done. What does not stand here is refused, and so is whoever has no part in it."""

REFUSALS: Mapping[State, LazyString] = {
    State.OPEN: _l("This escalation waits for its answer. What you asked for comes later, or is not its owner's."),
    State.ANSWERED: _l("This escalation is answered. What you asked for is not possible in this state."),
    State.HANDED_BACK: _l("This escalation is handed back. Whoever raised it sends it again or resolves it."),
    State.RESOLVED: _l("This escalation is resolved. It can be opened again, or reviewed."),
}
# What is written to the raiser, so that it reaches them whatever their side.
TO_RAISER = frozenset({Action.ANSWER, Action.HAND_BACK, Action.RESOLVE})
# What a firm writes to the vendor.
TO_VENDOR = frozenset({Action.SEND_AGAIN, Action.RESOLVE, Action.REOPEN})


def step_of(state: State, action: Action) -> Step:
    """What an action leads to.

    Raises:
        RuleViolation: the action is not for an escalation in this state.
    """
    if (state, action) not in TABLE:
        raise RuleViolation(REFUSALS[state])
    return TABLE[state, action]


def check_part(step: Step, parts: Set[Part]) -> None:
    """See that an action is this person's.

    Raises:
        RuleViolation: it is somebody else's.
    """
    if not step.parts & parts:
        raise RuleViolation(_l("An escalation has one owner at a time, and this is not yours to do."))


def levels_of(action: Action, *, by_firm: bool, raised_by_firm: bool, is_shared: bool) -> tuple[Level, ...]:
    """Who may read what is written with an action, the narrowest first: that one is the default."""
    if by_firm:
        return (Level.BOTH,) if action in TO_VENDOR else (Level.FIRM, Level.BOTH)
    if action is Action.SHARE:
        return (Level.BOTH,)
    if not is_shared:
        return (Level.VENDOR,)
    return (Level.BOTH,) if raised_by_firm and action in TO_RAISER else (Level.VENDOR, Level.BOTH)
