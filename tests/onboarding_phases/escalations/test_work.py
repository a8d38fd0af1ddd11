"""What is done with an escalation: by its table, by whose turn it is, with its whole thread."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

import pytest

from onboarding_phases.escalations.enums import EscalationAction as Action
from onboarding_phases.escalations.enums import EscalationKind
from onboarding_phases.escalations.enums import EscalationState as State
from onboarding_phases.escalations.services import (
    answer,
    hand_back,
    reopen,
    resolve,
    review,
    send_again,
    share,
    take_over,
    transfer,
    write_message,
)
from onboarding_phases.escalations.values import Review
from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation
from portal.levels import Level
from portal.people import Role
from tests.conftest import NOW
from tests.factories.escalations import BOTH, OURS, act, at_work, escalate, look, make_cast
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
REVIEW = Review("the rate was wrong", "the log", "a check before import")


@pytest.fixture
def cast(app):
    return make_cast()


def do(cast, code: str, action: Action, role: Role) -> None:
    actor = cast.of(role)
    if action is Action.TAKE_OVER:
        with at_work(code, actor) as escalation:
            take_over(escalation, to_firm="we lead", actor=actor)
    elif action is Action.REVIEW:
        with at_work(code, actor) as escalation:
            review(escalation, REVIEW, level=OURS if actor.is_vendor else BOTH, actor=actor)
    elif action is Action.TRANSFER:
        act(transfer, code, actor, OURS if actor.is_vendor else BOTH, to_role=Role.SUPPORT)
    elif action is Action.SHARE:
        act(share, code, actor, BOTH)
    else:
        verbs = (write_message, answer, hand_back, send_again, resolve, reopen)
        act({verb.__name__.split("_message")[0]: verb for verb in verbs}[action.value], code, actor)


def bring_to(cast, state: State, *, by: Role) -> str:
    """An escalation of the firm's performance, owned by the CS manager, in a state."""
    code = escalate(cast, by, kind=EscalationKind.FIRM)
    manager = Role.CS_MANAGER
    if state is not State.OPEN:
        verb = {State.ANSWERED: Action.ANSWER, State.HANDED_BACK: Action.HAND_BACK, State.RESOLVED: Action.RESOLVE}
        do(cast, code, verb[state], manager)
    return code


# Written out once more, from the words of the product: who may do what while the CS manager owns what sales raised.
OWNER, RAISER, OTHER = Role.CS_MANAGER, Role.SALES, Role.CS_MEMBER
ALLOWED = {
    State.OPEN: {
        OWNER: {"write", "answer", "transfer", "hand_back", "resolve", "share", "take_over"},
        RAISER: {"write", "share"},
        OTHER: {"write", "take_over"},
    },
    State.ANSWERED: {
        OWNER: {"write", "transfer", "hand_back", "resolve", "reopen", "share", "take_over"},
        RAISER: {"write", "resolve", "reopen", "share"},
        OTHER: {"write", "take_over"},
    },
    State.HANDED_BACK: {
        OWNER: {"write", "transfer"},
        RAISER: {"write", "send_again", "resolve"},
        OTHER: {"write"},
    },
    State.RESOLVED: {OWNER: {"reopen", "review"}, RAISER: {"reopen", "review"}, OTHER: {"review"}},
}
BYSTANDERS = {Role.ADMIN: {"write"}, Role.SUPPORT: {"write"}}
AFTER = {
    "answer": State.ANSWERED,
    "transfer": State.OPEN,
    "hand_back": State.HANDED_BACK,
    "send_again": State.OPEN,
    "resolve": State.RESOLVED,
    "reopen": State.OPEN,
    "review": State.RESOLVED,
}


@pytest.mark.parametrize(("state", "role"), list(product(State, Role)))
def test_whatever_the_table_does_not_allow_is_refused_and_changes_nothing(cast, state, role):
    allowed = ALLOWED[state].get(role, set())
    if role in BYSTANDERS:
        allowed = BYSTANDERS[role] if state is not State.RESOLVED else {"review"}
    code = bring_to(cast, state, by=RAISER)
    for action in Action:
        before = look(code)
        if action.value in allowed:
            code = bring_to(cast, state, by=RAISER)
            do(cast, code, action, role)
            assert look(code).state is AFTER.get(action.value, state)
            code = bring_to(cast, state, by=RAISER)
            continue
        with pytest.raises(RuleViolation):
            do(cast, code, action, role)
        after = look(code)
        assert (after.state, after.version, after.entries) == (before.state, before.version, before.entries)


@pytest.mark.parametrize("role", [Role.PARTNER_MANAGER, Role.CONSULTANT])
@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (State.OPEN, {"write"}),
        (State.ANSWERED, {"write", "resolve", "reopen"}),
        (State.HANDED_BACK, {"write", "send_again", "resolve"}),
        (State.RESOLVED, {"reopen"}),
    ],
)
def test_a_firm_does_what_is_the_raisers_and_no_more(cast, state, allowed, role):
    for action in Action:
        code = bring_to(cast, state, by=Role.CONSULTANT)
        if action.value in allowed:
            do(cast, code, action, role)
        else:
            with pytest.raises(RuleViolation):
                do(cast, code, action, role)


