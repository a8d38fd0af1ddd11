from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from onboarding_phases.kpis.cli import kpi
from tests.command_line import bansou

HEADER = (
    "customer_code,partner_code,product,effort,start_date,activated_on,withdrawn_on,excluded_reason,"
    "customer_hold_days,vendor_hold_days,partner_hold_days"
)
EXAMPLE = """C1,P1,a,1,2026-06-01,2026-08-30,,,,,
C2,P1,a,1,2026-06-01,2026-09-09,,,10,,
C3,P2,a,1,2026-06-01,2026-09-09,,,,,10
C4,P2,a,1,2026-06-01,,2026-07-01,,,,
C5,P1,a,1,2026-08-02,,,,,,
C6,P1,b,1,2026-08-03,2026-08-20,,,,,
C7,P1,b,1,2026-09-01,,2026-09-20,,,,
C8,P3,b,1,2026-06-01,,,test,,,
C9,P1,b,1,2026-05-01,2026-06-10,2026-06-10,,,,
C10,P1,b,1,2026-10-31,,,,,,
"""
REMISSIONS = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
COLUMNS = "group,n,activated,rate,wilson_low,wilson_high,n_all,km"


def run(folder: Path, rows: str | bytes, *options: str, header: str = HEADER) -> Result:
    content = rows if isinstance(rows, bytes) else f"{header}\n{rows}".encode()
    (folder / "onboardings.csv").write_bytes(content)
    fixed = ["--onboardings", f"{folder}/onboardings.csv", "--out", f"{folder}/out.csv"]
    given = dict(zip(options[::2], options[1::2], strict=True))
    named = {"--x": "90", "--as-of": "2026-10-31"} | given
    return bansou(kpi, *fixed, *(word for pair in named.items() for word in pair))


def written(folder: Path) -> list[str]:
    return (folder / "out.csv").read_text("utf-8-sig").splitlines()


def test_the_example_of_the_formats_comes_out_to_the_last_digit(tmp_path: Path) -> None:
    result = run(tmp_path, EXAMPLE)
    assert (result.exit_code, result.output) == (0, "")
    assert written(tmp_path) == [COLUMNS, "all,6,3,0.500000,0.187616,0.812384,9,0.550000"]
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_groups_stand_in_order_of_first_appearance_with_all_excluded_ones_as_zeros(tmp_path: Path) -> None:
    run(tmp_path, EXAMPLE, "--by", "partner_code")
    assert [line.split(",")[0] for line in written(tmp_path)[1:]] == ["P1", "P2", "P3"]
    assert written(tmp_path)[3] == "P3,0,0,,,,0,"


def test_any_column_serves_to_group_by_and_is_then_no_unknown_one(tmp_path: Path) -> None:
    header, rows = "start_date,activated_on,segment,note", "2026-06-01,,large,x\n2026-06-01,2026-06-02,,y\n"
    result = run(tmp_path, rows, "--by", "segment", header=header)
    assert [line[:12] for line in written(tmp_path)[1:]] == ["large,1,0,0.", ",1,1,1.00000"]
    assert "segment" not in result.stderr
    assert "onboardings.csv, column note: This column is unknown" in result.stderr


def test_a_file_without_rows_has_one_group_of_zeros(tmp_path: Path) -> None:
    assert run(tmp_path, "").exit_code == 0
    assert written(tmp_path) == [COLUMNS, "all,0,0,,,,0,"]


def test_a_start_after_the_as_of_date_drops_the_row_with_a_note(tmp_path: Path) -> None:
    result = run(tmp_path, "C1,P9,a,1,2026-11-01,,,,,,\nC2,P1,a,1,2026-10-31,,,,,,\n", "--by", "partner_code")
    assert result.exit_code == 0
    assert "onboardings.csv, row 2, column start_date: The onboarding starts after 2026-10-31" in result.stderr
    assert written(tmp_path)[1:] == ["P1,0,0,,,,1,"]


def test_the_curve_is_empty_where_it_does_not_reach_the_day(tmp_path: Path) -> None:
    run(tmp_path, "C1,P1,a,1,2026-08-03,2026-08-20,,,,,\nC2,P1,a,1,2026-08-03,,,,,,\n")
    assert written(tmp_path)[1] == "all,0,0,,,,2,"


