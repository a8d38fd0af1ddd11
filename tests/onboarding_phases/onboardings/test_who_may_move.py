"""Every state × step × role: done where table and permissions say so, refused without a trace elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, update

from onboarding_phases.onboardings.enums import PhaseAction, PhaseState
from onboarding_phases.onboardings.models import Onboarding, Phase, PhaseChange
from onboarding_phases.onboardings.permissions import PHASE_PERMISSIONS
from onboarding_phases.onboardings.rules import TRANSITIONS
from onboarding_phases.onboardings.services import (
    complete_phase,
    return_phase,
    skip_phase,
    start_phase,
    submit_phase,
)
from portal.database import db
from portal.errors import RuleViolation
from portal.people import PARTNER_ROLES, Principal, Role
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_partner
from tests.factories.people import make_user, principal
from tests.world import unit

TODAY = date(2026, 11, 24)
VERBS: dict[PhaseAction, tuple[Any, dict[str, Any]]] = {
    PhaseAction.START: (start_phase, {"on": TODAY}),
    PhaseAction.SUBMIT: (submit_phase, {"on": TODAY, "note": "n"}),
    PhaseAction.COMPLETE: (complete_phase, {"on": TODAY}),
    PhaseAction.RETURN: (return_phase, {"missing": "m"}),
    PhaseAction.SKIP: (skip_phase, {"reason": "r"}),
}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("role", list(Role))
def test_a_step_is_done_exactly_where_the_table_and_the_permissions_allow_it(role: Role) -> None:
    partner = make_partner()
    onboarding = make_onboarding(partner)
    actor = principal(make_user(role, partner=partner if role in PARTNER_ROLES else None))
    done = {
        (state, action)
        for state in PhaseState
        for action in PhaseAction
        if is_done(onboarding, state, action, actor)
    }

    # A firm skips by a right alone, which no tier has as delivered.
    ours = {(state, action) for state, action in TRANSITIONS if PHASE_PERMISSIONS[action].allows(actor)}
    expected = {(state, action) for state, action in ours if actor.is_vendor or action is not PhaseAction.SKIP}
    assert done == expected


def is_done(onboarding: Onboarding, state: PhaseState, action: PhaseAction, actor: Principal) -> bool:
    """Try one step from one state, and see that a refusal leaves no trace; undone at the end."""
    verb, values = VERBS[action]
    with unit() as session:
        with db.session.begin_nested() as attempt:
            first = (Phase.onboarding_id == onboarding.id, Phase.position == 1)
            session.execute(update(Phase).where(*first).values(state=state, submitted_on=TODAY))
            session.expire_all()
            phase = session.scalars(select(Phase).where(*first)).one()
            try:
                verb(phase, actor=actor, **values)
            except RuleViolation:
                assert phase.state is state
                assert session.scalar(select(func.count()).select_from(PhaseChange)) == 0
                done = False
            else:
                done = True
            attempt.rollback()
        session.expire_all()
    return done
