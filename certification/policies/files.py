"""Policies and metrics read from files, and evaluations written to one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import cast

from flask_babel import lazy_gettext as _l

from certification.policies.evaluation import Evaluation, evaluate
from certification.policies.parsing import parse_policy
from certification.policies.policy import Policy
from portal.tables.problems import InputProblems, Problem
from portal.tables.reading import Table
from portal.tables.schema import Column, Schema
from portal.tables.values import decimal, integer, text
from portal.tables.writing import csv_bytes

READY = Path(__file__).parent / "ready"
MOVEMENT_COLUMNS: Mapping[str, Callable[[str], int]] = {
    "previous_tier": integer(1),
    "below_count": integer(0),
}
PARTNER = "partner_code"


@dataclass(frozen=True)
class Measured:
    """What the metrics file says of one firm."""

    partner_code: str
    values: Mapping[str, Decimal | None]
    previous_tier: int | None
    below_count: int | None


def ready_policy(name: str) -> Policy:
    """One of the policies that come with the portal, such as `default`."""
    path = READY / f"{name}.toml"
    return parse_policy(path.read_bytes(), path.name)


def ready_policy_names() -> list[str]:
    """The policies that come with the portal."""
    return sorted(path.stem for path in READY.glob("*.toml"))


def read_policy(path: Path, table: Table) -> Policy:
    """Read a policy that is to be evaluated on this table.

    Raises:
        InputProblems: the file cannot be read, the policy does not hold together, or it asks for what the
            table does not have.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        what = _l("The file cannot be read: %(reason)s.", reason=error.strerror or str(error))
        raise InputProblems([Problem(path.name, None, None, what, _l("Check its name and permissions."))]) from error
    return parse_policy(content, path.name, columns=table.columns)


def read_metrics(table: Table, policy: Policy) -> tuple[list[Measured], tuple[Problem, ...]]:
    """Read what a policy needs of every firm, with warnings about columns that it does not need.

    Raises:
        InputProblems: columns are missing, cells do not fit, or a firm stands there twice.
    """
    parsed = _schema(policy).parse(table)
    return [_measured(record, policy) for record in parsed.records], parsed.warnings


def evaluations_csv(policy: Policy, firms: Iterable[Measured]) -> bytes:
    """Evaluate every firm and write one row for each, in the order given."""
    header = (PARTNER, *(axis.key for axis in policy.axes), "tier", "below_count", "held_by")
    return csv_bytes(header, (_row(policy, firm) for firm in firms))


def _schema(policy: Policy) -> Schema:
    columns = {name: Column(name, decimal(), required=False) for name in policy.columns}
    for name, parse in MOVEMENT_COLUMNS.items():
        if policy.movement:
            columns[name] = Column(name, parse, required=False)
        else:
            columns.setdefault(name, Column(name, text(), required=False, present=False))
    return Schema((Column(PARTNER, text()), *columns.values()), key=PARTNER)


def _measured(record: Mapping[str, object], policy: Policy) -> Measured:
    moved: Mapping[str, object] = record if policy.movement else {}
    return Measured(
        partner_code=cast(str, record[PARTNER]),
        values={name: _number(record[name]) for name in policy.columns},
        previous_tier=cast("int | None", moved.get("previous_tier")),
        below_count=cast("int | None", moved.get("below_count")),
    )


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(cast("Decimal | int", value))


def _row(policy: Policy, firm: Measured) -> list[object]:
    found: Evaluation = evaluate(policy, firm.values, previous_tier=firm.previous_tier, below_count=firm.below_count)
    points = [found.card.points(axis.key) for axis in policy.axes]
    decision = found.decision
    return [firm.partner_code, *points, decision.tier, decision.below_count, decision.held_by]
