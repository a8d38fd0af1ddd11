"""Whether a submission waits for the vendor follows from the firm's tier, but for a sample that nobody can dodge."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import PhaseState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.queries.story import story_of
from onboarding_phases.onboardings.rules import needs_review
from onboarding_phases.onboardings.services import start_phase, submit_phase
from partners.rights.queries import rights_of_tier
from portal.audit.models import AuditEntry
from portal.inbox.models import Notice
from portal.people import PORTAL, Role
from tests.factories.onboardings import make_onboarding, reload
from tests.factories.partners import make_partner
from tests.factories.people import make_user
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 11, 24)
CODE = "AAAA-0000"  # none of whose phases is in the sample of a tenth


def submitted(tier: int, position: int, *, code: str = CODE) -> Onboarding:
    onboarding = make_onboarding(make_partner(tier=tier), code=code)
    with unit() as session:
        phase = session.get_one(Onboarding, onboarding.id).phases[position - 1]
        start_phase(phase, on=TODAY, actor=PORTAL)
        submit_phase(phase, on=TODAY, note="done", actor=PORTAL)
    return reload(onboarding.id)


@pytest.mark.parametrize(
    ("tier", "reviewed"), [(1, {1, 2, 3, 4, 5, 6}), (2, {1, 2, 3, 4, 5, 6}), (3, {2, 6}), (4, {6}), (5, set())]
)
def test_each_tier_has_the_phases_of_the_published_table_reviewed(tier, reviewed):
    with unit(write=False):
        rights = rights_of_tier(tier, on=TODAY)

    assert {position for position in range(1, 7) if needs_review(rights, CODE, position)} == reviewed


@pytest.mark.parametrize(
    ("tier", "position", "state"),
    [
        (2, 1, PhaseState.SUBMITTED),
        (3, 1, PhaseState.COMPLETED),
        (3, 2, PhaseState.SUBMITTED),
        (5, 6, PhaseState.COMPLETED),
    ],
)
def test_what_needs_no_review_is_accepted_with_its_submission(tier, position, state):
    phase = submitted(tier, position).phases[position - 1]

    assert phase.state is state
    assert (phase.submitted_on, phase.completed_on) == (TODAY, TODAY if state is PhaseState.COMPLETED else None)


def test_of_one_moment_the_story_tells_what_came_last_first():
    onboarding = submitted(5, 1)

    with unit() as session:
        told = [entry.kind for entry in story_of(session.get_one(Onboarding, onboarding.id)) if entry.position == 1]

    assert told == ["completed", "submitted", "in_progress"]


def test_nobody_is_asked_to_review_what_needs_no_review():
    make_user(Role.CS_MANAGER)
    submitted(5, 1)

    with unit(write=False) as session:
        assert session.scalars(select(Notice.kind).where(Notice.kind == "onboardings.phase_submitted")).all() == []
        asked = select(AuditEntry.event, AuditEntry.actor_id).where(AuditEntry.event.startswith("Phase"))
        told = [tuple(row) for row in session.execute(asked.order_by(AuditEntry.id))]
    assert told == [("PhaseStarted", None), ("PhaseSubmitted", None), ("PhaseCompleted", None)]


def test_a_tenth_is_looked_at_all_the_same_and_always_the_same_tenth():
    with unit(write=False):
        rights = rights_of_tier(5, on=TODAY)
    codes = [f"{number:04}-TEST" for number in range(2_000)]

    drawn = [code for code in codes if needs_review(rights, code, 1)]

    assert 0.08 <= len(drawn) / len(codes) <= 0.12
    assert drawn == [code for code in codes if needs_review(rights, code, 1)]
