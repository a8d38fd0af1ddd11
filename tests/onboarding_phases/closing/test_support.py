"""The handoff to support is written by firm or owner, and accepted or returned field by field."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from onboarding_phases.closing.support.enums import FIELDS, SupportState
from onboarding_phases.closing.support.models import SupportHandoff
from onboarding_phases.closing.support.services import (
    accept_support_handoff,
    return_support_handoff,
    save_support_handoff,
    submit_support_handoff,
)
from onboarding_phases.handoff.enums import FieldState
from onboarding_phases.handoff.rules import Answer
from portal import clock
from portal.business_calendar import BusinessCalendar
from portal.database import db
from portal.errors import RuleViolation, Stale
from portal.people import Role
from tests.browsing import statements
from tests.factories.comments import at_work
from tests.factories.onboardings import make_onboarding
from tests.factories.people import make_user, principal
from tests.world import unit

WHOLE = {key: Answer(FieldState.FILLED, f"about {key}") for key in FIELDS}


def write(onboarding, user, answers=WHOLE, *, submit: bool = True) -> None:
    actor = principal(user)
    with at_work(onboarding, actor) as found:
        handoff = save_support_handoff(found, answers=answers, actor=actor)
        if submit:
            submit_support_handoff(handoff, onboarding=found, actor=actor)


def answer(onboarding, user, missing: dict[str, str] | None = None, **values) -> None:
    actor = principal(user)
    with at_work(onboarding, actor) as found:
        handoff = found_in_session(found)
        by = {"onboarding": found, "actor": actor, **values}
        if missing is None:
            accept_support_handoff(handoff, **by)
        else:
            return_support_handoff(handoff, missing=missing, **by)


def found_in_session(onboarding) -> SupportHandoff:
    return db.session.scalars(select(SupportHandoff).where(SupportHandoff.onboarding_id == onboarding.id)).one()


def handoff_now() -> SupportHandoff:
    with unit(write=False) as session:
        found = session.scalars(select(SupportHandoff)).one()
        session.expunge_all()
    return found


@pytest.fixture
def support(app):
    return make_user(Role.SUPPORT)


def test_what_lacks_a_required_field_is_not_submitted(onboarding, firm):
    lacking = {**WHOLE, "open_points": Answer(FieldState.FILLED, "")}
    with pytest.raises(RuleViolation):
        write(onboarding, firm, lacking)
    write(onboarding, firm, {**WHOLE, "open_points": Answer(FieldState.NOT_APPLICABLE, "", "nothing is open")})
    found = handoff_now()
    assert (found.state, found.by_vendor) == (SupportState.SUBMITTED, False)
    assert found.due_on == BusinessCalendar().add(clock.today(), 2)


def test_support_returns_it_field_by_field_and_the_remarks_go_once_they_are_answered(onboarding, firm, support):
    write(onboarding, firm)
    with pytest.raises(RuleViolation):
        answer(onboarding, support, {"people": " "})
    answer(onboarding, support, {"people": "a telephone number"})
    assert (handoff_now().state, handoff_now().missing) == (SupportState.RETURNED, {"people": "a telephone number"})
    with pytest.raises(RuleViolation):
        write(onboarding, firm)
    write(onboarding, firm, {**WHOLE, "people": Answer(FieldState.FILLED, "Tanaka, 03")})
    answer(onboarding, support)
    found = handoff_now()
    assert (found.state, found.missing, found.returns) == (SupportState.ACCEPTED, {}, 1)


def test_only_support_answers_and_only_what_was_submitted(onboarding, vendor, firm, support):
    write(onboarding, vendor, submit=False)
    with pytest.raises(RuleViolation):
        answer(onboarding, support)
    write(onboarding, vendor)
    for user in (vendor, firm):
        with pytest.raises(RuleViolation):
            answer(onboarding, user)
    with pytest.raises(RuleViolation):
        write(onboarding, firm)
    with pytest.raises(Stale):
        answer(onboarding, support, version=1)


def test_it_waits_on_the_start_page_of_support_and_comes_back_to_the_writers(app, onboarding, firm, support, browse):
    place = f"/onboardings/{onboarding.code}/support"
    theirs = browse(firm)
    texts = {key: f"about {key}" for key in FIELDS} | {f"reason_{key}": "" for key in FIELDS}
    assert theirs.send(f"{place}/edit", data={**texts, "version": "0"}).status_code == 303
    assert theirs.send(f"{place}/edit", data={**texts, "data": "late words", "version": "0"}).status_code == 409
    theirs.send(f"{place}/submit", page=place, data={"version": "2"})

    ours = browse(support)
    assert "Accept or return the handoff to support" in ours.get("/").text
    with statements(app) as asked:
        page = ours.get(place).text
    assert "about people" in page and len(asked) <= 12
    remarks = dict.fromkeys(FIELDS, "")
    assert ours.send(f"{place}/return", data={**remarks, "version": "3"}).status_code == 409
    ours.send(f"{place}/return", data={**remarks, "people": "who exactly", "version": "3"})
    assert "that came back" in theirs.get("/").text
    assert "who exactly" in theirs.get(place).text
    theirs.send(f"{place}/edit", data={**texts, "people": "Tanaka", "version": "4"})
    theirs.send(f"{place}/submit", page=place, data={"version": "5"})
    ours.send(f"{place}/accept", page=place, data={"version": "6"})
    assert handoff_now().state is SupportState.ACCEPTED


def test_what_came_back_waits_for_the_owner_and_for_no_other_member(partner, support, browse):
    owner, other = make_user(Role.CS_MEMBER), make_user(Role.CS_MEMBER)
    onboarding = make_onboarding(partner, owner=owner)
    write(onboarding, owner)
    answer(onboarding, support, {"people": "who exactly"})

    assert "that came back" in browse(owner).get("/").text
    assert "that came back" not in browse(other).get("/").text
