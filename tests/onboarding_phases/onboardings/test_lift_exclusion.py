"""An exclusion is lifted by two people, and the figures follow."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.kpis.comparing import projections_differ
from onboarding_phases.kpis.figures import Figures
from onboarding_phases.kpis.projecting import count_due, turn_day
from onboarding_phases.kpis.projections import gauge_of
from onboarding_phases.kpis.queries import Wanted, facts
from onboarding_phases.onboardings.enums import ExcludedReason
from onboarding_phases.onboardings.models import Exclusion, Onboarding, OnboardingChange
from onboarding_phases.onboardings.services import ask_exclusion, ask_lifting, decide_exclusion
from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import RuleViolation, Stale
from portal.people import Principal, Role
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def managers() -> tuple[Principal, Principal]:
    first, second = (principal(make_user(Role.CS_MANAGER)) for _ in range(2))
    return first, second


def found(session, onboarding: Onboarding) -> Onboarding:
    return session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()


def ask(onboarding: Onboarding, actor: Principal) -> None:
    """Ask for what is not so: that it be left out, or that it count."""
    with unit() as session:
        one = found(session, onboarding)
        if one.excluded_reason is None:
            ask_exclusion(one, reason=ExcludedReason.DUPLICATE, text="twice", actor=actor)
        else:
            ask_lifting(one, text="no duplicate", actor=actor)


def decide(onboarding: Onboarding, actor: Principal, *, approve: bool = True) -> None:
    with unit() as session:
        asked = session.scalars(select(Exclusion).where(Exclusion.decided_at.is_(None))).one()
        decide_exclusion(
            asked, onboarding=found(session, onboarding), approve=approve, answer="looked at", actor=actor
        )


def left_out(managers: tuple[Principal, Principal]) -> Onboarding:
    onboarding = make_onboarding(make_partner(), start_on=date(2026, 7, 1))
    ask(onboarding, managers[0])
    decide(onboarding, managers[1])
    return onboarding


def counted() -> tuple[int, int]:
    """How many are old enough, and how many are left out."""
    with unit(write=False):
        figures = Figures(gauge_of(None), clock.today(), facts(Wanted()), ())
        return figures.estimate.n, sum(figures.excluded.values())


def test_the_counts_follow_an_exclusion_and_its_lifting_exactly(managers):
    with the_app().app_context():
        turn_day()
    onboarding = left_out(managers)
    for expected in ((0, 1), (1, 0), (0, 1)):
        assert counted() == expected
        with the_app().app_context():
            count_due()
        with unit(write=False):
            assert projections_differ() == []
        ask(onboarding, managers[1])
        decide(onboarding, managers[0])


def test_until_a_second_person_agrees_it_stays_out_and_a_refusal_changes_nothing(managers):
    first, second = managers
    onboarding = left_out(managers)
    ask(onboarding, first)

    with pytest.raises(RuleViolation, match="second person"):
        decide(onboarding, first)
    assert counted() == (0, 1)
    decide(onboarding, second, approve=False)

    assert reload(onboarding.id).excluded_reason is ExcludedReason.DUPLICATE
    assert counted() == (0, 1)


def test_trail_and_history_keep_who_asked_who_decided_and_why(managers):
    first, second = managers
    onboarding = left_out(managers)
    ask(onboarding, first)
    decide(onboarding, second, approve=False)
    ask(onboarding, second)
    decide(onboarding, first)

    with unit(write=False) as session:
        entries = select(AuditEntry).where(AuditEntry.event.startswith("Lifting")).order_by(AuditEntry.id)
        told = [(one.event, one.actor_id, one.values) for one in session.scalars(entries)]
        kinds = select(OnboardingChange.kind).order_by(OnboardingChange.id)
        assert [kind.value for kind in session.scalars(kinds)][-6:] == [
            "exclusion_asked",
            "excluded",
            "lifting_asked",
            "lifting_refused",
            "lifting_asked",
            "exclusion_lifted",
        ]
    assert [(event, actor) for event, actor, _values in told] == [
        ("LiftingAsked", first.id),
        ("LiftingDecided", second.id),
        ("LiftingAsked", second.id),
        ("LiftingDecided", first.id),
    ]
    assert [values.get("approved") for _event, _actor, values in told] == [None, False, None, True]
    assert {values["reason"] for _event, _actor, values in told} == {"duplicate"}
    assert told[0][2]["note"] == "no duplicate"


def test_one_request_waits_at_a_time_and_what_counts_is_not_lifted(managers):
    first, second = managers
    onboarding = left_out(managers)
    ask(onboarding, first)

    with pytest.raises(Stale):
        ask(onboarding, second)
    decide(onboarding, second)
    with pytest.raises(RuleViolation, match="counts in the rates already"), unit() as session:
        ask_lifting(found(session, onboarding), text="again", actor=first)


@pytest.mark.parametrize("role", [Role.CS_MEMBER, Role.ADMIN, Role.AUDITOR])
def test_nobody_but_managers_lifts(managers, role):
    onboarding, other = left_out(managers), principal(make_user(role))

    with pytest.raises(RuleViolation, match="role"):
        ask(onboarding, other)


def test_a_firm_lifts_nothing(managers):
    partner = make_partner()
    onboarding, firm = make_onboarding(partner), principal(make_partner_manager(partner))

    with pytest.raises(RuleViolation, match="role"), unit(firm.scope) as session:
        ask_lifting(found(session, onboarding), text="ours", actor=firm)
