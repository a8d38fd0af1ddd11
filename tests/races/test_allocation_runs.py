"""People stop, put aside and approve a run while its solver works: one of them wins, and the run says which."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.services import approve_run, discard_run, request_run, solve, stop_run
from onboarding_phases.offers.models import Offer
from portal.people import PORTAL
from portal.tenancy import EVERY_TENANT
from portal.units import unit_of_work
from tests.factories.allocations import MONTH, make_playbooks, make_solved_run
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.races.racing import DONE, Racers
from tests.world import unit

RACERS = 4
ROUNDS = max(2, int(os.environ.get("BANSOU_RACE_ROUNDS", "10")) // 4)
ACTS = {"stop": stop_run, "discard": discard_run, "approve": approve_run}


def act(task: tuple[str, str]) -> None:
    what, code = task
    if what == "solve":
        solve(run=code)
        return
    with unit_of_work(EVERY_TENANT) as session:
        run = session.scalars(select(AllocationRun).where(AllocationRun.code == code)).one()
        ACTS[what](run, actor=PORTAL)


@pytest.fixture
def racers(app) -> Iterator[Racers]:
    racers = Racers(app, act, RACERS)
    yield racers
    racers.close()


def make_people() -> None:
    make_playbooks()
    make_capacity(make_partner(), stated=3)
    make_customer()


def state_of(code: str) -> tuple[RunState, bool]:
    with unit(write=False) as session:
        run = session.scalars(select(AllocationRun).where(AllocationRun.code == code)).one()
        return run.state, bool(run.result)


def told_in_words(results: Counter[str]) -> bool:
    return all(word == DONE or word.startswith(("RuleViolation", "Stale")) for word in results)


def test_a_run_that_is_put_aside_while_it_is_solved_stays_aside(racers):
    make_people()
    for _ in range(ROUNDS):
        with unit():
            code = request_run(month=MONTH, actor=PORTAL).code

        results = racers.race([("solve", code), ("solve", code), ("stop", code), ("discard", code)])

        assert told_in_words(results), results
        assert state_of(code)[0] == RunState.DISCARDED


def test_a_run_that_two_workers_solve_and_somebody_stops_is_one_draft(racers):
    make_people()
    for _ in range(ROUNDS):
        with unit():
            code = request_run(month=MONTH, actor=PORTAL).code

        results = racers.race([("solve", code), ("stop", code), ("solve", code), ("stop", code)])

        assert told_in_words(results), results
        assert state_of(code) == (RunState.DRAFT, True)


def test_a_draft_is_approved_or_put_aside_and_never_both(racers):
    make_people()
    run = make_solved_run()

    results = racers.race([(what, run.code) for what in ("approve", "discard", "approve", "discard")])

    assert told_in_words(results), results
    with unit(write=False) as session:
        offers = len(session.scalars(select(Offer)).all())
    assert (state_of(run.code)[0], offers) in {(RunState.APPROVED, 1), (RunState.DISCARDED, 0)}
