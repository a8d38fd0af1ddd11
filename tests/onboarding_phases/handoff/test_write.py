"""Beginning a handoff and writing it, alone and at the same time as somebody else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from onboarding_phases.customers.models import Customer
from onboarding_phases.handoff.enums import FieldState, HandoffState
from onboarding_phases.handoff.rules import Answer, Outdated
from onboarding_phases.handoff.services import open_handoff, save_fields, sign_handoff, submit_handoff
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.tenancy import Scope, ScopeError
from tests.factories.handoffs import filled, handoff_now, make_handoff
from tests.factories.people import principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


def events():
    with unit(write=False) as session:
        return list(session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))


def test_a_new_handoff_is_an_empty_draft(customer, sales):
    with unit() as session:
        mine = session.scalars(select(Customer)).one()
        handoff = open_handoff(mine, actor=principal(sales))

    assert (handoff.state, handoff.completeness, handoff.fields) == (HandoffState.DRAFT, 0, {})
    assert handoff.missing_required == 17
    assert events() == ["HandoffOpened"]


def test_a_customer_has_one_handoff(customer, sales):
    make_handoff(customer)

    with unit() as session:
        mine = session.scalars(select(Customer)).one()
        with pytest.raises(RuleViolation, match="すでに作成"):
            open_handoff(mine, actor=principal(sales))


def test_saving_keeps_the_answer_who_gave_it_and_how_complete_that_is(customer, sales, act):
    handoff = make_handoff(customer, fields={})

    saved = act(save_fields, handoff, fields={"goal": filled(" Close sooner ")}, version=1, actor=principal(sales))

    now = handoff_now(handoff)
    assert saved.changed == ("goal",)
    assert now.answers["goal"] == Answer(FieldState.FILLED, "Close sooner")
    assert (now.fields["goal"]["by"], now.fields["goal"]["version"]) == (sales.id, now.version)
    assert (now.completeness, now.missing_required) == (4, 16)
    assert events()[-1] == "HandoffSaved"


def test_saving_the_same_again_changes_nothing(customer, sales, act):
    handoff = make_handoff(customer, fields={"goal": filled("Close sooner")})
    before = events()

    saved = act(save_fields, handoff, fields={"goal": filled("Close sooner")}, version=None, actor=principal(sales))

    assert saved.changed == ()
    assert events() == before
    assert handoff_now(handoff).version == handoff.version


def test_the_second_of_two_who_answer_one_field_is_told_and_shown_both(customer, sales, manager, act):
    handoff = make_handoff(customer, fields={"goal": filled("Old")})
    act(save_fields, handoff, fields={"goal": filled("First")}, version=handoff.version, actor=principal(manager))

    with pytest.raises(Outdated) as told:
        act(save_fields, handoff, fields={"goal": filled("Second")}, version=handoff.version, actor=principal(sales))

    difference = told.value.differences[0]
    assert isinstance(told.value, Stale)
    assert (difference.theirs.value, difference.mine.value, difference.by) == ("First", "Second", manager.id)
    assert handoff_now(handoff).answers["goal"].value == "First"


def test_two_who_answer_different_fields_both_keep_their_words(customer, sales, manager, act):
    handoff = make_handoff(customer, fields={})
    seen = handoff.version
    act(save_fields, handoff, fields={"goal": filled("First")}, version=seen, actor=principal(manager))

    saved = act(save_fields, handoff, fields={"concerns": filled("Second")}, version=seen, actor=principal(sales))

    assert saved.by_others == ("goal",)
    answers = handoff_now(handoff).answers
    assert (answers["goal"].value, answers["concerns"].value) == ("First", "Second")


def test_saving_again_with_the_new_version_replaces_knowingly(customer, sales, manager, act):
    handoff = make_handoff(customer, fields={})
    act(save_fields, handoff, fields={"goal": filled("First")}, version=handoff.version, actor=principal(manager))
    now = handoff_now(handoff)

    act(save_fields, handoff, fields={"goal": filled("Second")}, version=now.version, actor=principal(sales))

    assert handoff_now(handoff).answers["goal"].value == "Second"


def test_a_wrong_answer_leaves_all_of_them_unwritten(customer, sales, act):
    handoff = make_handoff(customer, fields={})

    with pytest.raises(RuleViolation):
        wrong = {"goal": filled("Fine"), "go_live_on": filled("soon")}
        act(save_fields, handoff, fields=wrong, version=None, actor=principal(sales))

    assert handoff_now(handoff).fields == {}


def test_sales_cannot_write_while_cs_holds_it_but_cs_can(customer, sales, member, act):
    handoff = make_handoff(customer, state=HandoffState.SUBMITTED)
    other = {"goal": filled("Learned later")}

    with pytest.raises(RuleViolation, match="記入できる状態ではありません"):
        act(save_fields, handoff, fields=other, version=None, actor=principal(sales))
    act(save_fields, handoff, fields=other, version=None, actor=principal(member))

    assert handoff_now(handoff).answers["goal"].value == "Learned later"


def test_nobody_writes_in_an_accepted_handoff(customer, manager, act):
    handoff = make_handoff(customer, state=HandoffState.ACCEPTED)

    with pytest.raises(RuleViolation, match="記入できる状態ではありません"):
        act(save_fields, handoff, fields={"goal": filled("Late")}, version=None, actor=principal(manager))


def test_the_moment_of_signing_is_kept_whatever_the_state(customer, sales, act):
    handoff = make_handoff(customer, state=HandoffState.ACCEPTED)
    at = datetime(2026, 12, 4, 1, 30, tzinfo=UTC)

    assert act(sign_handoff, handoff, signed_at=at, actor=principal(sales))
    assert not act(sign_handoff, handoff, signed_at=at, actor=principal(sales))
    assert handoff_now(handoff).signed_at == at
    assert events()[-1] == "HandoffSigned"


def test_an_empty_handoff_cannot_be_submitted(customer, sales, act):
    handoff = make_handoff(customer, fields={"goal": Answer(FieldState.UNKNOWN)})

    with pytest.raises(RuleViolation, match="何も記入されていません"):
        act(submit_handoff, handoff, actor=principal(sales))

    assert handoff_now(handoff).state == HandoffState.DRAFT


def test_a_firms_session_holds_no_handoff_and_writes_none(customer):
    handoff = make_handoff(customer)

    with unit(Scope(1), write=False) as session:
        assert session.scalars(select(type(handoff))).all() == []
    with pytest.raises(ScopeError), unit(Scope(1)) as session:
        session.add(type(handoff)(customer_id=customer.id, fields={}))
        session.flush()
