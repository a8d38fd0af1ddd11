"""A run says how far it is, can be stopped, fails with its reason, and repeats itself where it is proven."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from onboarding_phases.allocation.enums import RunState
from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.services import (
    discard_run,
    request_run,
    run_again,
    solve,
    solving,
    stop_run,
    try_again,
)
from onboarding_phases.allocation.values import Task
from portal.errors import Stale
from portal.jobs import services as jobs
from portal.jobs.services import carry_out_all, due_jobs
from portal.people import PORTAL
from tests.browsing import Browser
from tests.factories.allocations import MONTH, make_playbooks, make_solved_run
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.factories.people import make_user
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def manager(login, app):
    return Browser(app, login(make_user()))


def requested() -> str:
    make_playbooks()
    for number in range(3):
        make_capacity(make_partner(stated_outcome=0.3 * number), stated=3 - number)
    for number in range(5):
        make_customer(effort=1 + number % 2, priority=number % 3)
    with unit():
        return request_run(month=MONTH, actor=PORTAL).code


def found(code: str) -> AllocationRun:
    with unit(write=False) as session:
        kept = session.scalars(select(AllocationRun).where(AllocationRun.code == code)).one()
        session.expunge(kept)
        return kept


def done_with(act: Any, code: str) -> Any:
    with unit() as session:
        return act(session.scalars(select(AllocationRun).where(AllocationRun.code == code)).one(), actor=PORTAL)


def work_off() -> None:
    with the_app().app_context():
        carry_out_all()


def tried(code: str) -> None:
    with the_app().app_context():
        solve(run=code)


def test_a_run_tells_the_best_so_far_and_the_bound_before_it_is_done(monkeypatch):
    code, told = requested(), []
    tell = solving._tell

    def listen(run, began, progress):
        answer = tell(run, began, progress)
        told.append(found(run).progress)
        return answer

    monkeypatch.setattr(solving, "_tell", listen)
    monkeypatch.setattr(solving, "EVERY", 0.0)
    tried(code)

    kept = found(code)
    assert [each["phase"] for each in told][:1] == ["pricing"]
    assert {"searching", "explaining"} <= {each["phase"] for each in told}
    with_bound = [each for each in told if each["phase"] == "searching" and each["weight_bound"] is not None]
    assert all(each["weight"] <= each["weight_bound"] for each in with_bound)
    assert with_bound[-1]["weight_bound"] >= kept.result["objective"]["placed_weight"]
    assert kept.progress["gap"] == 0
    assert kept.progress["value"] == pytest.approx(kept.result["objective"]["score"])


def test_who_stops_a_run_gets_the_best_so_far_as_a_draft():
    code = requested()
    done_with(stop_run, code)

    work_off()

    kept = found(code)
    assert kept.state == RunState.DRAFT
    assert sum(1 for entry in kept.result["customers"].values() if entry["partner"]) > 0
    assert kept.stopped_at is not None
    assert not kept.result["objective"]["optimal"]


def test_a_stopped_search_ends_at_its_next_look_and_proves_nothing_that_is_not_so(monkeypatch):
    code = requested()
    done_with(stop_run, code)
    work_off()

    kept = found(code)
    best = Task.of(kept.frozen, kept.policy).solved()
    objective = kept.result["objective"]
    assert objective["placed_weight"] <= best.objective.placed_weight
    assert kept.progress["weight_bound"] >= best.objective.placed_weight
    if objective["placed_weight"] == best.objective.placed_weight:
        assert kept.progress["value_bound"] >= best.objective.value - 1e-6


def test_a_plan_is_stopped_only_while_it_is_computed():
    code = requested()
    work_off()

    with pytest.raises(Stale):
        done_with(stop_run, code)


def test_a_run_that_is_put_aside_while_it_is_computed_is_never_written(monkeypatch):
    code = requested()
    tell = solving._tell

    def discard_meanwhile(run, began, progress):
        if progress.phase == "explaining":
            done_with(discard_run, run)
        return tell(run, began, progress)

    monkeypatch.setattr(solving, "_tell", discard_meanwhile)
    tried(code)

    kept = found(code)
    assert (kept.state, kept.result) == (RunState.DISCARDED, {})


def test_a_run_that_is_put_aside_at_the_last_moment_is_never_written(monkeypatch):
    code = requested()
    explain = solving.explain_file

    def discard_meanwhile(plan):
        done_with(discard_run, code)
        return explain(plan)

    monkeypatch.setattr(solving, "explain_file", discard_meanwhile)
    tried(code)

    kept = found(code)
    assert (kept.state, kept.result) == (RunState.DISCARDED, {})


def test_what_the_engine_raises_fails_the_run_at_once_and_says_why(monkeypatch):
    code = requested()

    def broken(*_given, **_named):
        raise ValueError("the model is wrong\nand more of it")

    monkeypatch.setattr(Task, "solved", broken)
    tried(code)

    kept = found(code)
    assert (kept.state, kept.failure) == (RunState.FAILED, "ValueError: the model is wrong")


def test_a_run_that_failed_is_computed_again_from_the_same_input(monkeypatch):
    code = requested()
    with monkeypatch.context() as patched:
        patched.setattr(Task, "solved", lambda *_given, **_named: 1 / 0)
        work_off()
    assert found(code).state == RunState.FAILED

    done_with(try_again, code)
    work_off()

    assert (found(code).state, found(code).failure) == (RunState.DRAFT, None)
    with pytest.raises(Stale):
        done_with(try_again, code)


def test_what_the_database_raises_is_tried_again_and_fails_the_run_once_it_is_given_up(monkeypatch):
    code = requested()

    def gone(*_given, **_named):
        raise OperationalError("SELECT 1", {}, Exception("the connection is gone"))

    monkeypatch.setattr(Task, "solved", gone)
    monkeypatch.setattr(jobs, "MOST_ATTEMPTS", 2)
    monkeypatch.setattr(jobs, "LONGEST_PAUSE", jobs.timedelta(0))
    with the_app().app_context():
        jobs.carry_out(due_jobs()[0])
        assert found(code).state == RunState.SOLVING
        jobs.carry_out(due_jobs()[0])

    kept = found(code)
    assert kept.state == RunState.FAILED
    assert "the connection is gone" in (kept.failure or "")


def test_the_same_input_gives_the_same_plan():
    code = requested()
    work_off()
    again = done_with(run_again, code)
    work_off()

    first, second = found(code), found(again.code)
    assert second.number == first.number + 1
    assert second.input_hash == first.input_hash
    assert first.result["objective"]["optimal"]
    assert json.dumps(second.result) == json.dumps(first.result)


def test_another_input_has_another_mark():
    first = make_solved_run_of_one()
    make_customer()
    second = make_solved_run()

    assert found(first.code).input_hash != found(second.code).input_hash


def make_solved_run_of_one():
    make_capacity(make_partner(), stated=3)
    make_customer()
    return make_solved_run()


def test_the_page_of_a_run_that_is_computed_looks_again_by_itself_and_can_be_stopped(manager):
    code = requested()

    page = manager.get(f"/allocations/{code}").text
    assert 'http-equiv="refresh"' in page
    assert "Waiting for its turn" in page
    assert manager.send(f"/allocations/{code}/stop").status_code == 303
    assert "Stopped by" in manager.get(f"/allocations/{code}").text


def test_the_page_of_a_draft_says_who_made_it_from_what(manager):
    run = make_solved_run_of_one()

    page = manager.get(f"/allocations/{run.code}").text

    assert found(run.code).input_hash[:12] in page
    assert "1 customer" in page
    assert manager.send(f"/allocations/{run.code}/again").status_code == 303


def test_the_page_of_a_run_that_failed_says_why_and_offers_to_try_again(manager, monkeypatch):
    code = requested()
    with monkeypatch.context() as patched:
        patched.setattr(Task, "solved", lambda *_given, **_named: 1 / 0)
        work_off()

    page = manager.get(f"/allocations/{code}").text
    assert "ZeroDivisionError" in page
    assert manager.send(f"/allocations/{code}/retry").status_code == 303
    assert found(code).state == RunState.SOLVING


def test_a_stop_that_comes_twice_keeps_the_first_one():
    code = requested()
    done_with(stop_run, code)
    at = found(code).stopped_at
    done_with(stop_run, code)

    assert found(code).stopped_at == at
