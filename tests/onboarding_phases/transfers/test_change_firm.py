"""A running onboarding ends at one firm, and another takes the customer: two clocks, two worlds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from onboarding_phases.candidates.queries import proposal_for
from onboarding_phases.candidates.services import ask_candidate
from onboarding_phases.commitments.enums import CommitmentSource, CommitmentState
from onboarding_phases.commitments.models import Commitment
from onboarding_phases.commitments.services import NewCommitment, add_commitment, keep_commitment
from onboarding_phases.customers.models import Customer
from onboarding_phases.kpis.queries import cases
from onboarding_phases.offers.models import Brief, Offer
from onboarding_phases.offers.services import accept_offer, decline_offer
from onboarding_phases.onboardings.enums import ExcludedReason, OnboardingState
from onboarding_phases.onboardings.models import Exclusion, Onboarding, Phase
from onboarding_phases.onboardings.services import decide_exclusion, start_phase
from onboarding_phases.transfers.enums import Cause, Part
from onboarding_phases.transfers.models import Transfer
from onboarding_phases.transfers.queries import takeover_of
from onboarding_phases.transfers.services import change_firm
from portal import clock
from portal.errors import RuleViolation, Stale
from portal.jobs.services import carry_out_all
from portal.levels import Level
from portal.people import PORTAL, Role
from portal.tenancy import Scope
from tests.browsing import Browser
from tests.factories.allocations import make_offer
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user, principal
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("app")
BEGUN, NEXT = date(2026, 11, 2), date(2026, 12, 7)
BRIEF = {
    Part.SET_UP: "銀行連携まで",
    Part.OPEN: "残高の突合",
    Part.AGREED: "月次は10日締め",
    Part.NOT_TO_ASK: "決算月",
}


class Case:
    """An onboarding under way at Akane, and Botan who could take it over."""

    def __init__(self) -> None:
        self.first, self.second = make_partner(name="Akane kaikei"), make_partner(name="Botan kaikei")
        make_capacity(self.first, date(2026, 11, 1))
        make_capacity(self.second, date(2026, 12, 1), stated=1)
        self.boss = make_user(Role.CS_MANAGER)
        self.manager = principal(self.boss)
        self.customer = make_customer(name="株式会社うつる", onboarding_start=BEGUN)
        offer = make_offer(self.first, self.customer)
        with unit(Scope(self.first.id)) as session:
            found = session.scalars(select(Offer).where(Offer.id == offer.id)).one()
            self.code = accept_offer(found, actor=PORTAL).code
        work()

    def onboarding(self, session) -> Onboarding:
        return session.scalars(select(Onboarding).where(Onboarding.code == self.code)).one()

    def change(self, **values) -> str:
        told = {
            "partner": self.second,
            "start_on": NEXT,
            "cause": Cause.FIRM,
            "reason": "担当者の退職",
            "brief": BRIEF,
        }
        with unit() as session:
            return change_firm(self.onboarding(session), actor=self.manager, **(told | values)).code

    def accept(self, offer: str) -> str:
        with unit(Scope(self.second.id)) as session:
            found = session.scalars(select(Offer).where(Offer.code == offer)).one()
            code = accept_offer(found, actor=PORTAL).code
        work()
        return code


def work() -> None:
    with the_app().app_context():
        carry_out_all()


@pytest.fixture
def case() -> Case:
    return Case()


def test_the_first_onboarding_ends_and_the_second_begins_with_its_own_clock(case):
    offer = case.change()

    with unit(write=False) as session:
        first = case.onboarding(session)
        assert (first.state, first.withdrawn_on, first.start_on) == (OnboardingState.WITHDRAWN, clock.today(), BEGUN)
        sent = session.scalars(select(Offer).where(Offer.code == offer)).one()
        assert (sent.partner_id, sent.start_on) == (case.second.id, NEXT)

    code = case.accept(offer)

    with unit(write=False) as session:
        second = session.scalars(select(Onboarding).where(Onboarding.code == code)).one()
        assert (second.partner_id, second.start_on, second.state) == (case.second.id, NEXT, OnboardingState.RUNNING)
        assert session.scalars(select(Transfer)).one().next_onboarding_id == second.id
        assert case.onboarding(session).start_on == BEGUN


def test_for_the_firms_cause_it_counts_as_its_withdrawal_and_its_phases_as_rescued(case):
    with unit() as session:
        start_phase(case.onboarding(session).phases[0], on=clock.today(), actor=PORTAL)

    case.change()

    with clock.at(clock.now() + timedelta(days=120)), unit(write=False) as session:
        one, found = next((one, found) for one, found in cases(clock.today()) if one.code == case.code)
        assert (found.excluded, found.withdrawn_on is not None, one.partner_id) == (False, True, case.first.id)
        rescued = select(Phase.position, Phase.rescued_on).join(Onboarding).where(Onboarding.code == case.code)
        marked = {position for position, on in session.execute(rescued) if on is not None}
        assert marked == {1}
        assert session.scalars(select(Exclusion)).all() == []


@pytest.mark.parametrize("cause", [Cause.CUSTOMER, Cause.VENDOR])
def test_for_anothers_cause_a_second_person_leaves_it_out_of_the_rates(case, cause):
    case.change(cause=cause)
    second = principal(make_user(Role.CS_MANAGER))

    with unit() as session:
        asked = session.scalars(select(Exclusion)).one()
        assert asked.reason == ExcludedReason.MOVED
        decide_exclusion(asked, onboarding=case.onboarding(session), approve=True, answer="", actor=second)
    with clock.at(clock.now() + timedelta(days=120)), unit(write=False) as session:
        assert next(found.excluded for one, found in cases(clock.today()) if one.code == case.code)
        assert session.scalars(select(Phase).where(Phase.rescued_on.is_not(None))).all() == []


def test_what_is_open_goes_over_as_the_vendors_and_names_nobody_of_the_first_firm(case):
    words = {"source": CommitmentSource.MEETING, "said_to": "経理部長", "said_on": BEGUN, "due_on": NEXT}
    firm = principal(make_partner_manager(case.first))
    with unit() as session:
        onboarding = case.onboarding(session)
        kept = add_commitment(onboarding, NewCommitment(text="済んだこと", said_by="CS", **words), actor=PORTAL)
        keep_commitment(kept, onboarding=onboarding, proof="済み", on=clock.today(), told_on=None, actor=PORTAL)
        shared = add_commitment(
            onboarding, NewCommitment(text="続くこと", said_by="Akane no hito", **words), actor=firm
        )
        shared.state = CommitmentState.OPEN
        hidden = add_commitment(
            onboarding, NewCommitment(text="値引きのこと", said_by="営業", **words), actor=PORTAL
        )
        hidden.level = Level.VENDOR

    code = case.accept(case.change())

    with unit(write=False) as session:
        following = select(Commitment).join(Onboarding, Onboarding.id == Commitment.onboarding_id)
        rows = session.scalars(following.where(Onboarding.code == code).order_by(Commitment.id)).all()
        told = [(row.text, row.level, row.by_vendor, row.said_by) for row in rows]
        assert told == [
            ("続くこと", Level.BOTH, True, case.manager.name),
            ("値引きのこと", Level.VENDOR, True, "営業"),
        ]
    work()
    with unit(write=False) as session:
        assert len(session.scalars(select(Commitment).where(Commitment.partner_id == case.second.id)).all()) == 2


def test_each_firm_sees_its_own_world_alone(case, login):
    firm_a, firm_b = make_partner_manager(case.first), make_partner_manager(case.second)
    offer = case.change()
    code = case.accept(offer)

    a, b = login(firm_a), login(firm_b)
    for path in (f"/offers/{offer}", f"/onboardings/{code}"):
        page = b.get(path).text
        assert "銀行連携まで" in page
        assert "Akane" not in page
        assert case.code not in page
        assert "担当者の退職" not in page
        assert a.get(path).status_code == 404
    assert b.get(f"/onboardings/{case.code}").status_code == 404
    page = a.get(f"/onboardings/{case.code}").text
    assert "Botan" not in page
    assert code not in page
    assert "銀行連携まで" not in page
    with unit(Scope(case.first.id), write=False) as session:
        assert session.scalars(select(Transfer)).all() == []
        assert takeover_of(case.onboarding(session)) is None


def test_the_first_firm_reads_its_onboarding_for_some_days_and_then_no_more(case, login):
    browser = login(make_partner_manager(case.first))
    case.change()
    assert browser.get(f"/onboardings/{case.code}").status_code == 200
    with clock.at(clock.now() + timedelta(days=400)):
        later = login(make_partner_manager(case.first))
        assert later.get(f"/onboardings/{case.code}").status_code == 404


def test_whoever_is_asked_after_the_next_firm_declined_is_told_the_same(case):
    third = make_partner()
    make_capacity(third, date(2026, 12, 1))
    offer = case.change()
    with unit(Scope(case.second.id)) as session:
        decline_offer(session.scalars(select(Offer).where(Offer.code == offer)).one(), reason="no", actor=PORTAL)

    with unit(write=False) as session:
        proposal = proposal_for(session.scalars(select(Customer)).one())
        assert proposal is not None
        assert proposal.partner is not None
        assert proposal.partner.id == third.id
    with unit() as session:
        again = ask_candidate(session.scalars(select(Customer)).one(), partner_code=third.code, actor=case.manager)
    with unit(write=False) as session:
        facts = session.scalars(select(Brief.facts).where(Brief.offer_id == again.id)).one()
        assert facts["takeover"]["set_up"] == "銀行連携まで"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"brief": {**BRIEF, Part.OPEN: " "}}, "open"),
        ({"start_on": date(2026, 11, 23)}, "start_on"),
    ],
)
def test_what_is_not_said_or_cannot_be_is_refused_and_nothing_changes(case, values, field):
    with pytest.raises(RuleViolation) as refused:
        case.change(**values)
    assert refused.value.field == field
    with unit(write=False) as session:
        assert case.onboarding(session).state == OnboardingState.RUNNING


def test_a_firm_that_a_rule_stops_or_that_is_full_is_not_asked(case):
    for partner in (case.first, make_partner(languages=["en"]), make_partner()):
        with pytest.raises(RuleViolation) as refused:
            case.change(partner=partner)
        assert refused.value.field == "partner"


def test_a_change_is_made_once_and_by_a_cs_manager(case):
    with pytest.raises(RuleViolation):
        case_actor, case.manager = case.manager, principal(make_partner_manager(case.first))
        try:
            case.change()
        finally:
            case.manager = case_actor
    case.change()
    with pytest.raises(Stale):
        case.change()


def test_a_manager_goes_from_the_onboarding_to_the_offer_of_the_next_firm(case, app, login):
    browser, where = Browser(app, login(case.boss)), f"/onboardings/{case.code}/transfer"
    assert where in browser.get(f"/onboardings/{case.code}").text
    data = {"partner": case.second.code, "start_on": NEXT.isoformat(), "cause": "firm", "reason": "担当者の退職"}
    data |= {part.value: text for part, text in BRIEF.items()}

    answer = browser.send(where, data={**data, "open": ""})
    assert (answer.status_code, "銀行連携まで" in answer.text) == (422, True)
    answer = browser.send(where, data=data)
    assert answer.status_code == 303
    assert "銀行連携まで" in browser.get(answer.location).text
    assert f"{where}/record" in browser.get(f"/onboardings/{case.code}").text
    assert "No firm has accepted the customer yet." in browser.get(f"{where}/record").text
    assert browser.get(where).status_code == 409


def test_the_record_leads_from_each_onboarding_to_the_other_and_no_firm_opens_it(case, app, login):
    following = case.accept(case.change())
    boss = Browser(app, login(case.boss))

    for code, other in ((case.code, following), (following, case.code)):
        page = boss.get(f"/onboardings/{code}/transfer/record")
        assert f'href="/onboardings/{other}"' in page.text
        for partner in (case.first, case.second):
            firm = Browser(app, login(make_partner_manager(partner)))
            assert firm.get(f"/onboardings/{code}/transfer/record").status_code == 403
    assert boss.get("/onboardings/AAAA-AAAA/transfer/record").status_code == 404


def test_the_first_firm_reads_that_another_one_follows_and_not_which(case, app, login):
    case.accept(case.change())

    page = Browser(app, login(make_partner_manager(case.first))).get(f"/onboardings/{case.code}?history=all").text
    assert "another firm takes the customer" in page
    assert case.second.name not in page
