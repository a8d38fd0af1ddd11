"""A scenario is kept, solved by a job, set beside its run, renamed and forgotten, and sends nothing."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from onboarding_phases.allocation.models import AllocationRun
from onboarding_phases.allocation.values import Task
from onboarding_phases.offers.models import Offer
from onboarding_phases.scenarios import services
from onboarding_phases.scenarios.enums import WhatIfState
from onboarding_phases.scenarios.models import WhatIf
from onboarding_phases.scenarios.services import ask_what_if, delete_what_if, solve_what_if
from onboarding_phases.scenarios.values import Changes, Wave
from portal.errors import RuleViolation
from portal.jobs import services as jobs
from portal.jobs.services import carry_out_all, due_jobs
from portal.people import PORTAL, Role
from tests.browsing import Browser
from tests.factories.allocations import make_solved_run
from tests.factories.customers import make_customer
from tests.factories.partners import make_capacity, make_partner
from tests.factories.people import make_user
from tests.world import the_app, unit

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def manager(login, app):
    return Browser(app, login(make_user()))


class Board:
    """Two firms of one slot each, three customers, and the run that leaves one of them over."""

    def __init__(self) -> None:
        self.better = make_partner(name="青葉会計", stated_outcome=0.9)
        self.other = make_partner(name="若葉会計", stated_outcome=0.4)
        make_capacity(self.better, stated=1)
        make_capacity(self.other, stated=1)
        self.people = [make_customer(name=f"{name}商事") for name in ("一ノ瀬", "二宮", "三輪")]
        self.run = make_solved_run().code

    def ask(self, changes: Changes, *, solved: bool = True) -> str:
        with unit() as session:
            run = session.scalars(select(AllocationRun).where(AllocationRun.code == self.run)).one()
            code = ask_what_if(run, name="もしも", changes=changes, actor=PORTAL).code
        if solved:
            work_off()
        return code


def work_off() -> None:
    with the_app().app_context():
        carry_out_all()


def look(code: str) -> WhatIf:
    with unit(write=False) as session:
        found = session.scalars(select(WhatIf).where(WhatIf.code == code)).one()
        session.expunge(found)
        return found


def placed(code: str) -> int:
    return sum(1 for entry in look(code).result["customers"].values() if entry["partner"])


def test_a_slot_more_places_one_customer_more_and_nothing_is_sent():
    board = Board()

    code = board.ask(Changes({board.better.code: 1}))

    assert (look(code).state, placed(code)) == (WhatIfState.SOLVED, 3)
    with unit(write=False) as session:
        assert session.scalars(select(Offer)).all() == []
        run = session.scalars(select(AllocationRun)).one()
        assert sum(1 for entry in run.result["customers"].values() if entry["partner"]) == 2


def test_a_firm_that_is_gone_takes_nobody():
    board = Board()

    code = board.ask(Changes(exits=(board.better.code,)))

    assert placed(code) == 1
    assert board.better.code not in {each["partner"] for each in look(code).result["customers"].values()}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (Changes(), None),
        (Changes({"P9999": 1}), None),
        (Changes(exits=("P9999",)), None),
        (
            Changes(
                weights=dict.fromkeys(("strengths", "industry", "tier", "region", "outcome", "preference"), 0.0)
            ),
            None,
        ),
        (Changes(wave=Wave(2, product="payroll")), "wave"),
    ],
    ids=["nothing", "slots of nobody", "exit of nobody", "no weight", "like nobody"],
)
def test_what_cannot_be_asked_is_refused(changes, field):
    board = Board()

    with pytest.raises(RuleViolation) as refused:
        board.ask(changes)

    assert refused.value.field == field


def test_a_run_without_a_plan_has_no_scenario():
    board = Board()
    with unit() as session:
        session.scalars(select(AllocationRun)).one().result = {}

    with pytest.raises(RuleViolation):
        board.ask(Changes({board.better.code: 1}))


def test_a_scenario_that_is_forgotten_while_it_is_solved_leaves_nothing(monkeypatch):
    board = Board()
    code = board.ask(Changes({board.better.code: 1}), solved=False)
    explain = services.explain_file

    def forgotten(plan: Any) -> bytes:
        with unit() as session:
            delete_what_if(session.scalars(select(WhatIf)).one(), actor=PORTAL)
        return explain(plan)

    monkeypatch.setattr(services, "explain_file", forgotten)
    with the_app().app_context():
        solve_what_if(scenario=code)

    with unit(write=False) as session:
        assert session.scalars(select(WhatIf)).all() == []


def test_what_the_engine_raises_fails_the_scenario_and_it_is_tried_again(manager, monkeypatch):
    board = Board()
    with monkeypatch.context() as patched:
        patched.setattr(Task, "solved", lambda *_given: 1 / 0)
        code = board.ask(Changes({board.better.code: 1}))
    assert look(code).state == WhatIfState.FAILED
    assert "ZeroDivisionError" in manager.get(f"/what-if/{code}").text

    assert manager.send(f"/what-if/{code}/retry", page=f"/what-if/{code}").status_code == 303
    work_off()

    assert look(code).state == WhatIfState.SOLVED


def test_what_the_database_raises_is_tried_again_and_fails_once_it_is_given_up(monkeypatch):
    board = Board()
    code = board.ask(Changes({board.better.code: 1}), solved=False)

    def gone(*_given: Any) -> None:
        raise OperationalError("SELECT 1", {}, Exception("the connection is gone"))

    monkeypatch.setattr(Task, "solved", gone)
    monkeypatch.setattr(jobs, "MOST_ATTEMPTS", 1)
    with the_app().app_context():
        for job in due_jobs():
            jobs.carry_out(job)

    assert look(code).state == WhatIfState.FAILED


def test_a_scenario_stands_beside_its_run_with_what_is_different(manager):
    board = Board()
    code = board.ask(Changes({board.better.code: 1}, weights={"tier": 0.5}, wave=Wave(1)))

    page = manager.get(f"/what-if/{code}").text

    assert "青葉会計: +1 slot" in page
    assert "weight of Tier: 0.50" in page
    assert "1 more customer: like those who wait" in page
    assert "copy 1" in page or "商事" in page
    assert f"/what-if/{code}" in manager.get(f"/allocations/{board.run}").text


def test_the_form_keeps_a_scenario_and_keeps_what_was_typed(manager):
    board = Board()
    where = f"/what-if/new?run={board.run}"
    weights = {"strengths": "0.4", "industry": "0.15", "tier": "0.1", "region": "0.05", "outcome": "0.25"}
    given = {"name": "二枠増", "firm_1": board.better.code, "slots_1": "2", **weights, "preference": "0.05"}

    assert manager.send(where, data={**given, "name": ""}).status_code == 422
    nothing = manager.send(where, data={**given, "firm_1": "", "slots_1": ""})
    assert nothing.status_code == 409
    assert 'value="二枠増"' in nothing.text
    answer = manager.send(where, data=given)

    assert answer.status_code == 303
    with unit(write=False) as session:
        kept = session.scalars(select(WhatIf)).one()
        assert Changes.of(kept.changes) == Changes({board.better.code: 2})


@pytest.mark.parametrize(
    ("half", "said"),
    [
        ({"firm_2": "firm"}, "Enter how many slots more or fewer."),
        ({"firm_2": "firm", "slots_2": "0"}, "Enter how many slots more or fewer."),
        ({"slots_3": "-2"}, "Choose the firm whose slots these are."),
        ({"effort": "2"}, "Enter how many customers more there are."),
        ({"prefecture": "東京都"}, "Enter how many customers more there are."),
    ],
)
def test_what_is_half_filled_in_is_not_left_out_in_silence(manager, half, said):
    board = Board()
    whole = {"name": "二枠増", "firm_1": board.better.code, "slots_1": "2"}
    told = {name: board.better.code if value == "firm" else value for name, value in half.items()}

    answer = manager.send(f"/what-if/new?run={board.run}", data={**whole, **told})

    assert answer.status_code == 422
    assert answer.text.count(said) == 2  # above the form, and beside the field
    with unit(write=False) as session:
        assert session.scalars(select(WhatIf)).all() == []


def test_a_scenario_is_renamed_and_deleted_after_a_question(manager):
    board = Board()
    code = board.ask(Changes({board.better.code: 1}))

    assert manager.send(f"/what-if/{code}/rename", data={"name": "青葉に一枠"}).status_code == 303
    assert "青葉に一枠" in manager.get("/what-if").text
    assert "青葉に一枠" in manager.get(f"/what-if/{code}/delete").text
    assert manager.send(f"/what-if/{code}/delete").status_code == 303
    assert "No scenario yet" in manager.get("/what-if").text


def test_an_auditor_reads_a_scenario_and_changes_none(login, app):
    board = Board()
    code = board.ask(Changes({board.better.code: 1}))
    auditor = Browser(app, login(make_user(Role.AUDITOR)))

    assert auditor.get(f"/what-if/{code}").status_code == 200
    assert auditor.get(f"/what-if/{code}/rename").status_code == 403
