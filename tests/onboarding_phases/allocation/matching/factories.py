"""Plain makers of partners, customers and random small runs, and an exact solver that shares nothing."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from onboarding_phases.allocation.matching.checks import plain_score, violations
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy

START = date(2026, 12, 10)


def make_partner(code: str = "P1", **values: Any) -> Partner:
    """A firm that may take any customer of `make_customer`."""
    plain = Partner(
        code=code,
        tier=3,
        capacity=5,
        contract_until=date(2027, 12, 31),
        prefectures=frozenset({"東京都"}),
        languages=frozenset({"ja"}),
        products=frozenset({"accounting"}),
        outcome=0.8,
    )
    return replace(plain, **values)


def make_customer(code: str = "C1", **values: Any) -> Customer:
    plain = Customer(
        code=code, starts_on=START, product="accounting", language="ja", prefecture="東京都", industry="G"
    )
    return replace(plain, **values)


@st.composite
def runs(draw: st.DrawFn, most_customers: int = 6, most_partners: int = 3) -> tuple[list[Partner], list[Customer]]:
    """A few firms and customers, scarce and uneven."""
    levels = st.integers(1, 5)
    partners = [
        make_partner(
            f"P{number}",
            tier=draw(levels),
            capacity=draw(st.integers(0, 4)),
            min_volume=draw(st.integers(0, 2)),
            prefectures=frozenset(draw(st.sets(st.sampled_from(["東京都", "千葉県", "三重県"]), min_size=1))),
            remote=draw(st.booleans()),
            strengths=draw(st.dictionaries(st.sampled_from("abc"), levels)),
            industries=draw(st.dictionaries(st.sampled_from("GI"), levels)),
            outcome=draw(st.sampled_from([None, 0.5, 0.731, 0.9])),
        )
        for number in range(draw(st.integers(0, most_partners)))
    ]
    customers = [
        make_customer(
            f"C{number}",
            effort=draw(st.integers(1, 3)),
            priority=draw(st.integers(0, 2)),
            required_tier=draw(st.sampled_from([1, 1, 2, 4])),
            prefecture=draw(st.sampled_from(["東京都", "千葉県", "大阪府"])),
            industry=draw(st.sampled_from("GIJ")),
            needs=draw(st.dictionaries(st.sampled_from("abcd"), levels, max_size=3)),
            preferred=frozenset(draw(st.sets(st.sampled_from(["P0", "P1"]), max_size=1))),
            excluded=frozenset(draw(st.sets(st.sampled_from(["P0", "P2"]), max_size=1))),
        )
        for number in range(draw(st.integers(0, most_customers)))
    ]
    return partners, customers


Scores = dict[tuple[str, str], int]


def eligible_scores(partners: list[Partner], customers: list[Customer], policy: Policy) -> Scores:
    """Scores in millionths of the pairs that break no rule, by the independent check and definition."""
    roomy = [replace(partner, capacity=99) for partner in partners]
    return {
        (customer.code, partner.code): round(plain_score(partner, customer, policy) * 1_000_000)
        for customer, partner in product(customers, roomy)
        if not violations(roomy, customers, {customer.code: partner.code}, policy)
    }


def brute_force(partners: list[Partner], customers: list[Customer], policy: Policy) -> tuple[int, int]:
    """The best placed weight and value, found by trying every plan."""
    scores = eligible_scores(partners, customers, policy)
    choices = [
        [None, *(partner for partner in partners if (customer.code, partner.code) in scores)]
        for customer in customers
    ]
    best = (0, 0)
    for place, plan in enumerate(product(*choices)):
        load = {partner.code: 0 for partner in partners}
        weight = score = 0
        for customer, partner in zip(customers, plan, strict=True):
            if partner is not None:
                load[partner.code] += customer.effort
                weight += 1 + customer.priority
                score += scores[customer.code, partner.code]
        if any(load[partner.code] > partner.capacity for partner in partners):
            continue
        missing = sum(max(partner.min_volume - load[partner.code], 0) for partner in partners)
        found = (weight, score - missing * round(policy.shortfall_penalty * 1_000_000))
        best = found if place == 0 else max(best, found)
    return best


def two_stages(partners: list[Partner], customers: list[Customer], policy: Policy) -> tuple[int, int]:
    """The best placed weight, then the best value in millionths, as two plain models for another solver.

    It counts in thousandths of a point, so that a millionth is more than it may be off by.
    """
    scores = eligible_scores(partners, customers, policy)
    pairs = sorted(scores)
    rows = {code: row for row, code in enumerate([each.code for each in customers])}
    firms = {each.code: row for row, each in enumerate(partners)}
    count, width = len(pairs), len(pairs) + len(partners)
    once, slots, weights = (np.zeros((size, width)) for size in (len(customers), len(partners), 1))
    for column, (customer, partner) in enumerate(pairs):
        once[rows[customer], column] = 1
        slots[firms[partner], column] = customers[rows[customer]].effort
        weights[0, column] = 1 + customers[rows[customer]].priority
    volumes = slots.copy()
    volumes[:, count:] = np.eye(len(partners))
    limits = [
        LinearConstraint(once, ub=1),
        LinearConstraint(slots, ub=[each.capacity for each in partners]),
        LinearConstraint(volumes, lb=[each.min_volume for each in partners]),
    ]
    whole = np.concatenate([np.ones(count), np.zeros(len(partners))])
    bounds = Bounds(0, np.concatenate([np.ones(count), np.full(len(partners), np.inf)]))
    exact = {"integrality": whole, "bounds": bounds, "options": {"mip_rel_gap": 0}}
    first = milp(-weights[0], constraints=limits, **exact)
    weight = round(-first.fun)
    penalty = round(policy.shortfall_penalty * 1_000_000)
    points = np.array([scores[pair] for pair in pairs] + [-penalty] * len(partners), dtype=np.int64)
    cost = points / -1e3
    second = milp(cost, constraints=[*limits, LinearConstraint(weights, lb=weight)], **exact)
    return weight, int(points @ np.rint(second.x).astype(np.int64))
