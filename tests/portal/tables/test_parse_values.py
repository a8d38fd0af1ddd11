import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.tables.values import (
    Misfit,
    boolean,
    choice,
    day,
    decimal,
    integer,
    listed,
    moment,
    month,
    pairs,
    text,
)

FIRST_OF_DECEMBER = dt.date(2026, 12, 1)
TOKYO = ZoneInfo("Asia/Tokyo")


class Kind(StrEnum):
    CPA = "cpa"
    BPO = "bpo"


def misfit(parse: Callable[[str], object], cell: str) -> str:
    with pytest.raises(Misfit) as raised:
        parse(cell)
    return str(raised.value)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-12-01",
        "2026/12/1",
        "２０２６／１２／１",
        "2026.12.01",
        "2026年12月1日",
        "２０２６年１２月１日",
        "20261201",
        "令和8年12月1日",
        "令和８年１２月１日",
        "令和 8 年 12 月 1 日",
        "㋿8年12月1日",
        "R8.12.1",
        "R08/12/01",
        "r8-12-1",
        " 2026-12-01\u3000",
        "2026-12-01 00:00:00",
        "2026-12-01T00:00:00",
        "2026/12/1 0:00",
    ],
)
def test_a_day_is_read_however_it_is_written(cell: str) -> None:
    assert day()(cell) == FIRST_OF_DECEMBER


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("R1.5.1", dt.date(2019, 5, 1)),
        ("平成31年4月30日", dt.date(2019, 4, 30)),
        ("平成元年1月8日", dt.date(1989, 1, 8)),
        ("㍻30年1月1日", dt.date(2018, 1, 1)),
        ("昭和64年1月7日", dt.date(1989, 1, 7)),
        ("S1.12.25", dt.date(1926, 12, 25)),
        ("2028-02-29", dt.date(2028, 2, 29)),
    ],
)
def test_japanese_eras_are_read_to_their_last_day(cell: str, expected: dt.date) -> None:
    assert day()(cell) == expected


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2026-02-30", "2026-02-30 does not exist. That month has the days 1 to 28."),
        ("2026/13/1", "2026/13/1 does not exist. Months run from 1 to 12."),
        ("2026-00-10", "2026-00-10 does not exist. Months run from 1 to 12."),
        ("令和7年2月29日", "令和7年2月29日 does not exist. That month has the days 1 to 28."),
        ("平成31年5月1日", "平成31年5月1日 lies outside its era. If 2019-05-01 is meant, write it so."),
        ("令和元年4月30日", "令和元年4月30日 lies outside its era. If 2019-04-30 is meant, write it so."),
        ("2026-12-01 09:30", "is no date. Write it like 2026-12-01, 2026/12/1 or 令和8年12月1日."),
        ("12/1/2026", "is no date."),
        ("26-12-01", "is no date."),
        ("2026-12/01", "is no date."),
        ("2026-12", "is no date."),
        ("46357", "is no date."),
        ("0026-12-01", "is no date."),
        ("令和0年1月1日", "is no date."),
        ("next week", "is no date."),
    ],
)
def test_a_day_that_is_none_is_named(cell: str, said: str) -> None:
    assert said in misfit(day(), cell)


@settings(deadline=None)
@given(st.dates(min_value=dt.date(2019, 5, 1), max_value=dt.date(2099, 12, 31)))
def test_every_day_of_reiwa_is_read_back(on: dt.date) -> None:
    assert day()(f"令和{on.year - 2018}年{on.month}月{on.day}日") == on
    assert day()(on.isoformat()) == on


@pytest.mark.parametrize(
    "cell", ["2026-12", "2026/12", "２０２６年１２月", "令和8年12月", "R8.12", "2026-12-01", "2026年12月1日"]
)
def test_a_month_is_read_as_its_first_day(cell: str) -> None:
    assert month()(cell) == FIRST_OF_DECEMBER


def test_the_month_in_which_an_era_begins_belongs_to_it() -> None:
    assert month()("平成元年1月") == dt.date(1989, 1, 1)


@pytest.mark.parametrize("cell", ["2026-12-02", "Nov-26", "12", "2026-", "2026年12", "平成31年6月", "2026-13"])
def test_what_is_no_month_is_named(cell: str) -> None:
    assert cell in misfit(month(), cell)


