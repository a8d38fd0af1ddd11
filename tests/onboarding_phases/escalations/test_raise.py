"""An escalation goes to the role that owns its kind, with a clock, and reaches whom it names and nobody else."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from onboarding_phases.escalations.enums import EntryKind, EscalationKind, EscalationState, Severity
from onboarding_phases.escalations.models import EscalationMessage, EscalationNote, EscalationTurn
from onboarding_phases.escalations.services import change_route
from onboarding_phases.onboardings.enums import OnboardingState
from portal.clock import zone
from portal.errors import RuleViolation, Stale
from portal.levels import Level
from portal.people import PORTAL, Role
from tests.factories.escalations import escalate, look, make_cast
from tests.factories.onboardings import make_onboarding
from tests.factories.people import principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def cast(app):
    return make_cast()


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (EscalationKind.PRODUCT, Role.SUPPORT),
        (EscalationKind.CONTRACT, Role.SALES),
        (EscalationKind.SCOPE, Role.CS_MEMBER),
        (EscalationKind.FIRM, Role.CS_MANAGER),
        (EscalationKind.LEGAL, Role.ADMIN),
    ],
)
def test_the_routing_table_finds_the_owner(cast, kind, role):
    found = look(escalate(cast, Role.CONSULTANT, kind=kind))

    assert (found.owner_role, found.state) == (role, EscalationState.OPEN)
    assert [turn.role for turn in found.turns] == [role]


def test_a_question_of_scope_goes_to_the_cs_owner_by_name_and_without_one_to_the_managers(cast):
    assert look(escalate(cast, Role.CONSULTANT)).owner_id == cast.users[Role.CS_MEMBER].id
    cast.onboarding = make_onboarding(cast.partner)

    alone = look(escalate(cast, Role.PARTNER_MANAGER))

    assert (alone.owner_role, alone.owner_id) == (Role.CS_MANAGER, None)


def test_a_changed_route_is_for_what_is_raised_from_then_on(cast):
    before = escalate(cast, Role.CONSULTANT, kind=EscalationKind.PRODUCT)
    with unit():
        change_route(EscalationKind.PRODUCT, role=Role.CS_MANAGER, reason="support is full", actor=PORTAL)

    assert look(before).owner_role is Role.SUPPORT
    assert look(escalate(cast, Role.CONSULTANT, kind=EscalationKind.PRODUCT)).owner_role is Role.CS_MANAGER


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.PARTNER_MANAGER])
def test_a_route_that_changes_nothing_or_leads_out_of_the_house_is_refused(cast, role):
    with pytest.raises(RuleViolation), unit():
        change_route(EscalationKind.PRODUCT, role=role, reason="x", actor=PORTAL)


@pytest.mark.parametrize(
    ("severity", "due"),
    [
        (Severity.URGENT, (24, 12)),
        (Severity.HIGH, (24, 14)),
        (Severity.NORMAL, (25, 10)),
        (Severity.LOW, (26, 10)),
    ],
)
def test_the_answer_is_due_by_severity_in_business_hours(cast, severity, due):
    found = look(escalate(cast, Role.SALES, severity=severity))

    assert found.due_at == datetime(2026, 11, *due, tzinfo=zone())
    assert found.turns[0].due_at == found.due_at


def test_what_the_vendor_keeps_to_itself_is_a_row_of_the_vendor(cast):
    escalate(cast, Role.CS_MEMBER, text="not for the firm")

    with unit(write=False) as session:
        kept = session.scalars(select(EscalationNote)).one()
        assert (kept.kind, kept.text, kept.to_role) == (EntryKind.RAISED, "not for the firm", Role.CS_MEMBER)
        assert session.scalars(select(EscalationMessage)).all() == []
    with unit(cast.of(Role.PARTNER_MANAGER).scope, write=False) as session:
        assert session.scalars(select(EscalationNote)).all() == []


def test_a_row_that_both_sides_read_cannot_hold_a_word_of_the_vendors_alone(cast):
    code = escalate(cast, Role.CONSULTANT)
    row = EscalationMessage(partner_id=cast.partner.id, escalation_id=look(code).id, level=Level.VENDOR, place=9)
    row.kind, row.at, row.by, row.by_role, row.text = EntryKind.MESSAGE, look(code).raised_at, "x", Role.ADMIN, "x"

    with pytest.raises(IntegrityError), unit() as session:
        session.add(row)


def test_the_database_lets_one_role_own_it_at_a_time(cast):
    found = look(escalate(cast, Role.CONSULTANT))
    second = EscalationTurn(
        partner_id=cast.partner.id,
        escalation_id=found.id,
        role=Role.SALES,
        since_at=found.raised_at,
        due_at=found.raised_at,
    )

    with pytest.raises(IntegrityError), unit() as session:
        session.add(second)


@pytest.mark.parametrize(("subject", "text"), [(" ", "x"), ("x", " ")])
def test_subject_and_text_are_said(cast, subject, text):
    with pytest.raises(RuleViolation):
        escalate(cast, Role.SALES, subject=subject, text=text)


@pytest.mark.parametrize(("role", "level"), [(Role.CONSULTANT, Level.FIRM), (Role.SALES, Level.FIRM)])
def test_nobody_escalates_to_the_firm_alone(cast, role, level):
    with pytest.raises(RuleViolation):
        escalate(cast, role, level=level)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
def test_who_is_on_no_onboarding_raises_none(cast, role):
    assert principal(cast.users[role]).role is role
    with pytest.raises(RuleViolation):
        escalate(cast, role)


def test_an_onboarding_that_has_ended_raises_none(app):
    cast = make_cast(state=OnboardingState.COMPLETED, completed_on=date(2026, 11, 20))

    with pytest.raises(Stale):
        escalate(cast, Role.CS_MEMBER)
