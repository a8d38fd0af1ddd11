"""An onboarding ends after a look at what is open, and never with an open commitment."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from onboarding_phases.closing.models import CompletionReview
from onboarding_phases.closing.queries import standing
from onboarding_phases.closing.services import complete_after_review, write_lessons
from onboarding_phases.commitments.services import refuse_commitment
from onboarding_phases.onboardings.enums import HoldCause, OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import place_hold
from onboarding_phases.onboardings.services.ending import complete
from onboarding_phases.playbooks.enums import TaskSide
from onboarding_phases.tasks.services import raise_blocker
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.people import PORTAL, Role
from tests.browsing import statements
from tests.factories.closings import close_phases
from tests.factories.comments import at_work
from tests.factories.commitments import make_commitment, with_commitment
from tests.factories.handoffs import make_handoff
from tests.factories.onboardings import make_onboarding, make_served_customer, reload
from tests.factories.people import make_user, principal
from tests.world import unit


def end(onboarding, user, **values):
    actor = principal(user)
    with at_work(onboarding, actor) as found:
        complete_after_review(found, **{"reached": "monthly closing in 5 days", "actor": actor, **values})


def review_now(onboarding) -> CompletionReview:
    with unit(write=False) as session:
        found = session.scalars(select(CompletionReview)).one()
        session.expunge_all()
    return found


def open_points(onboarding) -> dict[str, int]:
    with unit(write=False) as session:
        found = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        return {point.kind.value: point.open for point in standing(found).open}


def test_what_is_open_is_counted_by_kind(onboarding, vendor, firm):
    close_phases(onboarding, activated_on=None)
    make_commitment(onboarding, principal(vendor))
    with at_work(onboarding, principal(firm)) as found:
        raise_blocker(found, text="stuck", side=TaskSide.PARTNER, position=6, actor=principal(firm))
    with at_work(onboarding, principal(vendor)) as found:
        place_hold(
            found,
            cause=HoldCause.CUSTOMER,
            reason="audit",
            from_on=clock.today(),
            expected_end_on=clock.today().replace(day=28),
            evidence="a mail",
            actor=principal(vendor),
        )
    assert open_points(onboarding) == {"commitments": 1, "activation": 1, "blockers": 1, "holds": 1}


def test_an_onboarding_with_nothing_open_ends_with_what_was_reached(partner, vendor):
    customer = make_served_customer()
    onboarding = make_onboarding(partner, customer=customer, owner=vendor)
    close_phases(onboarding)
    make_handoff(customer)
    end(onboarding, vendor, lessons="begin the migration earlier")
    assert reload(onboarding.id).state is OnboardingState.COMPLETED
    found = review_now(onboarding)
    assert (found.reached, found.left_open, found.override_reason) == ("monthly closing in 5 days", {}, None)
    assert (found.goals["goal"], found.vendor_lessons) == ("About goal", "begin the migration earlier")


def test_only_a_manager_passes_what_is_open_and_says_why(onboarding, vendor):
    close_phases(onboarding, activated_on=None)
    member = make_user(Role.CS_MEMBER)
    for who, reason in ((member, "soon active"), (vendor, " ")):
        with pytest.raises(RuleViolation):
            end(onboarding, who, override_reason=reason)
    end(onboarding, vendor, override_reason="soon active")
    found = review_now(onboarding)
    assert (found.left_open, found.override_reason) == ({"activation": 1}, "soon active")


def test_nobody_passes_an_open_commitment_by_any_way(onboarding, vendor):
    close_phases(onboarding)
    code = make_commitment(onboarding, principal(vendor))
    with pytest.raises(RuleViolation):
        end(onboarding, vendor, override_reason="never mind")
    with pytest.raises(RuleViolation), at_work(onboarding, PORTAL) as found:
        complete(found, actor=PORTAL)
    assert reload(onboarding.id).state is OnboardingState.RUNNING
    with with_commitment(code, principal(vendor)) as found:
        refuse_commitment(found, onboarding=onboarding, reason="no", told_on=None, actor=principal(vendor))
    end(onboarding, vendor)
    assert reload(onboarding.id).state is OnboardingState.COMPLETED


def test_it_must_be_said_what_was_reached(onboarding, vendor):
    close_phases(onboarding)
    with pytest.raises(RuleViolation) as refused:
        end(onboarding, vendor, reached=" ")
    assert refused.value.field == "reached"


def test_each_side_keeps_its_own_lessons_and_a_second_editor_is_told(onboarding, vendor, firm):
    for user, text, version in ((firm, "ask for data first", 0), (vendor, "train earlier", 2)):
        with at_work(onboarding, principal(user)) as found:
            write_lessons(found, text=text, actor=principal(user), version=version)
    found = review_now(onboarding)
    assert (found.firm_lessons, found.vendor_lessons) == ("ask for data first", "train earlier")
    for version in (0, 2):
        with pytest.raises(Stale), at_work(onboarding, principal(firm)) as again:
            write_lessons(again, text="other", actor=principal(firm), version=version)


def test_the_page_names_what_is_open_keeps_what_was_typed_and_ends_the_onboarding(onboarding, vendor, firm, browse):
    close_phases(onboarding)
    mine, place = browse(vendor), f"/onboardings/{onboarding.code}/closing"
    assert "All six phases are closed" in mine.get(f"/onboardings/{onboarding.code}").text
    assert "Review the completion" in mine.get("/").text
    assert "Write what you learned" in browse(firm).get("/").text
    assert "can be completed" in mine.get(place).text

    refused = mine.send(
        place, data={"reached": "", "lessons": "typed before", "override_reason": "", "version": "0"}
    )
    assert refused.status_code == 422 and "typed before" in refused.text
    made = {"reached": "all of it", "lessons": "", "override_reason": "", "version": "0"}
    assert mine.send(place, data=made).status_code == 303
    assert "all of it" in browse(firm).get(place).text
    assert mine.send(place, page="/account", data={**made, "version": "2"}).status_code == 409


def test_the_review_waits_for_the_owner_and_for_no_other_member(onboarding, browse):
    owner, other = make_user(Role.CS_MEMBER), make_user(Role.CS_MEMBER)
    close_phases(onboarding, owner_id=owner.id)

    assert "Review the completion" in browse(owner).get("/").text
    assert "Review the completion" not in browse(other).get("/").text


def test_a_member_is_sent_to_a_manager_where_something_is_open(onboarding, browse):
    member = make_user(Role.CS_MEMBER)
    close_phases(onboarding, activated_on=None, owner_id=member.id)
    page = browse(member).get(f"/onboardings/{onboarding.code}/closing").text
    assert "ask a CS manager" in page and "Reason for completing" not in page


def test_the_page_asks_the_database_few_questions(app, onboarding, vendor, browse):
    close_phases(onboarding)
    mine = browse(vendor)
    mine.get("/")
    with statements(app) as asked:
        mine.get(f"/onboardings/{onboarding.code}/closing")
    assert len(asked) <= 12


def test_the_page_of_an_onboarding_leads_to_its_review_when_nothing_else_is_left(login, onboarding, vendor):
    review = f'href="/onboardings/{onboarding.code}/closing"'
    before = login(vendor).get(f"/onboardings/{onboarding.code}").text
    close_phases(onboarding)

    manager, auditor = (
        login(who).get(f"/onboardings/{onboarding.code}").text for who in (vendor, make_user(Role.AUDITOR))
    )

    assert review not in before
    assert f'class="btn btn-1" {review}' in manager
    assert f'class="btn" {review}' in auditor