def test_a_moment_is_read_in_its_zone() -> None:
    expected = dt.datetime(2026, 12, 1, 9, 30, tzinfo=TOKYO)

    for cell in ("2026-12-01 09:30", "2026/12/1 9:30", "2026-12-01T09:30:00", "2026-12-01T00:30:00Z"):
        assert moment(TOKYO)(cell) == expected
    assert "has no time of day" in misfit(moment(TOKYO), "2026-12-01")
    assert "does not exist" in misfit(moment(TOKYO), "2026-12-01 24:10")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12),
        ("１２", 12),
        ("-3", -3),
        ("－３", -3),
        ("−3", -3),
        ("3.0", 3),
        ("1,000", 1000),
        ("007", 7),
        (" 5 ", 5),
    ],
)
def test_a_whole_number_is_read(cell: str, number: int) -> None:
    assert integer()(cell) == number


@pytest.mark.parametrize(
    "cell", ["NaN", "inf", "-inf", "1e", "1,00", "1_000", "5%", "¥5", "0x1F", "1²", "٣", "-", "1 2", "九"]
)
def test_what_is_no_number_is_named(cell: str) -> None:
    assert misfit(integer(), cell) == f"{cell} is no number. A whole number such as 12 is right."
    assert misfit(decimal(), cell) == f"{cell} is no number. A number such as 0.5 is right."


def test_a_number_that_a_spreadsheet_shortened_is_not_guessed() -> None:
    for cell in ("3.2E+12", "1e5"):
        assert "its digits are lost" in misfit(integer(), cell)
        assert "its digits are lost" in misfit(decimal(), cell)


def test_a_number_outside_its_range_is_told_the_range() -> None:
    assert misfit(integer(min=1, max=5), "6") == "6 is too large. A number from 1 to 5 is right."
    assert misfit(integer(min=1, max=5), "0") == "0 is too small. A number from 1 to 5 is right."
    assert misfit(integer(min=0), "-1") == "-1 is too small. At least 0 is right."
    assert misfit(decimal(max=Decimal("1")), "1.01") == "1.01 is too large. At most 1 is right."
    assert "3.5 is no whole number" in misfit(integer(), "3.5")


def test_decimals_are_exact() -> None:
    assert decimal()("０．１") == Decimal("0.1")
    assert decimal()("-1,234.50") == Decimal("-1234.50")
    assert decimal()(".5") == Decimal("0.5")


def test_a_text_loses_the_spaces_around_it_and_nothing_else() -> None:
    assert text()("　株式会社 青葉 ") == "株式会社 青葉"
    assert text()("\t=1") == "\t=1"
    assert misfit(text(max=3), "abcd") == "The text has 4 characters. At most 3 are allowed."


def test_a_choice_gives_the_value_behind_the_word() -> None:
    assert choice(Kind)("cpa") is Kind.CPA
    assert choice({"税理士": 1, "cpa": 2})("ＣＰＡ") == 2
    assert misfit(choice(Kind), "xyz") == "xyz is not known here. One of these is right: cpa, bpo."


def test_a_list_keeps_its_order_and_refuses_what_stands_twice() -> None:
    assert listed(text())("東京都; 大阪府；*;") == ("東京都", "大阪府", "*")
    assert listed(choice(Kind))(";") == ()
    assert misfit(listed(text()), "a;b; a") == "a stands in the list twice. Each item is named once."
    assert "x is not known" in misfit(listed(choice(Kind)), "cpa;x")


def test_pairs_give_levels_by_tag() -> None:
    assert pairs(text())("api_integration:1;G：５") == {"api_integration": 1, "G": 5}
    assert misfit(pairs(text()), "a:6") == "6 is too large. A number from 1 to 5 is right."
    assert "a has no level" in misfit(pairs(text()), "a")
    assert ":3 has no level" in misfit(pairs(text()), ":3")
    assert misfit(pairs(text()), "a:1;a:2") == "a stands in the list twice. Each item is named once."


def test_yes_and_no_are_read_in_both_languages() -> None:
    assert [boolean(cell) for cell in ("TRUE", "はい", "１", "○")] == [True] * 4
    assert [boolean(cell) for cell in ("false", "いいえ", "0", "×")] == [False] * 4
    assert "neither yes nor no" in misfit(boolean, "maybe")
