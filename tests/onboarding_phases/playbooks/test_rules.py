"""What a playbook must be: due days that rise to X, a rule, words in each language, no circle of tasks."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.playbooks.rules import (
    blocking_faults,
    circle_fault,
    circle_of,
    faults_of_rule,
    faults_of_schedule,
    faults_of_texts,
)
from onboarding_phases.playbooks.shipped import SHIPPED
from onboarding_phases.playbooks.values import Condition, PlaybookText, read, written
from tests.onboarding_phases.playbooks.texts import make_phase, make_task, make_text, playbooks

pytestmark = pytest.mark.usefixtures("context")


def with_days(*days: int, **own: dict[int, int]) -> PlaybookText:
    phases = [
        make_phase(position, due_day=day, due_days=own.get(f"of_{position}", {}))
        for position, day in enumerate(days, 1)
    ]
    return make_text(phases=tuple(phases), x_days=60)


def fields(faults: list) -> list[str]:
    return [fault.field for fault in faults]


def test_due_days_that_do_not_rise_are_named_beside_the_phase():
    faults = faults_of_schedule(with_days(10, 20, 20, 40, 50, 60))

    assert fields(faults) == ["day_3"]
    assert "more than day 20" in str(faults[0].text)


def test_the_last_phase_is_due_on_x():
    assert fields(faults_of_schedule(with_days(10, 20, 30, 40, 50, 59))) == ["day_6"]


def test_a_phase_is_not_due_on_the_day_of_the_start():
    assert fields(faults_of_schedule(with_days(0, 20, 30, 40, 50, 60))) == ["day_1"]


def test_the_due_days_of_a_segment_rise_too():
    assert fields(faults_of_schedule(with_days(10, 20, 30, 40, 50, 60, of_2={3: 31}))) == ["day_2_3"]
    assert fields(faults_of_schedule(with_days(10, 20, 30, 40, 50, 60, of_3={1: 20}))) == ["day_3_1"]


def test_a_segment_ends_on_x_or_before():
    assert faults_of_schedule(with_days(10, 20, 30, 40, 50, 60, of_6={1: 55})) == []
    assert fields(faults_of_schedule(with_days(10, 20, 30, 40, 50, 60, of_6={3: 61}))) == ["day_6_3"]


def condition(metric: str = "bank_feeds", at_least: float = 1, **label: str) -> Condition:
    return Condition(metric, at_least, label or {"ja": "口座連携", "en": "Bank feeds"})


def test_a_rule_has_a_condition():
    assert fields(faults_of_rule([])) == ["metric_0"]


def test_a_condition_is_one_that_usage_can_meet_and_a_reader_can_read():
    assert fields(faults_of_rule([condition("Bank feeds")])) == ["metric_0"]
    assert fields(faults_of_rule([condition(), condition(at_least=2)])) == ["metric_1"]
    assert fields(faults_of_rule([condition(at_least=0)])) == ["at_least_0"]
    assert fields(faults_of_rule([condition(at_least=float("nan"))])) == ["at_least_0"]
    assert fields(faults_of_rule([condition(ja="口座連携", en=" ")])) == ["label_0_en"]


def test_a_phase_says_everything_in_each_language():
    faults = faults_of_texts(make_phase(1, acceptance={"ja": "承認がある。", "en": ""}))

    assert fields(faults) == ["acceptance_en"]


def test_tasks_that_wait_for_each_other_are_named_with_their_circle():
    first = make_task("1.1", depends_on=("2.1",))
    second = make_task("2.1", depends_on=("1.1",))
    text = make_text()
    phases = (make_phase(1, tasks=(first,)), make_phase(2, tasks=(second,)), *text.phases[2:])

    told = str(circle_fault(replace(text, phases=phases)))

    assert "1.1 Work 1.1 → 2.1 Work 2.1 → 1.1 Work 1.1" in told


def test_a_task_that_waits_for_itself_is_a_circle():
    assert circle_of({"a": ["a"]}) == ["a", "a"]


def test_a_phase_without_tasks_is_not_published():
    text = make_text(phases=(make_phase(1, tasks=()), *make_text().phases[1:]))

    assert [part for part, _text in blocking_faults(text)] == ["1"]


KEYS = st.sampled_from("abcdef")
GRAPHS = st.dictionaries(KEYS, st.lists(KEYS, max_size=4))


@given(GRAPHS)
def test_a_circle_is_one_in_which_each_waits_for_the_next(graph):
    circle = circle_of(graph)

    assert all(after in graph[before] for before, after in pairwise(circle))
    assert not circle or circle[0] == circle[-1]


@given(GRAPHS)
def test_without_a_circle_everything_can_be_done_in_some_order(graph):
    done: set[str] = set()
    while ready := {key for key in graph if key not in done and not (set(graph[key]) & graph.keys()) - done}:
        done |= ready

    assert (done == graph.keys()) == (circle_of(graph) == [])


@given(playbooks())
def test_what_is_written_is_read_again(text):
    assert read(written(text)) == text


@given(playbooks())
def test_a_playbook_that_keeps_the_rules_has_no_fault_of_schedule_or_order(text):
    assert faults_of_schedule(text) == []
    assert circle_fault(text) is None


@pytest.mark.parametrize("product", SHIPPED)
def test_what_ships_can_be_published(product):
    assert blocking_faults(SHIPPED[product]) == []
