import csv
import json
import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onboarding_phases.allocation.cli import match
from onboarding_phases.allocation.matching.checks import violations
from onboarding_phases.allocation.matching.reading import read_customers, read_partners
from onboarding_phases.allocation.matching.values import Policy
from portal.tables.reading import read_table
from tests.onboarding_phases.allocation.matching.factories import eligible_scores, two_stages

SAMPLES = Path(__file__).parents[4] / "docs" / "samples"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name in ("partners.csv", "customers.csv"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    return tmp_path


def run(folder: Path, *more: str) -> Result:
    arguments = ["--partners", f"{folder}/partners.csv", "--customers", f"{folder}/customers.csv"]
    return CliRunner().invoke(match, [*arguments, "--out", f"{folder}/plan.csv", *more])


def plan_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(path: Path, change: Callable[[dict[str, str]], object], rows: slice = slice(None)) -> None:
    """Change some rows of a sample."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    for row in table[rows]:
        change(row)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)


def refused(folder: Path, *more: str) -> list[str]:
    """The lines of a run that must fail for its input and write nothing."""
    result = run(folder, "--explain", f"{folder}/explain.json", *more)
    assert result.exit_code == 2, result.output
    assert not (folder / "plan.csv").exists()
    assert not (folder / "explain.json").exists()
    return result.stderr.splitlines()


def test_the_samples_give_the_optimum_of_another_exact_solver(files: Path) -> None:
    assert run(files, "--explain", f"{files}/explain.json").exit_code == 0
    partners = list(read_partners(read_table(files / "partners.csv"))[0])
    customers = list(read_customers(read_table(files / "customers.csv"))[0])
    objective = json.loads((files / "explain.json").read_text())["objective"]
    weight, value = two_stages(partners, customers, Policy())
    assert (objective["optimal"], objective["gap"], objective["placed_weight"]) == (True, 0, weight)
    assert round((objective["score"] - 5 * objective["shortfall"]) * 1e6) == value
    plan = {row["customer_code"]: row for row in plan_of(files)}
    assert list(plan) == [each.code for each in customers]
    placed = {code: row["partner_code"] for code, row in plan.items() if row["partner_code"]}
    assert violations(partners, customers, placed, Policy()) == ()
    scores = eligible_scores(partners, customers, Policy())
    assert {code: plan[code]["score"] for code in placed} == {
        code: f"{scores[code, partner] / 1e6:.6f}" for code, partner in placed.items()
    }


def test_the_explanation_agrees_with_the_plan_to_the_last_decimal(files: Path) -> None:
    run(files, "--explain", f"{files}/explain.json")
    document = json.loads((files / "explain.json").read_text())
    loads: Counter[str] = Counter()
    with (files / "customers.csv").open(encoding="utf-8-sig", newline="") as file:
        efforts = {row["customer_code"]: int(row["effort"]) for row in csv.DictReader(file)}
    for row in plan_of(files):
        told = document["customers"][row["customer_code"]]
        assert (told["partner"] or "") == row["partner_code"]
        assert len(told["alternates"]) == 2
        if row["partner_code"]:
            loads[row["partner_code"]] += efforts[row["customer_code"]]
            assert (f"{told['score']:.6f}", told["unplaced"]) == (row["score"], None)
            points = [each["points"] for each in told["components"].values()]
            assert sum(round(each * 1e6) for each in points) == round(told["score"] * 1e6)
        else:
            assert told["unplaced"]["rule"] == row["rule"] != ""
            assert (row["score"], told["score"]) == ("", None)
    assert {code: each["load"] for code, each in document["partners"].items() if each["load"]} == loads
    total = sum(each["score"] for each in document["customers"].values() if each["partner"])
    assert math.isclose(total, document["objective"]["score"], abs_tol=1e-6)
    assert sum(each["shortfall"] for each in document["partners"].values()) == document["objective"]["shortfall"]


def test_two_runs_write_the_same_bytes(files: Path) -> None:
    written = []
    for _turn in range(2):
        run(files, "--explain", f"{files}/explain.json")
        written.append([(files / name).read_bytes() for name in ("plan.csv", "explain.json")])
    assert written[0] == written[1]


def test_a_policy_changes_the_plan(files: Path) -> None:
    policy = files / "policy.toml"
    policy.write_text("[weights]\nstrengths = 1\n[objective]\nshortfall_penalty = 0\n[limits]\nmin_score = 101\n")
    assert "min_score" in refused(files, "--policy", str(policy))[0]
    policy.write_text("[limits]\nmin_score = 60\nseconds = 30\n")
    assert run(files, "--policy", str(policy)).exit_code == 0
    placed = [float(row["score"]) for row in plan_of(files) if row["score"]]
    assert placed
    assert min(placed) >= 60
    assert "score" in {row["rule"] for row in plan_of(files)}


def test_header_only_files_are_an_empty_month(files: Path) -> None:
    for name in ("partners.csv", "customers.csv"):
        path = files / name
        path.write_text(path.read_text(encoding="utf-8-sig").splitlines()[0] + "\n")
    assert run(files, "--explain", f"{files}/explain.json").exit_code == 0
    assert plan_of(files) == []


def test_a_month_that_can_place_nobody_is_written_and_said(files: Path) -> None:
    rewrite(files / "partners.csv", lambda row: row.update(capacity="0"))
    result = run(files)
    assert result.exit_code == 0
    assert "No customer could be placed" in result.stderr
    assert {row["partner_code"] for row in plan_of(files)} == {""}


def test_every_problem_of_every_file_stands_on_its_own_line(files: Path) -> None:
    rewrite(files / "partners.csv", lambda row: row.update(tier="6", strengths="tax:9"), slice(0, 1))
    rewrite(files / "partners.csv", lambda row: row.update(corporate_number="1234567890123"), slice(3, 4))
    rewrite(files / "customers.csv", lambda row: row.update(onboarding_start="2026-02-30"), slice(1, 2))
    policy = files / "policy.toml"
    policy.write_text("[weights]\nstrength = 1\n[limits]\nseconds = 0\n")
    lines = refused(files, "--policy", str(policy))
    assert [line.split(":")[0] for line in lines] == [
        "partners.csv, row 2, column strengths",
        "partners.csv, row 2, column tier",
        "partners.csv, row 5, column corporate_number",
        "customers.csv, row 3, column onboarding_start",
        "policy.toml, [weights] strength",
        "policy.toml, [limits] seconds",
    ]


@pytest.mark.parametrize(
    ("name", "column", "cell"),
    [
        ("partners.csv", "invoice_number", "T1234567890123"),
        ("partners.csv", "invoice_number", "3200034522787"),
        ("partners.csv", "prefectures", "福岡;*"),
        ("partners.csv", "industries", "Z:3"),
        ("partners.csv", "strengths", "tax:3;tax:4"),
        ("partners.csv", "status", "retired"),
        ("partners.csv", "kind", "bank"),
        ("partners.csv", "capacity", "-1"),
        ("partners.csv", "outcome", "1.2"),
        ("customers.csv", "effort", "4"),
        ("customers.csv", "effort", "0"),
        ("customers.csv", "priority", "-1"),
        ("customers.csv", "industry", "U"),
        ("customers.csv", "prefecture", "*"),
        ("customers.csv", "needs", "tax"),
        ("customers.csv", "onboarding_start", ""),
    ],
)
def test_a_cell_that_does_not_fit_is_named(files: Path, name: str, column: str, cell: str) -> None:
    rewrite(files / name, lambda row: row.update({column: cell}), slice(4, 5))
    lines = refused(files)
    assert len(lines) == 1
    assert lines[0].startswith(f"{name}, row 6, column {column}: ")


def test_a_code_that_stands_twice_is_named(files: Path) -> None:
    rewrite(files / "customers.csv", lambda row: row.update(customer_code="C000001"), slice(7, 8))
    assert refused(files)[0].startswith("customers.csv, row 9, column customer_code: ")


@pytest.mark.parametrize("text", ["weights = 3", "[goals]\na = 1", "[weights]\ntier = true", "[weights", "x = nan"])
def test_a_policy_that_cannot_be_meant_is_refused(files: Path, text: str) -> None:
    (files / "policy.toml").write_text(text)
    assert len(refused(files, "--policy", f"{files}/policy.toml")) == 1


def test_weights_that_are_all_zero_are_refused(files: Path) -> None:
    names = ("strengths", "industry", "tier", "region", "outcome", "preference")
    (files / "policy.toml").write_text("[weights]\n" + "".join(f"{name} = 0\n" for name in names))
    assert "All weights are 0" in refused(files, "--policy", f"{files}/policy.toml")[0]


def test_a_missing_file_and_a_missing_policy_are_input_problems(files: Path) -> None:
    (files / "partners.csv").unlink()
    assert len(refused(files, "--policy", f"{files}/none.toml")) == 2


def test_unknown_columns_and_partners_are_warnings(files: Path) -> None:
    path = files / "customers.csv"
    rewrite(path, lambda row: row.update(preferred_partners="P9999"), slice(0, 1))
    first, rest = path.read_text(encoding="utf-8-sig").split("\n", 1)
    lines = [first.strip() + ",colour", *(line.strip() + ",red" for line in rest.splitlines())]
    path.write_text("\n".join(lines) + "\n")
    result = run(files)
    assert result.exit_code == 0
    warnings = [line for line in result.stderr.splitlines() if line.startswith("warning: ")]
    assert len(warnings) == 2
    assert "column colour" in warnings[0]
    assert "row 2" in warnings[1]
    assert "P9999" in warnings[1]


def test_a_folder_that_does_not_exist_is_no_input_problem_and_leaves_nothing(files: Path) -> None:
    result = run(files, "--explain", f"{files}/nowhere/explain.json")
    assert result.exit_code == 1
    assert {path.name for path in files.iterdir()} == {"partners.csv", "customers.csv"}


def test_plan_and_explanation_cannot_be_one_file(files: Path) -> None:
    assert refused_usage(run(files, "--explain", f"{files}/plan.csv"))


def refused_usage(result: Result) -> bool:
    return result.exit_code == 2 and "same file" in result.stderr
