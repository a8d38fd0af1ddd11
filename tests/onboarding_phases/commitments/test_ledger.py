"""Commitments come from the handoff or are added; each ends kept, renegotiated or refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onboarding_phases.commitments.enums import CommitmentState as State
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.services import (
    consent_to_commitment,
    keep_commitment,
    plan_commitment,
    refuse_commitment,
    refuse_while_pending,
    renegotiate_commitment,
    share_commitment,
    tell_customer,
)
from onboarding_phases.commitments.services.taking import take_commitments
from onboarding_phases.handoff.enums import FieldState, HandoffState
from onboarding_phases.handoff.rules import Answer
from onboarding_phases.onboardings.events import OnboardingCompleted
from onboarding_phases.onboardings.services import begin_onboarding
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.levels import Level
from portal.people import Role
from tests.factories.accounts import run_jobs
from tests.factories.commitments import DUE, commitments_now, make_commitment, with_commitment
from tests.factories.handoffs import filled, full_answers, make_handoff
from tests.factories.onboardings import make_onboarding, make_served_customer
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

TODAY = date(2026, 11, 24)


def make_promised(partner, **others):
    """An onboarding whose handoff was accepted before it began."""
    customer = make_served_customer()
    make_handoff(customer, fields=full_answers(**others), state=HandoffState.ACCEPTED)
    return make_onboarding(partner, customer=customer)


def test_the_commitments_of_the_handoff_stand_in_the_ledger_when_the_onboarding_begins(partner):
    onboarding = make_promised(
        partner,
        commitment_scope=filled("・講義は2回\n・移行は当社"),
        commitment_verbal=Answer(FieldState.NOT_APPLICABLE, reason="none was made"),
        commitment_service=Answer(FieldState.UNKNOWN),
    )
    found = [(row.field, row.text, row.level, row.state) for row in commitments_now(onboarding)]
    assert found == [
        ("commitment_scope", "講義は2回", Level.BOTH, State.OPEN),
        ("commitment_scope", "移行は当社", Level.BOTH, State.OPEN),
        ("commitment_timeline", "About commitment_timeline", Level.BOTH, State.OPEN),
        ("commitment_commercial", "About commitment_commercial", Level.VENDOR, State.OPEN),
    ]


def test_a_handoff_that_is_accepted_later_is_taken_once(partner):
    customer = make_served_customer()
    onboarding = make_onboarding(partner, customer=customer)
    assert commitments_now(onboarding) == []
    make_handoff(customer, state=HandoffState.ACCEPTED)
    assert len(commitments_now(onboarding)) == 5
    with unit():
        take_commitments(customer_id=customer.id)
    assert len(commitments_now(onboarding)) == 5


def test_what_a_firm_begins_is_taken_by_a_job_of_the_vendors(partner, firm):
    customer, actor = make_served_customer(), principal(firm)
    make_onboarding(partner)  # so that there are playbooks
    make_handoff(customer, state=HandoffState.ACCEPTED)
    facts = {"customer_name": "Kaki", "product": "accounting", "industry": "G", "prefecture": "東京都"}
    with unit(actor.scope):
        about = {"partner_id": partner.id, "offer_id": None, "customer_id": customer.id}
        begun = begin_onboarding(
            **about, facts={**facts, "effort": 1, "owner_id": None}, start_on=TODAY, actor=actor
        )
    assert commitments_now(begun) == []
    run_jobs()
    assert [row.level for row in commitments_now(begun)].count(Level.VENDOR) == 1
    with unit(actor.scope, write=False) as session:
        assert len(session.scalars(select(Commitment)).all()) == 4


def test_what_somebody_else_enters_waits_for_the_owners_consent(onboarding, vendor, firm):
    ours = make_commitment(onboarding, principal(vendor))
    theirs = make_commitment(onboarding, principal(firm))
    sold = make_commitment(onboarding, principal(make_user(Role.SALES)))
    assert {row.code: (row.state, row.level) for row in commitments_now(onboarding)} == {
        ours: (State.OPEN, Level.VENDOR),
        theirs: (State.PROPOSED, Level.BOTH),
        sold: (State.PROPOSED, Level.VENDOR),
    }
    with with_commitment(theirs, principal(vendor)) as found:
        with pytest.raises(RuleViolation, match="まだ承認していません"):
            keep_commitment(found, proof="mail", on=TODAY, told_on=None, **by(onboarding, firm))
        consent_to_commitment(found, **by(onboarding, vendor))
        assert found.state is State.OPEN
        with pytest.raises(RuleViolation):
            consent_to_commitment(found, **by(onboarding, vendor))


def by(onboarding, user, **values):
    return {"onboarding": onboarding, "actor": principal(user), **values}


def test_a_commitment_is_kept_with_what_shows_it(onboarding, vendor, firm):
    code = make_commitment(onboarding, principal(vendor), level=Level.BOTH)
    with with_commitment(code, principal(firm)) as found:
        with pytest.raises(RuleViolation):
            keep_commitment(found, proof=" ", on=TODAY, told_on=None, **by(onboarding, firm))
        with pytest.raises(RuleViolation):
            keep_commitment(found, proof="mail", on=DUE, told_on=None, **by(onboarding, firm))
        keep_commitment(found, proof="mail of the 24th", on=TODAY, told_on=TODAY, **by(onboarding, firm))
    (row,) = commitments_now(onboarding)
    assert (row.state, row.note, row.settled_on, row.told_on) == (State.KEPT, "mail of the 24th", TODAY, TODAY)


def test_a_renegotiated_commitment_stays_beside_what_took_its_place(onboarding, vendor):
    code = make_commitment(onboarding, principal(vendor), level=Level.CUSTOMER)
    agreed = {"text": "the list by Monday", "due_on": date(2026, 12, 14), "told_on": TODAY}
    with with_commitment(code, principal(vendor)) as found:
        with pytest.raises(RuleViolation, match="すでに約束した"):
            renegotiate_commitment(found, text=found.text, due_on=DUE, told_on=TODAY, **by(onboarding, vendor))
        renegotiate_commitment(found, **agreed, **by(onboarding, vendor))
    old, new = commitments_now(onboarding)
    assert (old.state, old.text, old.due_on, old.told_on) == (State.RENEGOTIATED, "the list by Friday", DUE, TODAY)
    assert (new.state, new.text, new.replaces_id, new.level) == (State.OPEN, agreed["text"], old.id, Level.CUSTOMER)


def test_a_refused_commitment_says_why_and_when_the_customer_was_told(onboarding, vendor):
    code = make_commitment(onboarding, principal(vendor))
    with with_commitment(code, principal(vendor)) as found:
        with pytest.raises(RuleViolation):
            refuse_commitment(found, reason="", told_on=None, **by(onboarding, vendor))
        refuse_commitment(found, reason="not in the product", told_on=None, **by(onboarding, vendor))
        tell_customer(found, on=TODAY, **by(onboarding, vendor))
        with pytest.raises(RuleViolation):
            tell_customer(found, on=TODAY, **by(onboarding, vendor))
    (row,) = commitments_now(onboarding)
    assert (row.state, row.note, row.told_on) == (State.REFUSED, "not in the product", TODAY)


def test_a_day_that_was_promised_moves_by_renegotiation_alone(partner, vendor):
    onboarding = make_promised(partner)
    code = commitments_now(onboarding)[0].code
    with with_commitment(code, principal(vendor)) as found:
        plan_commitment(found, due_on=DUE, said_to="Tanaka", **by(onboarding, vendor))
        with pytest.raises(RuleViolation, match="再合意"):
            plan_commitment(found, due_on=date(2026, 12, 31), said_to="", **by(onboarding, vendor))
        assert (found.due_on, found.said_to) == (DUE, "Tanaka")


def test_a_second_editor_is_told(onboarding, vendor):
    code = make_commitment(onboarding, principal(vendor), level=Level.BOTH)
    with with_commitment(code, principal(vendor)) as found, pytest.raises(Stale):
        refuse_commitment(found, reason="why", told_on=None, **by(onboarding, vendor, version=found.version - 1))


def test_an_open_commitment_keeps_an_onboarding_from_its_end_and_a_settled_one_does_not(onboarding, vendor, firm):
    ended = OnboardingCompleted(
        actor_id=None, partner_id=onboarding.partner_id, onboarding_id=onboarding.id, code="x", completed_on=TODAY
    )
    for actor in (vendor, firm):
        code = make_commitment(onboarding, principal(actor))
        with with_commitment(code, principal(vendor)) as found:
            with pytest.raises(RuleViolation, match="約束事項"):
                refuse_while_pending(ended)
            refuse_commitment(found, reason="no", told_on=None, **by(onboarding, vendor))
            refuse_while_pending(ended)


def test_the_database_holds_no_commitment_that_was_kept_without_proof(onboarding, vendor):
    code = make_commitment(onboarding, principal(vendor))
    with pytest.raises(IntegrityError), with_commitment(code, principal(vendor)) as found:
        found.state, found.settled_on = State.KEPT, TODAY


def test_what_the_vendor_keeps_to_itself_the_firm_does_not_see_until_it_is_shared(onboarding, vendor, firm):
    code = make_commitment(onboarding, principal(vendor))
    seen = select(Commitment.code)
    with unit(principal(firm).scope, write=False) as session:
        assert session.scalars(seen).all() == []
    with with_commitment(code, principal(vendor)) as found:
        share_commitment(found, level=Level.BOTH, **by(onboarding, vendor))
        with pytest.raises(RuleViolation):
            share_commitment(found, level=Level.BOTH, **by(onboarding, vendor))
    with unit(principal(firm).scope, write=False) as session:
        assert session.scalars(seen).all() == [code]
    with unit(principal(make_partner_manager(make_partner())).scope, write=False) as session:
        assert session.scalars(seen).all() == []


def test_a_day_of_a_commitment_lies_where_it_can(onboarding, vendor):
    for wrong in ({"said_on": date(2026, 11, 25)}, {"due_on": date(2026, 11, 19)}, {"text": " "}, {"said_to": ""}):
        with pytest.raises(RuleViolation) as refused:
            make_commitment(onboarding, principal(vendor), **wrong)
        assert refused.value.field in wrong
    assert clock.today() == TODAY
