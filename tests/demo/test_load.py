"""The whole demo once, as everybody meets it, and then many times over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from certification.enums import EvaluationState
from certification.models import Evaluation
from demo.loading import is_empty, load
from demo.multiplying import multiply
from demo.scale import Scale
from demo.stories import MONTHS
from onboarding_phases.kpis.comparing import projections_differ
from onboarding_phases.kpis.estimates import estimate
from onboarding_phases.kpis.models import CountsDue
from onboarding_phases.kpis.months import rate_figures
from onboarding_phases.kpis.projecting import count_due
from onboarding_phases.kpis.queries import cases, facts
from onboarding_phases.offers.enums import OfferState
from onboarding_phases.offers.models import Offer
from onboarding_phases.onboardings.clock import HoldCause
from onboarding_phases.onboardings.enums import OnboardingState, PhaseState
from onboarding_phases.onboardings.models import Hold, Onboarding, Phase
from onboarding_phases.onboardings.queries import bounds_in_force
from onboarding_phases.onboardings.standing import watch
from onboarding_phases.usage.models import UsageRecord
from partners.models import Capacity, Consultant, Partner, Qualification
from partners.queries import tiers_in_force
from portal import clock
from portal.audit.models import AuditEntry
from portal.database import db
from tests.conftest import NOW
from tests.world import World, unit

PASSWORD = "a password for the demo"
SCALE = Scale(firms=30, consultants=70, onboardings=1_000, audit_rows=30_000, members=4)


@pytest.fixture(scope="module")
def told(world: World) -> Iterator[Flask]:
    """The small demo; script/bench says how long it takes to load. PostgreSQL hears of its last months only."""
    world.empty()
    with world.app.app_context(), clock.at(NOW):
        load(seed=20261123, password=PASSWORD, months=3 if world.postgresql else MONTHS)
        yield world.app
    world.empty()


@pytest.fixture(scope="module")
def many(told: Flask) -> Flask:
    """The same demo, multiplied."""
    with clock.at(NOW):
        multiply(SCALE, seed=1, password_hash="no password fits this")
        count_due()
    return told


def count(model: type, *conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


@pytest.mark.on_sqlite
def test_the_small_demo_keeps_its_promises(told):
    with unit(write=False):
        first = db.session.scalars(select(Partner).where(Partner.code == "P0001")).one()
        old_enough = [
            case for _, case in cases(clock.today(), partner_id=first.id) if case.net_clock(clock.today()) >= 90
        ]
        assert count(Onboarding) >= 400
        assert len(old_enough) >= 8
        assert set(tiers_in_force(clock.today()).values()) == {1, 2, 3, 4, 5}
        assert count(Onboarding, Onboarding.state == OnboardingState.WITHDRAWN) >= 10
        assert set(db.session.scalars(select(Hold.cause))) == set(HoldCause)
        decided = select(Evaluation).where(Evaluation.state == EvaluationState.DECIDED)
        moves = {one.decided_tier - one.previous_tier for one in db.session.scalars(decided)}
        assert max(moves) > 0 > min(moves)
        assert count(Offer, Offer.state == OfferState.DECLINED) >= 1


def test_the_counts_of_the_demo_are_kept_and_are_those_of_its_records(told):
    with unit(write=False):
        assert count(CountsDue) == 0
        assert projections_differ() == []


def test_a_second_load_is_refused(told):
    assert not is_empty()


@pytest.mark.on_sqlite
def test_a_multiplied_demo_has_the_size_that_was_asked_for(many):
    with unit(write=False):
        assert count(Partner) == SCALE.firms
        assert count(Consultant) == SCALE.consultants
        assert count(Onboarding) == SCALE.onboardings
        assert count(Phase) == 6 * SCALE.onboardings
        assert abs(count(AuditEntry) - SCALE.audit_rows) <= 100


def test_every_multiplied_onboarding_has_six_phases_in_their_order(many):
    with unit(write=False):
        rows = db.session.execute(
            select(Phase.onboarding_id, Phase.position).order_by(Phase.onboarding_id, Phase.id)
        )
        places: dict[int, list[int]] = {}
        for onboarding_id, position in rows:
            places.setdefault(onboarding_id, []).append(position)
        assert len(places) == SCALE.onboardings
        assert set(map(tuple, places.values())) == {(1, 2, 3, 4, 5, 6)}


def test_the_slots_of_a_multiplied_firm_are_those_that_its_offers_took(many):
    taken: Counter[tuple[int, object]] = Counter()
    with unit(write=False):
        for offer in db.session.scalars(select(Offer)):
            held = {OfferState.OPEN: "reserved", OfferState.ACCEPTED: "accepted", OfferState.ENDED: "accepted"}
            if offer.state in held:
                taken[offer.partner_id, offer.month, held[offer.state]] += offer.slots
        stated = {}
        for one in db.session.scalars(select(Capacity)):
            stated[one.partner_id, one.month, "reserved"] = one.reserved
            stated[one.partner_id, one.month, "accepted"] = one.accepted
            assert one.reserved + one.accepted <= one.stated
    assert {key: slots for key, slots in stated.items() if slots} == dict(taken)


@pytest.mark.on_sqlite
def test_who_is_active_in_a_multiplied_demo_has_usage_on_that_day(many):
    with unit(write=False):
        used = {tuple(row) for row in db.session.execute(select(UsageRecord.customer_id, UsageRecord.on))}
        active = list(db.session.scalars(select(Onboarding).where(Onboarding.activated_on.is_not(None))))
        assert len(active) > SCALE.onboardings // 2
        assert [one.code for one in active if (one.customer_id, one.activated_on) not in used] == []


def test_what_lists_keep_of_a_multiplied_onboarding_is_what_the_clock_says(many):
    with unit(write=False):
        bounds, faults = bounds_in_force(), []
        for one in db.session.scalars(select(Onboarding)):
            seen = watch(one.run, bounds)
            runs = one.state is OnboardingState.RUNNING
            kept = (one.late_from, one.medium_from, one.high_from)
            if kept != ((seen.late_from, seen.medium_from, seen.high_from) if runs else (None, None, None)):
                faults.append(one.code)
        assert faults == []


@pytest.mark.on_sqlite
def test_the_rate_of_a_multiplied_demo_is_the_one_that_is_counted_anew(many):
    with unit(write=False):
        figures = rate_figures()
        x, today = figures.gauge.x, clock.today()
        held = set(db.session.scalars(select(Hold.onboarding_id)))
        counted = [
            one.activated_on is not None
            and (one.activated_on - one.start_on).days <= x
            and not (one.withdrawn_on and one.withdrawn_on < one.activated_on)
            for one in db.session.scalars(select(Onboarding))
            if one.id not in held and one.excluded_reason is None and one.start_on <= today - timedelta(days=x)
        ]
        begun = facts()
        seen = estimate((one.case(today) for one in begun if one.id not in held), x=x, as_of=today)
        assert len(begun) == SCALE.onboardings
        assert seen.n > SCALE.onboardings // 2
        assert (seen.activated, seen.n) == (sum(counted), len(counted))
        whole = estimate((one.case(today) for one in begun), x=x, as_of=today)
        assert figures.estimate == whole
        assert projections_differ() == []


def test_the_trail_of_a_multiplied_demo_runs_with_time_and_says_what_the_rows_say(many):
    with unit(write=False):
        entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
        assert [one.at for one in entries] == sorted(one.at for one in entries)
        ends = {one.code: one for one in db.session.scalars(select(Onboarding))}
        said = [one.values for one in entries if one.event == "OnboardingCompleted"]
        assert len(said) == sum(one.state is OnboardingState.COMPLETED for one in ends.values())
        assert all(one["completed_on"] == str(ends[one["code"]].completed_on) for one in said)
        assert all(one["partner_id"] == ends[one["code"]].partner_id for one in said)


def test_whoever_comes_after_a_multiplied_demo_gets_the_next_number(many):
    with unit() as session:
        held = session.scalars(select(Qualification).order_by(Qualification.id.desc()).limit(1)).one()
        last, again = held.id, Qualification(consultant_id=held.consultant_id, partner_id=held.partner_id)
        again.subject, again.valid_from, again.valid_until = held.subject, held.valid_from, held.valid_until
        again.created_at = NOW
        session.add(again)
        session.flush()
        assert again.id == last + 1
        session.rollback()


def test_nothing_in_a_multiplied_demo_lies_ahead(many):
    with unit(write=False):
        assert count(AuditEntry, AuditEntry.at > NOW) == 0
        assert count(Phase, Phase.state == PhaseState.COMPLETED, Phase.completed_on >= clock.today()) == 0