def test_an_answer_stops_the_clock_and_says_whether_it_was_in_time(cast):
    early, late = (escalate(cast, Role.CONSULTANT) for _ in range(2))
    act(answer, early, cast.of(Role.CS_MEMBER))
    with clock.at(NOW + timedelta(days=3)):
        act(answer, late, cast.of(Role.CS_MEMBER))

    assert (look(early).due_at, look(late).due_at) == (None, None)
    with unit(write=False) as session:
        told = session.query(AuditEntry).filter(AuditEntry.event == "EscalationAnswered").order_by(AuditEntry.id)
        assert [entry.values["on_time"] for entry in told] == [True, False]


def test_a_transfer_keeps_the_thread_and_begins_a_clock_for_the_new_owner(cast):
    code = escalate(cast, Role.CONSULTANT)
    act(write_message, code, cast.of(Role.CONSULTANT))
    with clock.at(NOW + timedelta(hours=2)):
        act(transfer, code, cast.of(Role.CS_MEMBER), OURS, to_role=Role.SALES)

    found = look(code)
    assert (found.owner_role, found.owner_id, found.state, found.entries) == (Role.SALES, None, State.OPEN, 3)
    assert found.due_at == datetime(2026, 11, 25, 12, tzinfo=clock.zone())
    assert [(turn.role, turn.until_at is None) for turn in found.turns] == [
        (Role.CS_MEMBER, False),
        (Role.SALES, True),
    ]


@pytest.mark.parametrize("role", [Role.CS_MEMBER, Role.AUDITOR, Role.PARTNER_MANAGER])
def test_a_transfer_leads_to_another_role_that_owns_escalations(cast, role):
    code = escalate(cast, Role.CONSULTANT)

    with pytest.raises(RuleViolation) as refused:
        act(transfer, code, cast.of(Role.CS_MEMBER), OURS, to_role=role)

    assert refused.value.field == "to_role"


def test_what_was_handed_back_to_a_firm_is_the_firms_and_returns_to_whoever_asked(cast):
    code = escalate(cast, Role.CONSULTANT)
    act(hand_back, code, cast.of(Role.CS_MEMBER))
    asked = look(code)
    assert (asked.owner_role, asked.owner_id, asked.due_at is not None) == (Role.PARTNER_MANAGER, None, True)

    act(send_again, code, cast.of(Role.PARTNER_MANAGER))

    assert (look(code).owner_role, look(code).owner_id) == (Role.CS_MEMBER, cast.users[Role.CS_MEMBER].id)


def test_what_was_handed_back_inside_is_the_persons_who_raised_it(cast):
    code = escalate(cast, Role.SUPPORT, kind=EscalationKind.CONTRACT)
    act(hand_back, code, cast.of(Role.SALES))

    assert (look(code).owner_role, look(code).owner_id) == (Role.SUPPORT, cast.users[Role.SUPPORT].id)


def test_nobody_hands_back_to_themselves(cast):
    code = escalate(cast, Role.CS_MEMBER)

    with pytest.raises(RuleViolation):
        act(hand_back, code, cast.of(Role.CS_MEMBER))


def test_what_is_opened_again_returns_to_its_last_owner_with_a_new_clock(cast):
    code = escalate(cast, Role.CONSULTANT, kind=EscalationKind.PRODUCT)
    act(resolve, code, cast.of(Role.SUPPORT))
    with clock.at(NOW + timedelta(days=1)):
        act(reopen, code, cast.of(Role.PARTNER_MANAGER))

    found = look(code)
    assert (found.owner_role, found.state, found.resolved_at) == (Role.SUPPORT, State.OPEN, None)
    assert found.due_at == datetime(2026, 11, 26, 10, tzinfo=clock.zone())


def test_a_review_is_written_once_and_says_all_three(cast):
    code = bring_to(cast, State.RESOLVED, by=RAISER)
    manager = cast.of(Role.CS_MANAGER)
    with pytest.raises(RuleViolation) as refused, at_work(code, manager) as escalation:
        review(escalation, Review("x", " ", "y"), level=OURS, actor=manager)
    assert refused.value.field == "helped"

    do(cast, code, Action.REVIEW, Role.CS_MANAGER)

    with pytest.raises(RuleViolation):
        do(cast, code, Action.REVIEW, Role.CS_MANAGER)
    assert look(code).entries == 5


@pytest.mark.parametrize("level", [Level.FIRM, Level.BOTH])
def test_what_the_vendor_keeps_to_itself_cannot_be_answered_to_the_firm(cast, level):
    code = escalate(cast, Role.CS_MEMBER)

    with pytest.raises(RuleViolation) as refused:
        act(answer, code, cast.of(Role.CS_MEMBER), level)

    assert refused.value.field == "level"


def test_the_trail_holds_no_word_of_a_thread(cast):
    code = escalate(cast, Role.CONSULTANT, text="a secret of the thread")
    act(write_message, code, cast.of(Role.CONSULTANT), Level.FIRM)

    with unit(write=False) as session:
        kept = [entry.values for entry in session.query(AuditEntry).all() if "escalation" in entry.values]
        assert len(kept) == 2
        assert "secret" not in str(kept)