def test_the_curve_is_one_where_all_became_active(tmp_path: Path) -> None:
    run(tmp_path, "C1,P1,a,1,2026-10-01,2026-10-20,,,,,\n")
    assert written(tmp_path)[1] == "all,0,0,,,,1,1.000000"


def test_published_remission_times_give_the_published_estimate(tmp_path: Path) -> None:
    """6-MP, Freireich et al. 1963: S(10) = 0.7529 and S(23) = 0.4482, as net days up to one as-of date."""
    rows = ""
    for number, time in enumerate(REMISSIONS.split(), start=1):
        start = date(2026, 10, 31) - timedelta(days=int(time.rstrip("+")))
        rows += f"C{number},P1,a,1,{start},{'' if time.endswith('+') else '2026-10-31'},,,,,\n"
    run(tmp_path, rows, "--x", "10")
    assert written(tmp_path)[1].rsplit(",", 1)[1] == "0.247059"
    run(tmp_path, rows, "--x", "23")
    assert written(tmp_path)[1].rsplit(",", 1)[1] == "0.551821"


def test_japanese_days_and_full_width_digits_and_cp932_are_read(tmp_path: Path) -> None:
    rows = f"{HEADER}\nC1,青葉,会計,1,令和8年6月1日,２０２６/８/３０,,,０,,\n".encode("cp932")
    assert run(tmp_path, rows, "--by", "partner_code", "--as-of", "令和8年10月31日").exit_code == 0
    assert written(tmp_path)[1].startswith("青葉,1,1,1.000000,")


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (
            "2026-06-01,2026-05-31,,,,,",
            "column activated_on: The activation lies before the start, 2026-06-01.",
        ),
        (
            "2026-06-01,2026-06-11,,,6,4,1",
            "column customer_hold_days: There are 11 hold days in the 10 days from",
        ),
        (
            "2026-10-21,,,,,11,",
            "column vendor_hold_days: There are 11 hold days in the 10 days from 2026-10-21",
        ),
        (
            "2026-10-21,2026-12-01,,,,,11",
            "column partner_hold_days: There are 11 hold days in the 10 days from",
        ),
        ("2026-06-01,,,,-1,,", "column customer_hold_days: -1 is too small."),
        ("2026-06-01,,,,1.5,,", "column customer_hold_days: 1.5 is no whole number."),
        ("2026-06-31,,,,,,", "column start_date: "),
        (",,,,,,", "column start_date: The cell is empty."),
    ],
)
def test_a_wrong_row_ends_with_2_and_writes_nothing(tmp_path: Path, row: str, line: str) -> None:
    result = run(tmp_path, f"C1,P1,a,1,2026-06-01,,,,,,\nC2,P1,a,1,{row}\n")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"onboardings.csv, row 3, {line}")
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


def test_holds_may_fill_all_the_days_that_they_lie_in(tmp_path: Path) -> None:
    assert run(tmp_path, "C1,P1,a,1,2026-06-01,2026-06-11,,,6,4,\n").exit_code == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--by", "region"), "onboardings.csv, column region: The header has no such column."),
        (("--as-of", "2026-02-30"), "--as-of"),
        (("--x", "-1"), "--x"),
        (("--x", "ninety"), "--x"),
    ],
)
def test_a_wrong_option_ends_with_2(tmp_path: Path, options: tuple[str, str], told: str) -> None:
    result = run(tmp_path, EXAMPLE, *options)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_missing_column_of_the_figures_is_named(tmp_path: Path) -> None:
    result = run(tmp_path, "2026-06-01\n", header="start_date")
    assert (result.exit_code, result.stderr) == (
        2,
        "onboardings.csv, column activated_on: The header has no such column. Add the column activated_on.\n",
    )


def test_an_existing_result_stays_as_it_was_when_the_input_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("before")
    assert run(tmp_path, "C1,P1,a,1,x,,,,,,\n").exit_code == 2
    assert (tmp_path / "out.csv").read_text() == "before"
