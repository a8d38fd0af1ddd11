"""What two versions say otherwise, and a playbook with one thing changed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.playbooks.differences import differences
from onboarding_phases.playbooks.editing import (
    free_key,
    with_rule,
    with_schedule,
    with_task,
    with_task_in,
    with_task_moved,
    without_task,
)
from onboarding_phases.playbooks.rules import circle_fault
from onboarding_phases.playbooks.values import Condition, PlaybookText
from tests.onboarding_phases.playbooks.texts import make_task, make_text, playbooks


def keys(text: PlaybookText) -> list[str]:
    return [task.key for _position, _place, task in text.tasks()]


@given(playbooks())
def test_a_playbook_says_nothing_otherwise_than_itself(text):
    assert not differences(text, text)
    assert differences(text, text).count == 0


@given(playbooks(), playbooks())
def test_what_is_new_one_way_is_gone_the_other_way(one, other):
    there, back = differences(one, other), differences(other, one)

    assert [placed.task for placed in there.added] == [placed.task for placed in back.removed]
    assert there.count == back.count
    assert bool(there) == bool(there.count)


@given(playbooks(), st.data())
def test_taking_a_task_out_leaves_nothing_that_waits_for_it_and_no_circle(text, data):
    key = data.draw(st.sampled_from(keys(text)))
    rest = without_task(text, key)

    assert keys(rest) == [one for one in keys(text) if one != key]
    assert all(key not in task.depends_on for _position, _place, task in rest.tasks())
    assert all(task.key not in task.depends_on for _position, _place, task in rest.tasks())


@given(playbooks(), st.data(), st.integers(-3, 3))
def test_moving_a_task_changes_the_order_and_nothing_else(text, data, steps):
    position = data.draw(st.integers(1, 6))
    key = data.draw(st.sampled_from([task.key for task in text.phases[position - 1].tasks]))
    moved = with_task_moved(text, position, key, steps)

    found = differences(text, moved)
    assert sorted(keys(moved)) == sorted(keys(text))
    assert found.count == len(found.reordered) <= 1


@given(playbooks(), st.data(), st.integers(1, 6))
def test_a_task_in_another_phase_is_told_with_both_phases(text, data, position):
    key = data.draw(st.sampled_from(keys(text)))
    at = next(at for at, _place, task in text.tasks() if task.key == key)
    moved = with_task_in(text, key, position)

    found = differences(text, moved)
    assert sorted(keys(moved)) == sorted(keys(text))
    told = [(change.before_position, change.position, change.what) for change in found.changed]
    assert told == ([] if at == position else [(at, position, ("position",))])
    assert found.count == len(told)


def test_what_waited_for_a_task_waits_for_what_that_waited_for(context):
    text = with_task(make_text(), 2, make_task("2.1", depends_on=("1.1",)))
    text = with_task(text, 3, make_task("3.1", depends_on=("2.1",)))

    rest = without_task(text, "2.1")

    assert rest.phases[2].tasks[0].depends_on == ("1.1",)
    assert circle_fault(rest) is None


def test_due_days_of_segments_are_told_where_they_are_other_than_all():
    text = make_text()
    own = [{}, {3: 25}, {}, {}, {}, {}]
    changed = with_schedule(text, x_days=60, days=[12, 20, 30, 40, 50, 60], own_days=own)

    found = differences(text, changed)

    assert [(one.position, one.effort, one.before, one.after) for one in found.days] == [
        (1, None, 10, 12),
        (2, 3, 20, 25),
    ]


def test_a_segment_that_says_the_same_as_all_is_not_kept():
    changed = with_schedule(make_text(), x_days=60, days=[10, 20, 30, 40, 50, 60], own_days=[{1: 10}] + [{}] * 5)

    assert changed == make_text()


def test_a_task_is_told_field_by_field():
    text = make_text()
    task = replace(text.phases[0].tasks[0], is_optional=True, title={"ja": "作業1.1", "en": "Other work"})
    found = differences(text, with_task(text, 1, task))

    assert [change.what for change in found.changed] == [("is_optional",)]
    assert [(word.locale, word.before, word.after) for word in found.changed[0].words] == [
        ("en", "Work 1.1", "Other work")
    ]


def test_a_rule_is_told_condition_by_condition():
    text = make_text()
    rule = [
        Condition("bank_feeds", 2, text.rule[0].label),
        Condition("invoices", 5, {"ja": "請求", "en": "Invoices"}),
    ]
    found = differences(text, with_rule(text, rule))

    assert [(one.before and one.before.at_least, one.after and one.after.at_least) for one in found.conditions] == [
        (1, 2),
        (None, 5),
    ]


def test_a_key_is_never_used_for_a_second_task():
    assert free_key(2, {"2.1", "2.2", "1.3"}) == "2.3"
