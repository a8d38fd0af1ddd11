"""The command `bansou match`: one month's allocation on files, without a database."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NoReturn, TypeVar

import click
from flask_babel import gettext as _

from onboarding_phases.allocation.matching.plans import Plan
from onboarding_phases.allocation.matching.plans import match as run
from onboarding_phases.allocation.matching.policies import read_policy
from onboarding_phases.allocation.matching.reading import read_customers, read_partners
from onboarding_phases.allocation.matching.values import Customer, Partner, Policy
from onboarding_phases.allocation.matching.writing import explain_file, plan_file
from portal.tables.problems import InputProblems, Problem
from portal.tables.reading import read_table

FILE = click.Path(path_type=Path)
WRONG_INPUT = 2
READABLE = 0o644

Value = TypeVar("Value")


@click.command("match")
@click.option("--partners", "partners_path", type=FILE, required=True, help="Partners as CSV or XLSX.")
@click.option("--customers", "customers_path", type=FILE, required=True, help="Customers as CSV or XLSX.")
@click.option("--policy", "policy_path", type=FILE, help="Weights, objective and limits as TOML.")
@click.option("--out", "out_path", type=FILE, required=True, help="Where plan.csv goes.")
@click.option("--explain", "explain_path", type=FILE, help="Where explain.json goes.")
def match(
    partners_path: Path,
    customers_path: Path,
    policy_path: Path | None,
    out_path: Path,
    explain_path: Path | None,
) -> None:
    """Give each customer the partner that suits it best, with proof and reasons."""
    if explain_path and explain_path.resolve() == out_path.resolve():
        raise click.UsageError("--out and --explain name the same file.")
    partners, customers, policy = _inputs(partners_path, customers_path, policy_path)
    plan = run(partners, customers, policy)
    files = {out_path: plan_file(plan)}
    if explain_path:
        files[explain_path] = explain_file(plan)
    _write(files)
    _tell(plan)


def _inputs(
    partners_path: Path, customers_path: Path, policy_path: Path | None
) -> tuple[Sequence[Partner], Sequence[Customer], Policy]:
    """Read the files to the end, so that every problem of every file is told at once."""
    problems: list[Problem] = []
    partners = _tried(lambda: read_partners(read_table(partners_path)), problems)
    known = partners and partners[0]
    customers = _tried(lambda: read_customers(read_table(customers_path), known), problems)
    policy = _tried(lambda: read_policy(policy_path) if policy_path else Policy(), problems)
    if partners is None or customers is None or policy is None:
        _stop(problems)
    for warning in (*partners[1], *customers[1]):
        click.echo(_("warning: %(warning)s", warning=warning.as_line()), err=True)
    return partners[0], customers[0], policy


def _tried(read: Callable[[], Value], problems: list[Problem]) -> Value | None:
    try:
        return read()
    except InputProblems as error:
        problems.extend(error.problems)
        return None


def _stop(problems: Sequence[Problem]) -> NoReturn:
    for problem in problems:
        click.echo(problem.as_line(), err=True)
    raise click.exceptions.Exit(WRONG_INPUT)


def _write(files: Mapping[Path, bytes]) -> None:
    """Write all files or none: each beside its place first, then moved there."""
    drafts: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            drafts[path] = _draft(path, content)
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        raise click.FileError(str(error.filename), error.strerror) from None
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _draft(path: Path, content: bytes) -> Path:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
        draft.write(content)
    made = Path(draft.name)
    made.chmod(READABLE)
    return made


def _tell(plan: Plan) -> None:
    """Say in one or two lines how good the plan is."""
    objective = plan.objective
    told = {"placed": len(plan.placed), "all": len(plan.customers), "score": f"{objective.score:.6f}"}
    click.echo(_("%(placed)s of %(all)s customers placed, score %(score)s.", **told), err=True)
    if plan.customers and not plan.placed:
        click.echo(_("No customer could be placed; the column rule says what stops each."), err=True)
    if not objective.optimal:
        gap = f"{objective.gap * 100:.4f}"
        click.echo(
            _(
                "The time was up: a better plan may exist (gap %(gap)s %%), and a new run may differ.",
                gap=gap,
            ),
            err=True,
        )
