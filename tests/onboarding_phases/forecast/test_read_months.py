"""What the plan reads from the records, against the same counted row by row."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from flask import Flask

from onboarding_phases.forecast.enums import Dimension
from onboarding_phases.forecast.queries import known_on, seen_by
from onboarding_phases.forecast.values import NOTHING, Amount, Known
from onboarding_phases.onboardings.enums import ExcludedReason
from partners.enums import PartnerStatus
from partners.models import Partner
from portal import clock
from tests.factories.customers import make_customer
from tests.factories.onboardings import make_onboarding
from tests.factories.partners import make_capacity, make_partner
from tests.world import unit

TODAY = date(2026, 11, 24)
DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)


@pytest.fixture
def firm(app: Flask) -> Partner:
    return make_partner(
        prefectures=["東京都"], is_remote=False, strengths={"process_design": 4, "api_integration": 2}
    )


def begin(firm: Partner, start_on: date, **values: object) -> None:
    """A customer who began on a day."""
    excluded = values.pop("excluded_reason", None)
    customer = make_customer(onboarding_start=start_on, **values)
    make_onboarding(firm, customer=customer, start_on=start_on, excluded_reason=excluded)


def known(dimension: Dimension = Dimension.PRODUCT, count: int = 6) -> Known:
    with unit():
        return seen_by(known_on(TODAY, count=count), dimension)


def amount(starts: int, slots: int) -> Amount:
    return Amount(Fraction(starts), Fraction(slots))


def test_starts_are_counted_by_month_and_what_is_excluded_is_left_out(firm: Partner) -> None:
    begin(firm, date(2026, 9, 30), effort=2)
    begin(firm, date(2026, 10, 1), effort=3, product="expenses")
    begin(firm, date(2026, 10, 31))
    begin(firm, date(2026, 10, 5), excluded_reason=ExcludedReason.TEST)
    found = known()
    assert found.begun[date(2026, 9, 1)] == amount(1, 2)
    assert found.begun[date(2026, 10, 1)] == amount(2, 4)
    assert found.begun_by_key[date(2026, 10, 1)] == {"accounting": 1, "expenses": 3}


def test_the_month_in_which_records_begin_and_the_present_one_are_not_whole(firm: Partner) -> None:
    begin(firm, date(2026, 7, 20))
    begin(firm, date(2026, 9, 2))
    begin(firm, date(2026, 11, 2))
    history = known().history
    assert history is not None
    assert (history.first, history.last) == (date(2026, 8, 1), date(2026, 10, 1))
    assert [history.at(date(2026, month, 1)) for month in (7, 8, 9, 10, 11)] == [None, 0, 1, 0, None]


def test_without_records_there_is_no_history(app: Flask) -> None:
    make_customer(onboarding_start=date(2026, 12, 10), effort=2)
    found = known()
    assert found.history is None
    assert found.in_sight[DECEMBER] == amount(1, 2)
    assert found.in_sight[JANUARY] == NOTHING


def test_in_sight_is_who_waits_and_who_has_a_partner_already(firm: Partner) -> None:
    make_customer(onboarding_start=date(2026, 12, 31), effort=2)
    begin(firm, date(2026, 12, 1), effort=3)
    make_customer(onboarding_start=date(2027, 1, 1))
    make_customer(onboarding_start=date(2026, 10, 1))  # its month is over
    found = known()
    assert found.in_sight[DECEMBER] == amount(2, 5)
    assert found.in_sight[JANUARY] == amount(1, 1)
    assert found.in_sight[date(2026, 11, 1)] == NOTHING
    assert found.in_sight_by_key[DECEMBER] == {"accounting": 5}


def test_what_was_known_is_told_by_the_day_on_which_a_customer_was_entered(firm: Partner) -> None:
    # The first of September in Tokyo begins at 15:00 UTC of the day before.
    entered = {
        "known in August": datetime(2026, 8, 31, 14, 59, tzinfo=UTC),
        "known in September": datetime(2026, 8, 31, 15, 0, tzinfo=UTC),
        "known at the last moment": datetime(2026, 10, 20, tzinfo=UTC),
    }
    for name, at in entered.items():
        with clock.at(at):
            make_customer(name=name, onboarding_start=date(2026, 10, 25))
    sight = known().sight
    month = date(2026, 10, 1)
    assert [sight[date(2026, known_on, 1), month] for known_on in (8, 9, 10)] == [0, 1, 2]
    assert (date(2026, 11, 1), month) not in sight


def test_regions_and_strengths_are_counted_as_by_hand(firm: Partner) -> None:
    rows = [
        (date(2026, 12, 3), "三重県", 2, {"process_design": 3}),
        (date(2026, 12, 4), "大阪府", 1, {"process_design": 1, "api_integration": 2}),
        (date(2026, 12, 5), "沖縄県", 3, {}),
        (date(2027, 1, 5), "東京都", 1, {"process": 5}),  # another word, though one begins like the other
    ]
    by_strength: Counter[tuple[date, str]] = Counter()
    for start, prefecture, effort, needs in rows:
        make_customer(onboarding_start=start, prefecture=prefecture, effort=effort, needs=needs)
        by_strength.update({(start.replace(day=1), tag): effort for tag in needs if tag != "process"})
    regions = known(Dimension.REGION).in_sight_by_key
    assert regions[DECEMBER] == {"kinki": 3, "kyushu": 3}
    assert regions[JANUARY] == {"kanto": 1}
    strengths = known(Dimension.STRENGTH).in_sight_by_key
    assert {(m, tag): int(n) for m, own in strengths.items() for tag, n in own.items()} == by_strength


def test_strengths_of_customers_who_began_are_those_that_they_need(firm: Partner) -> None:
    begin(firm, date(2026, 10, 5), effort=3, needs={"data_migration": 2})
    begin(firm, date(2026, 12, 5), effort=2, needs={"data_migration": 2})
    found = known(Dimension.STRENGTH)
    assert found.begun_by_key[date(2026, 10, 1)] == {"data_migration": 3}
    assert found.in_sight_by_key[DECEMBER] == {"data_migration": 2}


def test_only_active_firms_count_and_only_while_their_contract_lasts(firm: Partner) -> None:
    make_capacity(firm, DECEMBER, stated=4)
    short = make_partner(contract_until=date(2026, 12, 31), products=["expenses"])
    paused = make_partner(status=PartnerStatus.PAUSED)
    endless = make_partner(contract_until=None)
    for other in (short, paused, endless):
        make_capacity(other, DECEMBER, stated=10)
        make_capacity(other, JANUARY, stated=10)
    stated = sorted(tuple(sorted(each.stated.items())) for each in known().firms)
    assert stated == [(), ((DECEMBER, 4),), ((DECEMBER, 10),)]


def test_a_firm_serves_its_regions_its_products_and_strengths_from_a_level(firm: Partner) -> None:
    remote = make_partner(is_remote=True, prefectures=["三重県"], products=["expenses", "invoicing"])
    with unit():
        one, other = sorted(known_on(TODAY, count=6).firms, key=lambda each: len(each.serves[Dimension.REGION]))
    assert one.serves == {
        Dimension.PRODUCT: {"accounting"},
        Dimension.STRENGTH: {"process_design"},
        Dimension.REGION: {"kanto"},
    }
    assert remote.is_remote
    assert len(other.serves[Dimension.REGION]) == 8
    assert other.serves[Dimension.PRODUCT] == {"expenses", "invoicing"}
