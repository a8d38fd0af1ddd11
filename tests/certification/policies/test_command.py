from pathlib import Path

import pytest
from click.testing import Result

from certification.cli import certify
from tests.command_line import bansou

EXAMPLE = Path(__file__).parent / "example.toml"
HEADER = (
    "partner_code,unaided_phase_rate,activated_clients,slots_honoured,n,open_security_incidents,"
    "previous_tier,below_count"
)
ROWS = """P8,.80,12,14,9,0,2,0
P7,.80,12,14,9,1,2,0
P6,.80,9,14,9,0,2,0
P5,.725,10,0,3,0,,
P4,.80,12,14,2,0,3,1
P3,.77,12,12,9,0,3,1
P2,.76,12,11,9,0,3,1
P1,,12,14,9,0,3,1
"""
RESULT = """partner_code,autonomy,value,tier,below_count,held_by
P8,66.67,70.00,3,0,
P7,66.67,70.00,2,0,open_security_incidents
P6,66.67,0.00,2,1,
P5,50.00,50.00,2,0,
P4,66.67,70.00,3,0,
P3,60.00,60.00,3,0,
P2,57.78,55.00,2,0,
P1,,70.00,3,1,
"""


def run(folder: Path, metrics: str | bytes, policy: str | None = None) -> Result:
    (folder / "metrics.csv").write_bytes(metrics if isinstance(metrics, bytes) else metrics.encode())
    (folder / "policy.toml").write_text(EXAMPLE.read_text("utf-8") if policy is None else policy, "utf-8")
    names = [f"{folder}/{name}" for name in ("policy.toml", "metrics.csv", "out.csv")]
    return bansou(certify, "--policy", names[0], "--metrics", names[1], "--out", names[2])


def test_the_example_of_the_formats_comes_out_in_input_order(tmp_path: Path) -> None:
    result = run(tmp_path, f"{HEADER}\n{ROWS}")
    assert (result.exit_code, result.output) == (0, "")
    written = (tmp_path / "out.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").replace("\r\n", "\n") == RESULT


def test_cp932_and_another_order_of_columns_give_the_same(tmp_path: Path) -> None:
    columns = [line.split(",") for line in [HEADER, *ROWS.split()]]
    assert run(tmp_path, "\n".join(",".join(reversed(line)) for line in columns).encode("cp932")).exit_code == 0
    assert (tmp_path / "out.csv").read_text("utf-8-sig") == RESULT


def test_an_unknown_column_is_a_warning(tmp_path: Path) -> None:
    result = run(tmp_path, f"{HEADER},mood\nP1,.8,12,14,9,0,2,0,fine\n")
    assert result.exit_code == 0
    assert "metrics.csv, column mood: This column is unknown" in result.stderr


def test_without_movement_the_columns_of_movement_may_stand_or_be_missing(tmp_path: Path) -> None:
    policy = '[[tier]]\nlevel = 2\nrequires = [ { of = "n", min = 3 } ]\n'
    assert run(tmp_path, "partner_code,n,previous_tier\nP1,3,x\nP2,,4\n", policy).output == ""
    assert (tmp_path / "out.csv").read_text("utf-8-sig") == (
        "partner_code,tier,below_count,held_by\nP1,2,,\nP2,1,,\n"
    )


@pytest.mark.parametrize(
    ("metrics", "line"),
    [
        (
            f"{HEADER}\nP1,high,12,14,9,0,2,0\n",
            "metrics.csv, row 2, column unaided_phase_rate: high is no number.",
        ),
        (f"{HEADER}\nP1,.8,12,14,9,0,0,0\n", "metrics.csv, row 2, column previous_tier: 0 is too small."),
        (
            f"{HEADER}\nP1,.8,12,14,9,0,2.5,0\n",
            "metrics.csv, row 2, column previous_tier: 2.5 is no whole number.",
        ),
        (f"{HEADER}\nP1,.8,12,14,9,0,2,-1\n", "metrics.csv, row 2, column below_count: -1 is too small."),
        (f"{HEADER}\n,.8,12,14,9,0,2,0\n", "metrics.csv, row 2, column partner_code: The cell is empty."),
        (
            f"{HEADER}\n" + "P1,.8,12,14,9,0,2,0\n" * 2,
            "metrics.csv, row 3, column partner_code: P1 stands in row 2",
        ),
        (
            "partner_code,n,open_security_incidents\nP1,3,0\n",
            "metrics.csv, column unaided_phase_rate: The header has no",
        ),
        (f"{HEADER}\n".replace(",n,", ",m,"), "policy.toml, [[tier]] 1, requires 3, of: n is neither a key"),
        ("", "metrics.csv: The file is empty."),
    ],
)
def test_wrong_input_ends_with_2_and_writes_nothing(tmp_path: Path, metrics: str, line: str) -> None:
    result = run(tmp_path, metrics)
    assert result.exit_code == 2
    assert any(told.startswith(line) for told in result.stderr.splitlines()), result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["metrics.csv", "policy.toml"]


def test_every_row_with_a_problem_has_its_line(tmp_path: Path) -> None:
    result = run(tmp_path, f"{HEADER}\nP1,x,12,14,9,0,2,0\nP2,.8,y,14,9,0,2,0\n")
    assert len(result.stderr.splitlines()) == 2


def test_a_missing_policy_is_named(tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text("partner_code\nP1\n")
    result = bansou(
        certify, "--policy", "no.toml", "--metrics", f"{tmp_path}/metrics.csv", "--out", f"{tmp_path}/out.csv"
    )
    assert result.exit_code == 2
    assert result.stderr.startswith("no.toml: The file cannot be read: No such file or directory.")


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "metrics.csv").write_text(f"{HEADER}\n{ROWS}")
    names = [str(EXAMPLE), f"{tmp_path}/metrics.csv", f"{tmp_path}/none/out.csv"]
    result = bansou(certify, "--policy", names[0], "--metrics", names[1], "--out", names[2])
    assert result.exit_code == 2
    assert "out.csv: The file cannot be written: No such file or directory." in result.stderr
