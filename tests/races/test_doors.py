"""The last slots through every door at once: pages of both sides, the import, the command's service and the job.

Whatever comes first, what stands afterwards can be explained by the offers alone.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.candidates.queries import proposal_for
from onboarding_phases.customers.models import Customer
from onboarding_phases.offers.enums import BOUND, WAITING, OfferState
from onboarding_phases.offers.models import Offer
from onboarding_phases.offers.services import accept_offer, counter_offer, decline_offer, lapse_offer, send_offer
from onboarding_phases.offers.values import Terms
from onboarding_phases.onboardings.models import Onboarding
from partners.models import Capacity, Partner
from portal import clock
from portal.exchange.queries import exchanges_by_kind
from portal.exchange.services import import_table
from portal.jobs.models import Job
from portal.jobs.services import carry_out_all
from portal.people import PORTAL, Role
from portal.tables.reading import read_table
from portal.tenancy import EVERY_TENANT, Scope
from portal.units import unit_of_work
from tests.browsing import HERE, Browser
from tests.factories.allocations import make_offer, make_solved_run
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner, make_partner_manager
from tests.factories.people import make_user
from tests.races.racing import DONE, Racers
from tests.world import OwnContextClient, the_app, unit

ROUNDS = max(2, int(os.environ.get("BANSOU_RACE_ROUNDS", "10")) // 5)
MONTH = date(2026, 12, 1)
NEXT_MONTH = date(2027, 1, 1)
STATED = 6
LATER = Terms(1, date(2027, 1, 12), 500_000)


class Answered(Exception):
    """The status that a page answered with, told to whoever counts."""


def go(task: tuple[str, dict[str, Any]]) -> None:
    """Go through one door."""
    kind, told = task
    DOORS[kind](**told)


def by_page(*, path: str, cookie: str, data: dict[str, str]) -> None:
    client = the_app().test_client()
    client.open = super(OwnContextClient, client).open
    client.set_cookie("bansou", cookie, domain="localhost")
    raise Answered(str(client.post(path, data=data, headers={"Origin": HERE}).status_code))


def by_service(*, customer_id: int, partner_id: int) -> None:
    with unit_of_work(EVERY_TENANT) as session:
        customer = session.scalars(select(Customer).where(Customer.id == customer_id)).one()
        partner = session.scalars(select(Partner).where(Partner.id == partner_id)).one()
        send_offer(customer=customer, partner=partner, actor=PORTAL)


def by_file(*, text: str) -> None:
    with unit_of_work(EVERY_TENANT):
        import_table(exchanges_by_kind()["capacity"], read_table(text.encode(), name="capacity.csv"), actor=PORTAL)


def by_job() -> None:
    carry_out_all()


def by_lapse(*, offer: str) -> None:
    with unit_of_work(EVERY_TENANT), clock.at(clock.now() + timedelta(minutes=2)):
        lapse_offer(offer=offer)


DOORS = {"lapse": by_lapse, "page": by_page, "service": by_service, "file": by_file, "job": by_job}


class Hand:
    """Somebody who is logged in, and what a form of theirs needs."""

    def __init__(self, login: Any, user: Any) -> None:
        self.browser = Browser(the_app(), login(user))
        self.token = self.browser.token("/inbox")

    def post(self, path: str, **data: str) -> tuple[str, dict[str, Any]]:
        return "page", {
            "path": path,
            "cookie": self.browser.cookie,
            "data": {"csrf_token": self.token, **data},
        }


def expired(offer: Offer) -> Offer:
    """Let the time to answer be over, with the job that lets it lapse due."""
    before = clock.now() - timedelta(minutes=1)
    with unit() as session:
        session.execute(update(Offer).where(Offer.id == offer.id).values(reply_by=before))
        session.execute(update(Job).where(Job.kind == "offers.lapse").values(run_at=clock.now() + timedelta(days=9)))
        mine = Job.args["offer"].as_string() == offer.code
        session.execute(update(Job).where(Job.kind == "offers.lapse", mine).values(run_at=before))
    return offer


def explained() -> None:
    """Slots and customers, told by the offers alone."""
    with unit(write=False) as session:
        offers = session.scalars(select(Offer)).unique().all()
        bound = [offer for offer in offers if offer.state in BOUND]
        assert max(Counter(offer.customer_id for offer in bound).values(), default=0) <= 1
        for row in session.scalars(select(Capacity)):
            mine = [offer for offer in offers if (offer.partner_id, offer.month) == (row.partner_id, row.month)]
            taken = {state: sum(o.slots for o in mine if o.state == state) for state in OfferState}
            reserved = sum(taken[state] for state in WAITING)
            assert (row.reserved, row.accepted) == (reserved, taken[OfferState.ACCEPTED] + taken[OfferState.ENDED])
            assert row.reserved + row.accepted <= row.stated
        begun = Counter(session.scalars(select(Onboarding.offer_id)))
        taken_on = (OfferState.ACCEPTED, OfferState.ENDED, OfferState.RETURNED_LATE)
        assert begun == Counter(offer.id for offer in offers if offer.state in taken_on)
        ended = select(Onboarding.offer_id).where(Onboarding.withdrawn_on.is_not(None))
        over = {offer.id for offer in offers if offer.state in (OfferState.ENDED, OfferState.RETURNED_LATE)}
        assert set(session.scalars(ended)) == over
        for offer in offers:
            waiting = [one for one in offer.counters if one.decided_at is None]
            assert len(waiting) == (offer.state == OfferState.COUNTERED)
            agreed = [one for one in offer.counters if one.is_agreed]
            assert len(agreed) <= 1
            assert not agreed or (offer.state in taken_on and offer.terms == agreed[0].terms)
        for run in session.scalars(select(AllocationRun)):
            assert (run.approved_at is None) or session.scalar(
                select(func.count()).where(Offer.run_code == run.code)
            ) == sum(1 for entry in run.result["customers"].values() if entry["partner"])


@pytest.fixture
def racers(app) -> Iterator[Racers]:
    made = Racers(app, go, 16)
    yield made
    made.close()


def a_round(login: Any) -> list[tuple[str, dict[str, Any]]]:
    partner = make_partner()
    make_capacity(partner, MONTH, stated=STATED)
    taken, left, late = (make_offer(partner, make_customer()) for _ in range(3))
    expired(late)
    waiting = [make_customer(effort=1 + number % 2) for number in range(4)]
    run = make_solved_run(MONTH)
    firm, other = (Hand(login, make_partner_manager(partner)) for _ in range(2))
    vendor, second = (Hand(login, make_user(Role.CS_MANAGER)) for _ in range(2))
    accept = {"version": str(taken.version)}
    return [
        firm.post(f"/offers/{taken.code}/accept", **accept),
        other.post(f"/offers/{taken.code}/accept", **accept),
        vendor.post(f"/offers/{left.code}/withdraw", reason="sold twice"),
        firm.post(f"/offers/{left.code}/decline", reason="no time", version=str(left.version)),
        other.post(f"/offers/{late.code}/accept", version=str(late.version)),
        ("job", {}),
        ("job", {}),
        vendor.post(f"/allocations/{run.code}/approve"),
        second.post(f"/allocations/{run.code}/approve"),
        firm.post(f"/partners/{partner.code}/capacity", **{f"slots_{MONTH:%Y-%m}": "4"}),
        ("file", {"text": f"partner_code,month,slots\n{partner.code},{MONTH:%Y-%m},3\n"}),
        ("file", {"text": f"partner_code,month,slots\n{partner.code},{MONTH:%Y-%m},8\n"}),
        *(("service", {"customer_id": one.id, "partner_id": partner.id}) for one in waiting),
    ]


def test_whoever_comes_first_slots_and_customers_are_explained_by_the_offers(racers, login):
    seen: Counter[str] = Counter()
    for _ in range(ROUNDS):
        seen += racers.race(a_round(login))
        explained()

    refused = ("RuleViolation", "Stale", "InputProblems", "Answered: 409", "Answered: 422", "Answered: 404")
    assert [word for word in seen if word not in (DONE, "Answered: 303") and not word.startswith(refused)] == []
    assert seen[DONE] >= ROUNDS
    assert seen["Answered: 303"] >= ROUNDS


def answered(partner: Partner, offer: Offer, answer: Any) -> Offer:
    """Have an offer answered, and give it back as it stands afterwards."""
    with unit(Scope(partner.id)) as session:
        found = session.scalars(select(Offer).where(Offer.id == offer.id)).one()
        answer(found)
    with unit(write=False) as session:
        again = session.scalars(select(Offer).where(Offer.id == offer.id)).one()
        session.expunge(again)
        return again


def a_round_of_answers(login: Any) -> list[tuple[str, dict[str, Any]]]:
    """Everything that happens to counter-proposals, late returns and next candidates, at the same moment."""
    partner, spare = make_partner(), make_partner()
    for firm_of in (partner, spare):
        for month in (MONTH, NEXT_MONTH):
            make_capacity(firm_of, month, stated=STATED)
    fresh, lain, agreed, taken, refused = (make_offer(partner, make_customer()) for _ in range(5))
    with unit() as session:
        session.execute(
            update(Offer).where(Offer.id == fresh.id).values(reply_by=clock.now() + timedelta(minutes=1))
        )
    other_terms = {"terms": LATER, "reason": "later", "actor": PORTAL}
    lain, agreed = (answered(partner, one, lambda it: counter_offer(it, **other_terms)) for one in (lain, agreed))
    taken = answered(partner, taken, lambda it: accept_offer(it, actor=PORTAL))
    refused = answered(partner, refused, lambda it: decline_offer(it, reason="full", actor=PORTAL))
    with unit(write=False) as session:
        begun = session.scalars(select(Onboarding.code).where(Onboarding.offer_id == taken.id)).one()
        waits = session.scalars(select(Customer).where(Customer.id == refused.customer_id)).one()
        proposed = proposal_for(waits)
        assert proposed is not None
        assert proposed.partner is not None
        customer, next_firm = waits.public_code, proposed.partner.code
    firm, second_of_firm = (Hand(login, make_partner_manager(partner)) for _ in range(2))
    vendor, second = (Hand(login, make_user(Role.CS_MANAGER)) for _ in range(2))
    proposal = {"slots": "1", "start_on": "2027-01-12", "fee": "500000", "counter_reason": "later"}
    read = {one.code: {"version": str(one.version)} for one in (fresh, lain, agreed, taken)}
    return [
        firm.post(f"/offers/{fresh.code}/counter", **proposal, **read[fresh.code]),
        second_of_firm.post(f"/offers/{fresh.code}/counter", **proposal, **read[fresh.code]),
        second_of_firm.post(f"/offers/{fresh.code}/accept", **read[fresh.code]),
        vendor.post(f"/offers/{lain.code}/counter/agree", **read[lain.code]),
        second.post(f"/offers/{lain.code}/counter/decline", counter_reason="dear", **read[lain.code]),
        vendor.post(f"/offers/{lain.code}/withdraw", reason="sold twice"),
        vendor.post(f"/offers/{agreed.code}/counter/agree", **read[agreed.code]),
        second.post(f"/offers/{agreed.code}/counter/agree", **read[agreed.code]),
        firm.post(f"/offers/{taken.code}/return", reason="ill", **read[taken.code]),
        second_of_firm.post(f"/offers/{taken.code}/return", reason="ill", **read[taken.code]),
        vendor.post(f"/customers/{customer}/candidate", partner=next_firm),
        second.post(f"/customers/{customer}/candidate", partner=next_firm),
        ("service", {"customer_id": taken.customer_id, "partner_id": spare.id}),
        second.post(f"/onboardings/{begun}/withdraw", reason="closed down", on=f"{clock.today()}"),
        ("lapse", {"offer": fresh.code}),
        ("lapse", {"offer": lain.code}),
    ]


def test_whoever_answers_first_counter_proposals_returns_and_candidates_are_explained_by_the_offers(racers, login):
    seen: Counter[str] = Counter()
    for _ in range(ROUNDS):
        seen += racers.race(a_round_of_answers(login))
        explained()

    refused = ("RuleViolation", "Stale", "Answered: 409", "Answered: 422", "Answered: 404")
    assert [word for word in seen if word not in (DONE, "Answered: 303") and not word.startswith(refused)] == []
    assert seen["Answered: 303"] >= 4 * ROUNDS


def test_a_slot_that_nobody_holds_is_found_out(login):
    partner = make_partner()
    make_capacity(partner, MONTH, stated=STATED)
    make_offer(partner, make_customer())
    explained()
    with unit() as session:
        session.execute(update(Capacity).values(reserved=Capacity.reserved + 1))

    with pytest.raises(AssertionError):
        explained()
