import datetime as dt

import pytest

from portal.tables.problems import InputProblems
from portal.tables.reading import read_table
from portal.tables.schema import Column, Parsed, Schema
from portal.tables.values import day, integer, listed, text

SCHEMA = Schema(
    (
        Column("code", text(5)),
        Column("tier", integer(min=1, max=5)),
        Column("until", day(), required=False),
        Column("tags", listed(text()), required=False, default=(), present=False),
    ),
    key="code",
)


def parse(content: str, *, schema: Schema = SCHEMA) -> Parsed:
    return schema.parse(read_table(content.encode(), name="partners.csv"))


def complaints(content: str) -> list[str]:
    with pytest.raises(InputProblems) as raised:
        parse(content)
    return [problem.as_line() for problem in raised.value.problems]


def test_values_come_with_their_row_numbers() -> None:
    parsed = parse("until,code,tier\n令和8年12月1日,P1,３\n\n,P2,1\n")

    assert parsed.numbers == (2, 4)
    assert parsed.records == (
        {"code": "P1", "tier": 3, "until": dt.date(2026, 12, 1), "tags": ()},
        {"code": "P2", "tier": 1, "until": None, "tags": ()},
    )


def test_every_problem_of_every_row_is_named_in_their_order() -> None:
    assert complaints("code,tier,until\nP1,6,2026-02-30\nP2,,\n,1,\nP1,2,\n") == [
        "partners.csv, row 2, column tier: 6 is too large. A number from 1 to 5 is right.",
        "partners.csv, row 2, column until: 2026-02-30 does not exist. That month has the days 1 to 28.",
        "partners.csv, row 3, column tier: The cell is empty. A value is needed here.",
        "partners.csv, row 4, column code: The cell is empty. A value is needed here.",
        "partners.csv, row 5, column code: P1 stands in row 2 already. Keep one of the two rows.",
    ]


def test_a_missing_column_is_named_once_and_the_other_columns_are_checked() -> None:
    assert complaints("code,Tier\nP1,2\nP0002x,3\n") == [
        "partners.csv, column tier: The header has no such column. Add the column tier.",
        "partners.csv, column until: The header has no such column. Add the column until.",
        "partners.csv, row 3, column code: The text has 6 characters. At most 5 are allowed.",
    ]


def test_an_unknown_column_is_a_warning() -> None:
    parsed = parse("code,tier,until,colour\nP1,2,,red\n")

    assert [warning.as_line() for warning in parsed.warnings] == [
        "partners.csv, column colour: This column is unknown and was not read. Remove it, or correct its name."
    ]


def test_one_bad_row_in_five_thousand_is_named() -> None:
    rows = [f"P{number:04},{number % 5 + 1}," for number in range(5_000)]
    rows[3_210] = "P3210,nine,"

    assert complaints("code,tier,until\n" + "\n".join(rows)) == [
        "partners.csv, row 3212, column tier: nine is no number. A whole number such as 12 is right."
    ]


def test_a_table_without_a_key_may_repeat_itself() -> None:
    schema = Schema((Column("code", text()),))

    assert len(parse("code\nP1\nP1\n", schema=schema).records) == 2


def test_a_problem_stays_on_one_line_and_within_reason() -> None:
    line = complaints('code,tier,until\nP1,"' + "x\ny" * 5_000 + '",\n')[0]

    assert "\n" not in line
    assert len(line) < 200


def test_problems_without_end_are_cut_and_counted() -> None:
    lines = complaints("code,tier,until\n" + "".join(f"P{row},x,x\n" for row in range(8_000)))

    assert len(lines) == 10_001
    assert lines[0].startswith("partners.csv, row 2, column tier: x is no number.")
    assert lines[-1] == "partners.csv: Further problems: 6000. Correct those above first."
