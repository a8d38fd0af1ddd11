"""Both estimates against lists filtered by hand, and nothing estimated from the future."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest

from onboarding_phases.calibration.enums import Way
from onboarding_phases.calibration.learning import Ended, Record
from onboarding_phases.calibration.rules import Past, tried
from onboarding_phases.kpis.adjustment import Outcome, adjusted_results

START = date(2025, 1, 1)


def draw_cases(draw: random.Random, n: int) -> list[Ended]:
    return [
        Ended(
            draw.choice(["P1", "P2", "P3"]),
            draw.choice(["accounting", "expenses"]),
            draw.randint(1, 2),
            draw.choice(["G", "J"]),
            draw.random() < 0.6,
        )
        for _ in range(n)
    ]


def rate(cases: Sequence[Ended]) -> Fraction:
    return Fraction(sum(case.success for case in cases), len(cases))


def narrowest(cases: Sequence[Ended], like: Ended) -> Sequence[Ended]:
    """The cases of the narrowest class in which there are ten, else all."""
    alike: list[Callable[[Ended], bool]] = [
        lambda c: (c.product, c.effort, c.industry) == (like.product, like.effort, like.industry),
        lambda c: (c.product, c.effort) == (like.product, like.effort),
        lambda c: c.product == like.product,
    ]
    for test in alike:
        found = [case for case in cases if test(case)]
        if len(found) >= 10:
            return found
    return cases


def by_hand(cases: Sequence[Ended], like: Ended) -> Fraction | None:
    own = narrowest([case for case in cases if case.partner == like.partner], like)
    others = [case for case in cases if case.partner != like.partner]
    if not others:
        return None
    return (sum(case.success for case in own) + 10 * rate(narrowest(others, like))) / (len(own) + 10)


@pytest.mark.parametrize("seed", range(60))
def test_the_estimate_of_a_pair_is_what_filtered_lists_say(seed: int) -> None:
    draw = random.Random(seed)
    cases = draw_cases(draw, draw.choice([0, 1, 5, 20, 60, 200]))
    record = Record()
    for case in cases:
        record.add(case)
    for like in [*draw_cases(draw, 12), Ended("new", "accounting", 1, "G", True), Ended("P1", "new", 3, "Z", True)]:
        assert record.of_pair(like.partner, like.product, like.effort, like.industry) == by_hand(cases, like)


@pytest.mark.parametrize("seed", range(30))
def test_the_estimate_of_a_firm_is_the_one_that_the_allocation_uses(seed: int) -> None:
    draw = random.Random(seed)
    cases = draw_cases(draw, draw.choice([1, 5, 40, 150]))
    record = Record()
    for case in cases:
        record.add(case)
    known = adjusted_results(Outcome(c.partner, c.product, c.effort, c.success) for c in cases)
    for partner in ("P1", "P2", "P3", "new"):
        assert record.of_firm(partner) == (known[partner].rate if partner in known else None)


def test_ten_cases_in_the_industry_speak_for_themselves_and_nine_do_not() -> None:
    record = Record()
    for n in range(10):
        record.add(Ended("other", "accounting", 1, "J", n % 2 == 0))
    for _ in range(9):
        record.add(Ended("P1", "accounting", 1, "J", True))
    for _ in range(30):
        record.add(Ended("P1", "accounting", 1, "G", False))
    assert record.of_pair("P1", "accounting", 1, "J") == Fraction(9 + 5, 39 + 10)
    record.add(Ended("P1", "accounting", 1, "J", True))
    assert record.of_pair("P1", "accounting", 1, "J") == Fraction(10 + 5, 10 + 10)


def plain_tried(past: Sequence[Past]) -> dict[Way, list[tuple[float, bool]]]:
    """Each case again, from lists filtered by the day."""
    found: dict[Way, list[tuple[float, bool]]] = {way: [] for way in Way}
    for case in past:
        known = [other.ended for other in past if other.known_on < case.begun_on]
        firm = adjusted_results(Outcome(c.partner, c.product, c.effort, c.success) for c in known)
        pair = by_hand(known, case.ended) if known else None
        if case.ended.partner in firm and pair is not None:
            found[Way.FIRM].append((float(firm[case.ended.partner].rate), case.ended.success))
            found[Way.PAIR].append((float(pair), case.ended.success))
    return {way: sorted(own) for way, own in found.items()}


@pytest.mark.parametrize("seed", range(12))
def test_history_is_tried_without_the_future(seed: int) -> None:
    draw = random.Random(seed)
    past = []
    for ended in draw_cases(draw, 90):
        begun = START + timedelta(days=draw.randint(0, 400))
        past.append(Past(begun, begun + timedelta(days=draw.randint(30, 140)), ended))
    found = {way: sorted((one.predicted, one.success) for one in own) for way, own in tried(past).items()}
    assert found == plain_tried(past)
    assert len(found[Way.FIRM]) == len(found[Way.PAIR]) > 20
