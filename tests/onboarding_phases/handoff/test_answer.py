"""Submitting, returning and accepting a handoff, and who is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from onboarding_phases.handoff.enums import FieldState, HandoffState
from onboarding_phases.handoff.queries import brief_of, label_of, text_of
from onboarding_phases.handoff.rules import Answer
from onboarding_phases.handoff.services import accept_handoff, return_handoff, save_fields, submit_handoff
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.inbox.models import Notice
from tests.factories.customers import make_customer
from tests.factories.handoffs import filled, full_answers, handoff_now, make_handoff
from tests.factories.people import principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
SHORT = full_answers(goal=Answer())


def told(user):
    with unit(write=False) as session:
        return list(session.scalars(select(Notice.kind).where(Notice.user_id == user.id).order_by(Notice.id)))


def last_event():
    with unit(write=False) as session:
        found = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        session.expunge_all()
    return found


def test_submitting_hands_it_to_the_cs_owner(customer, sales, member, manager, act):
    handoff = make_handoff(customer)

    act(submit_handoff, handoff, actor=principal(sales))

    now = handoff_now(handoff)
    assert (now.state, now.submitted_by) == (HandoffState.SUBMITTED, sales.id)
    assert told(member) == ["handoff.submitted"]
    assert told(manager) == []
    assert last_event().event == "HandoffSubmitted"


def test_without_a_cs_owner_the_managers_are_told(sales, manager, act):
    handoff = make_handoff(make_customer(sales_owner_id=sales.id))

    act(submit_handoff, handoff, actor=principal(sales))

    assert told(manager) == ["handoff.submitted"]


def test_returning_says_field_by_field_what_is_missing(customer, sales, member, act):
    handoff = make_handoff(customer, state=HandoffState.SUBMITTED)

    act(return_handoff, handoff, missing={"goal": " By when? ", "concerns": ""}, actor=principal(member))

    now = handoff_now(handoff)
    assert now.state == HandoffState.RETURNED
    assert {key: (item.missing, item.by) for key, item in now.open_returns.items()} == {
        "goal": ("By when?", member.id)
    }
    assert told(sales) == ["handoff.returned"]
    assert last_event().values["missing"] == {"goal": "By when?"}


@pytest.mark.parametrize("missing", [{}, {"goal": "  "}, {"no_such_field": "x"}, {"goal": "x" * 501}])
def test_a_return_without_a_usable_remark_is_refused(customer, member, act, missing):
    handoff = make_handoff(customer, state=HandoffState.SUBMITTED)

    with pytest.raises(RuleViolation):
        act(return_handoff, handoff, missing=missing, actor=principal(member))

    assert handoff_now(handoff).state == HandoffState.SUBMITTED


def test_a_remark_is_settled_when_its_field_is_answered_anew(customer, sales, member, act):
    handoff = make_handoff(customer, state=HandoffState.SUBMITTED)
    act(return_handoff, handoff, missing={"goal": "By when?", "concerns": "Whose?"}, actor=principal(member))

    act(save_fields, handoff, fields={"goal": filled("By April")}, version=None, actor=principal(sales))

    assert list(handoff_now(handoff).open_returns) == ["concerns"]


def test_a_complete_handoff_is_accepted(customer, sales, member, act):
    handoff = make_handoff(customer, state=HandoffState.SUBMITTED)

    act(accept_handoff, handoff, actor=principal(member), override_reason="not needed")

    now = handoff_now(handoff)
    assert (now.state, now.accepted_by, now.override_reason) == (HandoffState.ACCEPTED, member.id, None)
    assert told(sales) == ["handoff.accepted"]


def test_short_of_the_target_a_member_cannot_accept_even_with_a_reason(customer, member, act):
    handoff = make_handoff(customer, fields=SHORT, state=HandoffState.SUBMITTED)

    with pytest.raises(RuleViolation, match="マネージャーに依頼"):
        act(accept_handoff, handoff, actor=principal(member), override_reason="I want to")


def test_short_of_the_target_a_manager_needs_a_reason_which_is_kept(customer, manager, act):
    handoff = make_handoff(customer, fields=SHORT, state=HandoffState.SUBMITTED)

    with pytest.raises(RuleViolation, match="理由を入力"):
        act(accept_handoff, handoff, actor=principal(manager), override_reason="  ")
    act(accept_handoff, handoff, actor=principal(manager), override_reason=" They start tomorrow ")

    assert handoff_now(handoff).override_reason == "They start tomorrow"
    assert last_event().values["override_reason"] == "They start tomorrow"


def test_recommended_fields_alone_can_keep_it_short_of_the_target(customer, member, act):
    lacking = full_answers(influencers_and_blockers=Answer(), current_figures=Answer())
    handoff = make_handoff(customer, fields=lacking, state=HandoffState.SUBMITTED)

    with pytest.raises(RuleViolation, match="94%で（目標95%）"):
        act(accept_handoff, handoff, actor=principal(member))


@pytest.mark.parametrize("state", [HandoffState.DRAFT, HandoffState.ACCEPTED])
def test_only_what_is_submitted_is_answered(customer, manager, act, state):
    handoff = make_handoff(customer, state=state)

    with pytest.raises(RuleViolation, match="状態が変わりました"):
        act(accept_handoff, handoff, actor=principal(manager))
    with pytest.raises(RuleViolation, match="状態が変わりました"):
        act(return_handoff, handoff, missing={"goal": "x"}, actor=principal(manager))


def test_an_answer_to_what_has_changed_meanwhile_is_stale(customer, manager, member, act):
    handoff = make_handoff(customer, state=HandoffState.SUBMITTED)
    act(save_fields, handoff, fields={"goal": filled("New")}, version=None, actor=principal(member))

    with pytest.raises(Stale):
        act(accept_handoff, handoff, actor=principal(manager), version=handoff.version)


def test_a_partner_may_read_what_is_filled_and_not_hidden(customer):
    answers = full_answers(previous_attempts=Answer(FieldState.UNKNOWN, "rumour"))
    handoff = make_handoff(customer, fields=answers, state=HandoffState.SUBMITTED)

    with unit(write=False):
        brief = brief_of(handoff.customer_id)

    assert brief["goal"] == "About goal"
    hidden = {
        "commitment_commercial",
        "influencers_and_blockers",
        "account_notes",
        "sales_confidence",
        "alternatives",
    }
    assert not hidden & set(brief)
    assert "previous_attempts" not in brief


@pytest.mark.parametrize("state", [HandoffState.DRAFT, None])
def test_there_is_no_brief_before_it_is_submitted(customer, state):
    if state:
        make_handoff(customer, state=state)

    with unit(write=False):
        assert brief_of(customer.id) == {}


def test_labels_and_values_are_said_in_the_readers_language(app):
    with app.test_request_context(headers={"Accept-Language": "ja"}):
        assert label_of("goal") == "目的"
        assert text_of("go_live_on", "2027-04-01") == "2027年4月1日"
        assert text_of("contact_preference", "chat") == "チャット"
        assert label_of("a_key_of_old") == "a_key_of_old"
