"""One onboarding: its next step, its holds, its people, its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from onboarding_phases.onboardings.enums import ExcludedReason, HoldCause, OnboardingState
from onboarding_phases.onboardings.models import Onboarding
from onboarding_phases.onboardings.services import ask_exclusion, decide_exclusion, name_consultants, place_hold
from onboarding_phases.usage.services import record_usage
from onboarding_phases.usage.values import UsageRow
from partners.models import Consultant
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.factories.onboardings import make_onboarding, make_served_customer, put_on, reload
from tests.factories.partners import make_consultant_user, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import unit

pytestmark = pytest.mark.usefixtures("app")
Browse = Callable[..., Browser]
TODAY = date(2026, 11, 24)


def hold(onboarding: Onboarding, cause: HoldCause = HoldCause.CUSTOMER) -> None:
    with unit() as session:
        place_hold(
            session.get_one(Onboarding, onboarding.id),
            cause=cause,
            reason="year-end closing",
            from_on=TODAY,
            expected_end_on=date(2026, 12, 4),
            actor=PORTAL,
        )


@pytest.mark.parametrize("locale", ["en", "ja"])
def test_every_page_of_an_onboarding_opens_in_both_languages(browse: Browse, locale: str) -> None:
    partner = make_partner()
    onboarding = make_onboarding(partner)
    own = f"/onboardings/{onboarding.code}"
    vendor, firm = (browse(person, locale=locale) for person in (make_user(), make_partner_manager(partner)))

    for path in (own, f"{own}?history=all", f"{own}/hold", f"{own}/withdraw", f"{own}/phases/6"):
        assert vendor.get(path).status_code == 200
    for path in (own, f"{own}/hold", f"{own}/consultants"):
        assert firm.get(path).status_code == 200


def test_a_hold_is_placed_and_ended_from_the_page(browse: Browse) -> None:
    onboarding = make_onboarding(make_partner())
    browser, own = browse(make_user(Role.CS_MANAGER)), f"/onboardings/{onboarding.code}"
    data = {"cause": "customer", "reason": "closing", "from_on": "2026-11-24", "expected_end_on": "2026-12-04"}

    assert browser.send(f"{own}/hold", data=data).status_code == 303
    assert "The clock stands still until 4 Dec 2026" in browser.get(own).text
    ended = browser.send(f"{own}/hold/end", page=own, data={"started_on": "2026-11-24"})

    assert ended.status_code == 303
    assert reload(onboarding.id).holds[0].ended_on == TODAY


def test_a_refused_hold_keeps_what_was_typed_and_names_the_field(browse: Browse) -> None:
    onboarding = make_onboarding(make_partner())
    hold(onboarding)
    browser, own = browse(make_user(Role.CS_MANAGER)), f"/onboardings/{onboarding.code}"
    data = {"cause": "vendor", "reason": "my words", "from_on": "2026-11-24", "expected_end_on": "2026-12-01"}

    answer = browser.send(f"{own}/hold", data=data)

    assert answer.status_code == 409
    assert "my words" in answer.text
    assert 'id="from_on-error"' in answer.text
    assert len(reload(onboarding.id).holds) == 1


def test_a_firm_names_what_shows_a_hold_for_anothers_cause(browse: Browse) -> None:
    partner = make_partner()
    onboarding = make_onboarding(partner)
    browser, path = browse(make_partner_manager(partner)), f"/onboardings/{onboarding.code}/hold"
    data = {"cause": "customer", "reason": "x", "from_on": "2026-11-24", "expected_end_on": "2026-12-01"}

    refused = browser.send(path, data=data)
    entered = browser.send(path, data={**data, "evidence": "mail of 20 November"})

    assert (refused.status_code, entered.status_code) == (409, 303)
    assert 'id="evidence-error"' in refused.text
    page = browser.get(f"/onboardings/{onboarding.code}").text
    assert "Not confirmed yet" in page
    assert "none of its days counts yet" in page


def test_the_vendor_decides_a_hold_from_its_start_page(browse: Browse) -> None:
    partner = make_partner()
    onboarding = make_onboarding(partner)
    firm, vendor = browse(make_partner_manager(partner)), browse(make_user(Role.CS_MANAGER))
    data = {"cause": "customer", "reason": "x", "from_on": "2026-11-24", "expected_end_on": "2026-12-01"}
    firm.send(f"/onboardings/{onboarding.code}/hold", data={**data, "evidence": "mail"})
    path = f"/onboardings/{onboarding.code}/hold/decision"

    assert path in vendor.get("/").text
    silent = vendor.send(path, data={"started_on": "2026-11-24", "decision": "refuse", "reason": ""})
    done = vendor.send(path, data={"started_on": "2026-11-24", "decision": "confirm"})
    again = vendor.send(path, page="/account", data={"started_on": "2026-11-24", "decision": "confirm"})

    assert (silent.status_code, done.status_code, again.status_code) == (409, 303, 409)
    assert vendor.client.get(path).location == f"/onboardings/{onboarding.code}"
    assert path not in vendor.get("/").text


def test_one_manager_asks_for_an_exclusion_and_another_decides(browse: Browse) -> None:
    onboarding = make_onboarding(make_partner())
    first, second = browse(make_user(Role.CS_MANAGER)), browse(make_user(Role.CS_MANAGER))
    path = f"/onboardings/{onboarding.code}/exclusion"

    first.send(path, data={"reason": "duplicate", "note": "registered twice"})
    seen = seen_on(second.get(f"{path}/decision").text)
    own = first.send(f"{path}/decision", data={**seen, "decision": "approve"})
    assert (own.status_code, reload(onboarding.id).excluded_reason) == (409, None)
    assert f"{path}/decision" in second.get("/").text
    done = second.send(f"{path}/decision", data={**seen, "decision": "approve"})

    assert done.status_code == 303
    assert reload(onboarding.id).excluded_reason == "duplicate"
    assert "Left out of the rates: Duplicate" in second.get(f"/onboardings/{onboarding.code}").text


def seen_on(page: str) -> dict[str, str]:
    """What the form of a decision says of the request that it shows."""
    return {"seen": page.split('name="seen" type="hidden" value="')[1].split('"')[0]}


def test_one_manager_asks_to_lift_an_exclusion_and_another_decides(browse: Browse) -> None:
    partner = make_partner()
    onboarding = make_onboarding(partner)
    leave_out(onboarding)
    first, second = browse(make_user(Role.CS_MANAGER)), browse(make_user(Role.CS_MANAGER))
    own = f"/onboardings/{onboarding.code}"
    path = f"{own}/exclusion"
    assert f"{path}/lifting" in first.get(own).text

    assert first.send(f"{path}/lifting", data={"note": " "}).status_code == 422
    assert first.send(f"{path}/lifting", data={"note": "no duplicate after all"}).status_code == 303
    assert first.get(f"{path}/lifting").location == f"{path}/decision"
    seen = seen_on(second.get(f"{path}/decision").text)
    assert first.send(f"{path}/decision", data={**seen, "decision": "approve"}).status_code == 409
    assert "counts in the rates again" in second.get("/").text
    silent = second.send(f"{path}/decision", data={**seen, "decision": "refuse", "answer": ""})
    assert (silent.status_code, reload(onboarding.id).excluded_reason) == (409, "duplicate")
    stale = second.send(f"{path}/decision", data={"seen": "2026-01-01T00:00:00+00:00", "decision": "approve"})
    assert (stale.status_code, reload(onboarding.id).excluded_reason) == (409, "duplicate")
    done = second.send(f"{path}/decision", data={**seen, "decision": "approve"})

    assert (done.status_code, reload(onboarding.id).excluded_reason) == (303, None)
    page = second.get(own).text
    assert "agreed: this onboarding counts in the rates again." in page
    assert "Left out of the rates" not in page
    firm = browse(make_partner_manager(partner))
    assert "agreed: this onboarding counts in the rates again." in firm.get(own).text
    assert firm.get(f"{path}/lifting").status_code == 403


def test_what_counts_already_is_not_lifted(browse: Browse) -> None:
    onboarding = make_onboarding(make_partner())
    manager, path = browse(make_user(Role.CS_MANAGER)), f"/onboardings/{onboarding.code}/exclusion"

    assert manager.get(f"{path}/lifting").location == f"/onboardings/{onboarding.code}"
    late = manager.send(f"{path}/lifting", page=path, data={"note": "twice asked"})

    assert late.status_code == 409
    assert "counts in the rates already" in late.text
    assert manager.client.get(f"{path}/decision").status_code == 303


def leave_out(onboarding: Onboarding) -> None:
    first, second = (principal(make_user(Role.CS_MANAGER)) for _ in range(2))
    with unit() as session:
        one = session.scalars(select(Onboarding).where(Onboarding.id == onboarding.id)).one()
        asked = ask_exclusion(one, reason=ExcludedReason.DUPLICATE, text="twice", actor=first)
        decide_exclusion(asked, onboarding=one, approve=True, answer="", actor=second)


def test_a_firm_is_not_offered_the_end_of_the_vendors_hold(browse: Browse) -> None:
    partner = make_partner()
    onboarding = make_onboarding(partner)
    hold(onboarding)
    own = f"/onboardings/{onboarding.code}"

    assert "/hold/end" not in browse(make_partner_manager(partner)).get(own).text
    assert "/hold/end" in browse(make_user(Role.CS_MANAGER)).get(own).text


def test_withdrawal_asks_for_a_reason_and_then_ends_it(browse: Browse) -> None:
    onboarding = make_onboarding(make_partner())
    browser, path = browse(make_user(Role.CS_MANAGER)), f"/onboardings/{onboarding.code}/withdraw"

    assert browser.send(path, data={"on": "2026-11-24", "reason": ""}).status_code == 422
    assert browser.send(path, data={"on": "2026-11-24", "reason": "merged"}).status_code == 303

    ended = reload(onboarding.id)
    assert (ended.state, ended.withdrawn_reason) == (OnboardingState.WITHDRAWN, "merged")
    assert browser.send(path, data={"on": "2026-11-24", "reason": "again"}).status_code == 409


def test_the_firm_names_its_people_and_a_second_manager_is_told(browse: Browse) -> None:
    partner = make_partner()
    (_, first), (_, second) = make_consultant_user(partner), make_consultant_user(partner)
    onboarding = make_onboarding(partner)
    browser, path = browse(make_partner_manager(partner)), f"/onboardings/{onboarding.code}/consultants"

    assert browser.send(path, data={"consultants": first.email, "seen": ""}).status_code == 303
    late = browser.send(path, data={"consultants": second.email, "seen": ""})

    assert late.status_code == 409
    assert first.name in late.text
    named = [item.consultant_id for item in reload(onboarding.id).staffings if item.until_on is None]
    assert named == [first.id]


def test_a_person_of_another_firm_is_no_choice(browse: Browse) -> None:
    partner = make_partner()
    _, stranger = make_consultant_user(make_partner())
    onboarding = make_onboarding(partner)
    browser, path = browse(make_partner_manager(partner)), f"/onboardings/{onboarding.code}/consultants"

    assert browser.send(path, data={"consultants": stranger.email, "seen": ""}).status_code == 422


def test_vendor_and_firm_read_how_far_activation_is(browse: Browse) -> None:
    partner = make_partner()
    onboarding = make_onboarding(partner, customer=make_served_customer(code="C7"))
    with unit():
        record_usage([UsageRow("C7", date(2026, 11, 20), "journals_30d", 32)], PORTAL)

    for person in (make_user(Role.CS_MANAGER), make_partner_manager(partner)):
        text = browse(person).get(f"/onboardings/{onboarding.code}").text
        assert "Journal entries in 30 days: 32 of at least 50" in text
        assert "Usage as of 20 Nov 2026" in text


def test_the_story_tells_who_did_what(browse: Browse) -> None:
    partner = make_partner()
    _, row = make_consultant_user(partner)
    onboarding = make_onboarding(partner)
    with unit() as session:
        found = session.get_one(Onboarding, onboarding.id)
        name_consultants(found, [session.get_one(Consultant, row.id)], actor=PORTAL)
    hold(onboarding)

    text = browse(make_user(Role.CS_MANAGER)).get(f"/onboardings/{onboarding.code}").text

    assert f"Bansou named who works on it: {row.name}." in text
    assert "Bansou placed a hold (Customer) until 4 Dec 2026." in text
    assert "year-end closing" in text


def test_one_primary_step_leads_the_consultant_to_the_phase(browse: Browse) -> None:
    partner = make_partner()
    user, row = make_consultant_user(partner)
    onboarding = make_onboarding(partner)
    put_on(onboarding, row)

    text = browse(user).get(f"/onboardings/{onboarding.code}").text

    assert text.count('class="btn btn-1"') == 1
    assert f'class="btn btn-1" href="/onboardings/{onboarding.code}/phases/1#act"' in text
