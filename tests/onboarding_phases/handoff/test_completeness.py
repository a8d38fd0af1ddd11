"""The laws of completeness, and what an answer may be."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onboarding_phases.handoff.defaults import HANDOFF_DEFAULTS
from onboarding_phases.handoff.enums import FieldKind, FieldLevel, FieldState
from onboarding_phases.handoff.exchange.rules import as_cell, from_cell
from onboarding_phases.handoff.rules import Answer, checked, completeness, deadlines
from onboarding_phases.handoff.template.fields import Category, Field
from onboarding_phases.handoff.template.sales_to_cs import FIELDS, SALES_TO_CS
from portal import clock
from portal.errors import RuleViolation
from portal.tables.problems import Misfit

answers = st.builds(
    Answer, st.sampled_from(FieldState), st.sampled_from(["", " ", "text"]), st.sampled_from(["", " ", "because"])
)
handoffs = st.dictionaries(st.sampled_from(list(FIELDS)), answers)
keys = st.sampled_from(list(FIELDS))
COUNTS = Answer(FieldState.FILLED, "text")


def share(given_answers):
    found = completeness(SALES_TO_CS, given_answers)
    return Fraction(found.done, found.total)


@given(handoffs)
def test_it_is_the_weight_that_counts_of_the_weight_that_is_asked_for(given_answers):
    asked = [item for item in FIELDS.values() if item.level != FieldLevel.OPTIONAL]

    def state(item):
        answer = given_answers.get(item.key, Answer())
        filled = answer.state == FieldState.FILLED and answer.value.strip()
        excused = answer.state == FieldState.NOT_APPLICABLE and answer.reason.strip()
        return 1 if filled or excused else 0

    expected = Fraction(sum(item.weight * state(item) for item in asked), sum(item.weight for item in asked))
    assert share(given_answers) == expected


@given(handoffs, keys)
def test_filling_a_field_never_lowers_it(given_answers, key):
    assert share({**given_answers, key: COUNTS}) >= share(given_answers)


@given(
    handoffs, st.sampled_from([key for key, item in FIELDS.items() if item.level == FieldLevel.OPTIONAL]), answers
)
def test_an_optional_field_changes_nothing(given_answers, key, answer):
    assert share({**given_answers, key: answer}) == share(given_answers)


@given(handoffs, keys, st.sampled_from(["", " ", "\n"]))
def test_not_applicable_without_a_reason_counts_as_empty(given_answers, key, reason):
    without = {k: v for k, v in given_answers.items() if k != key}

    assert share({**without, key: Answer(FieldState.NOT_APPLICABLE, "text", reason)}) == share(without)


@given(handoffs, keys)
def test_unknown_counts_as_empty_and_stays_missing(given_answers, key):
    with_unknown = {**given_answers, key: Answer(FieldState.UNKNOWN, "text", "ask them")}
    found = completeness(SALES_TO_CS, with_unknown)

    assert share(with_unknown) == share({**given_answers, key: Answer()})
    assert FIELDS[key].level == FieldLevel.OPTIONAL or FIELDS[key] in found.missing


@given(handoffs)
def test_filling_what_is_missing_makes_it_whole(given_answers):
    found = completeness(SALES_TO_CS, given_answers)

    assert found.with_filled(found.missing).percent == 100
    assert found.percent + sum(found.gain(item) for item in found.missing) == pytest.approx(100, abs=1)


@given(handoffs)
def test_a_required_field_that_is_empty_keeps_it_from_being_ready_at_any_target(given_answers):
    lacking = {**given_answers, "goal": Answer()}

    assert not completeness(SALES_TO_CS, lacking).is_ready(0)


def field(key, level, weight):
    return Field(key, key, key, level, weight)


def test_the_target_is_compared_exactly_and_shown_rounded_down():
    plan = [
        Category(
            "c",
            "c",
            (
                field("a", FieldLevel.REQUIRED, 949),
                field("b", FieldLevel.RECOMMENDED, 51),
                field("c", FieldLevel.OPTIONAL, 9),
            ),
        )
    ]
    found = completeness(plan, {"a": COUNTS})

    assert found.percent == 94
    assert not found.is_ready(95)
    assert found.is_ready(94.9)


def test_nothing_asked_for_is_complete():
    assert completeness([], {}).percent == 100


def test_the_template_has_the_seven_categories_and_every_key_once():
    assert [category.key for category in SALES_TO_CS] == [
        "background",
        "stakeholders",
        "goals",
        "commitments",
        "technical",
        "timeline",
        "risks",
    ]
    assert len(FIELDS) == sum(len(category.fields) for category in SALES_TO_CS)
    assert 28 <= len(FIELDS) <= 36
    assert all(item.weight > 0 for item in FIELDS.values())


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("go_live_on", "令和9年4月1日", "2027-04-01"),
        ("go_live_on", "２０２７/４/１", "2027-04-01"),
        ("monthly_volume", "１，２００", "1200"),
        ("contact_preference", "chat", "chat"),
        ("goal", "  two\r\nlines  ", "two\nlines"),
    ],
)
def test_an_answer_is_kept_in_one_form(key, typed, kept):
    assert checked(FIELDS[key], Answer(FieldState.FILLED, typed)) == Answer(FieldState.FILLED, kept)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("go_live_on", Answer(FieldState.FILLED, "soon")),
        ("go_live_on", Answer(FieldState.FILLED, "2027-02-30")),
        ("closing_month", Answer(FieldState.FILLED, "13")),
        ("contact_preference", Answer(FieldState.FILLED, "pigeon")),
        ("economic_buyer", Answer(FieldState.FILLED, "x" * 201)),
        ("goal", Answer(FieldState.FILLED, "x" * 4001)),
        ("goal", Answer(FieldState.FILLED, "n/a: looks like a mark")),
        ("goal", Answer(FieldState.NOT_APPLICABLE, "", " ")),
        ("goal", Answer(FieldState.UNKNOWN, "", "x" * 501)),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_its_field(key, answer):
    with pytest.raises(RuleViolation) as refused:
        checked(FIELDS[key], answer)

    assert refused.value.field == key


def test_what_was_written_stays_behind_a_field_that_is_unknown():
    assert checked(FIELDS["goal"], Answer(FieldState.UNKNOWN, " rough idea ", "")).value == "rough idea"


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60)


@given(st.sampled_from([k for k, i in FIELDS.items() if i.kind == FieldKind.LONG_TEXT]), answers, texts, texts)
def test_a_cell_says_what_the_answer_says(key, answer, value, reason):
    try:
        kept = checked(FIELDS[key], Answer(answer.state, value, reason))
    except RuleViolation:
        return
    cell = as_cell(kept)

    assert as_cell(from_cell(key)(cell) if cell else Answer()) == cell


def test_a_cell_without_a_reason_is_refused(app):
    with app.app_context(), pytest.raises(Misfit):
        from_cell("goal")("n/a:")


def test_the_clocks_run_from_signing():
    signed = datetime(2026, 12, 4, 1, 30, tzinfo=UTC)  # Friday, 10:30 in Tokyo
    due = {
        step.step: step.due_at or step.due_on for step in deadlines(signed, HANDOFF_DEFAULTS.values(), clock.zone())
    }

    assert due == {
        "meeting": datetime(2026, 12, 5, 1, 30, tzinfo=UTC),
        "introduction": datetime(2026, 12, 6, 1, 30, tzinfo=UTC),
        "call": date(2026, 12, 11),
        "kickoff": date(2026, 12, 11),
        "moved": date(2027, 1, 3),
    }
