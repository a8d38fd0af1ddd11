"""The partners and customers files read as values of a run."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from onboarding_phases.allocation.matching.values import Customer, Partner
from onboarding_phases.customers.tables import CUSTOMERS
from partners.tables import PARTNERS, REMOTE
from portal.tables.problems import Problem
from portal.tables.reading import Table
from portal.tables.schema import Parsed


def read_partners(table: Table) -> tuple[tuple[Partner, ...], tuple[Problem, ...]]:
    """The partners of a table, and warnings.

    Raises:
        InputProblems: every cell that does not fit.
    """
    parsed = PARTNERS.parse(table)
    return tuple(_partner(record) for record in parsed.records), parsed.warnings


def read_customers(
    table: Table, partners: Sequence[Partner] | None = None
) -> tuple[tuple[Customer, ...], tuple[Problem, ...]]:
    """The customers of a table, and warnings; with partners, also where a named one is not among them.

    Raises:
        InputProblems: every cell that does not fit.
    """
    parsed = CUSTOMERS.parse(table)
    customers = tuple(_customer(record) for record in parsed.records)
    if partners is None:
        return customers, parsed.warnings
    codes = frozenset(partner.code for partner in partners)
    return customers, (*parsed.warnings, *_strangers(table.name, parsed, codes))


def _strangers(where: str, parsed: Parsed, codes: frozenset[str]) -> Iterator[Problem]:
    for number, record in zip(parsed.numbers, parsed.records, strict=True):
        for column in ("preferred_partners", "excluded_partners"):
            named: Any = record[column]
            for code in named:
                if code not in codes:
                    what = _l("%(code)s is not among the partners, so it has no effect.", code=code)
                    yield Problem(where, number, column, what, _l("Correct the code, or remove it."))


def _partner(record: dict[str, Any]) -> Partner:
    outcome = record["outcome"]
    return Partner(
        code=record["partner_code"],
        tier=record["tier"],
        capacity=record["capacity"],
        min_volume=record["min_volume"],
        status=record["status"],
        contract_until=record["contract_until"],
        prefectures=frozenset(record["prefectures"]) - {REMOTE},
        remote=REMOTE in record["prefectures"],
        languages=frozenset(record["languages"]),
        products=frozenset(record["products"]),
        industries=record["industries"],
        strengths=record["strengths"],
        outcome=None if outcome is None else float(outcome),
    )


def _customer(record: dict[str, Any]) -> Customer:
    return Customer(
        code=record["customer_code"],
        starts_on=record["onboarding_start"],
        product=record["product"],
        language=record["language"],
        prefecture=record["prefecture"],
        industry=record["industry"],
        effort=record["effort"],
        required_tier=record["required_tier"],
        priority=record["priority"],
        needs=record["needs"],
        preferred=frozenset(record["preferred_partners"]),
        excluded=frozenset(record["excluded_partners"]),
        annual_value=record["annual_value"],
    )
