"""Taking over the case: a rescue where the firm did not raise the escalation, and until it is resolved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.escalations.notices import GIVEN_BACK, TAKEN_OVER
from onboarding_phases.escalations.services import reopen, resolve, take_over
from onboarding_phases.onboardings.enums import ChangeKind
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import start_phase, submit_phase
from portal import clock
from portal.errors import RuleViolation
from portal.inbox.models import Notice
from portal.people import Role
from tests.conftest import NOW
from tests.factories.escalations import act, at_work, escalate, look, make_cast
from tests.factories.onboardings import reload
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 24)


@pytest.fixture
def cast(app):
    return make_cast()


def take(cast, code: str, role: Role = Role.CS_MEMBER) -> tuple[int, ...]:
    actor = cast.of(role)
    with at_work(code, actor) as escalation:
        return take_over(escalation, to_firm="we lead until it works", actor=actor)


def start(cast, *positions: int) -> None:
    firm = cast.of(Role.CONSULTANT)
    with unit(firm.scope) as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == cast.onboarding.id)).one()
        for position in positions:
            start_phase(found.phases[position - 1], on=clock.today(), actor=firm)


def rescued(cast) -> dict[int, date]:
    return {one.position: one.rescued_on for one in reload(cast.onboarding.id).phases if one.rescued_on}


def test_the_phases_under_way_are_rescued_and_no_others(cast):
    start(cast, 1, 2)

    assert take(cast, escalate(cast, Role.CS_MEMBER)) == (1, 2)
    assert rescued(cast) == {1: TODAY, 2: TODAY}


def test_where_none_is_under_way_it_is_the_one_that_is_next(cast):
    take(cast, escalate(cast, Role.SALES), Role.CS_MANAGER)

    assert rescued(cast) == {1: TODAY}


def test_what_the_firm_raised_itself_counts_as_no_rescue(cast):
    start(cast, 1)
    code = escalate(cast, Role.CONSULTANT)

    assert take(cast, code) == ()
    start(cast, 2)
    assert rescued(cast) == {}
    assert look(code).is_taken_over


def test_what_begins_before_the_case_is_given_back_counts_and_what_begins_after_does_not(cast):
    start(cast, 1)
    code = escalate(cast, Role.CS_MEMBER)
    take(cast, code)
    with clock.at(NOW + timedelta(days=1)):
        start(cast, 2)
        act(resolve, code, cast.of(Role.CS_MEMBER))
        start(cast, 3)

    assert rescued(cast) == {1: TODAY, 2: TODAY + timedelta(days=1)}
    assert not look(code).is_taken_over


def test_a_second_taking_over_keeps_the_first_day(cast):
    code = escalate(cast, Role.CS_MEMBER)
    take(cast, code)
    act(resolve, code, cast.of(Role.CS_MEMBER))
    with clock.at(NOW + timedelta(days=1)):
        act(reopen, code, cast.of(Role.CS_MEMBER))
        take(cast, code)

    assert rescued(cast) == {1: TODAY}


def test_one_case_is_taken_over_once_at_a_time(cast):
    first, second = (escalate(cast, Role.CS_MEMBER) for _ in range(2))
    take(cast, first)

    for code in (first, second):
        with pytest.raises(RuleViolation):
            take(cast, code)


@pytest.mark.parametrize("role", [Role.SALES, Role.SUPPORT, Role.ADMIN, Role.AUDITOR, Role.PARTNER_MANAGER])
def test_customer_success_alone_takes_over(cast, role):
    code = escalate(cast, Role.CS_MEMBER)

    with pytest.raises(RuleViolation):
        take(cast, code, role)
    assert rescued(cast) == {}


def test_the_firm_reads_it_in_the_history_and_is_told_though_the_escalation_is_not_shared(cast):
    code = escalate(cast, Role.CS_MEMBER)
    take(cast, code)
    act(resolve, code, cast.of(Role.CS_MEMBER))

    changes = reload(cast.onboarding.id).changes
    assert [change.kind for change in changes][-2:] == [ChangeKind.CASE_TAKEN_OVER, ChangeKind.CASE_GIVEN_BACK]
    assert changes[-2].values == {"reason": "we lead until it works", "phases": [1]}
    contact = cast.users[Role.PARTNER_MANAGER].id
    with unit(write=False) as session:
        kinds = session.scalars(select(Notice.kind).where(Notice.user_id == contact).order_by(Notice.id)).all()
        assert kinds == [TAKEN_OVER, GIVEN_BACK]


def test_the_firm_is_told_something(cast):
    actor = cast.of(Role.CS_MEMBER)
    with pytest.raises(RuleViolation) as refused, at_work(escalate(cast, Role.CS_MEMBER), actor) as escalation:
        take_over(escalation, to_firm="  ", actor=actor)

    assert refused.value.field == "text"


def test_a_form_of_a_phase_that_is_open_meanwhile_is_not_out_of_date(cast):
    start(cast, 1)
    version = reload(cast.onboarding.id).phases[0].version
    take(cast, escalate(cast, Role.CS_MEMBER))

    firm = cast.of(Role.CONSULTANT)
    with unit(firm.scope) as session:
        phase = session.scalars(select(Onboarding).where(Onboarding.id == cast.onboarding.id)).one().phases[0]
        submit_phase(phase, on=TODAY, note="done", actor=firm, version=version)
