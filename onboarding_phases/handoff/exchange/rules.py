"""The columns of the handoffs file: one for each field, whose cell is its answer, `?` or `n/a: reason`."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import lazy_gettext as _l

from onboarding_phases.handoff.enums import FieldState
from onboarding_phases.handoff.rules import NOT_APPLICABLE_MARK, UNKNOWN_MARK, Answer, checked
from onboarding_phases.handoff.template.sales_to_cs import FIELDS
from partners.tables import code
from portal import clock
from portal.errors import RuleViolation
from portal.tables.problems import Misfit
from portal.tables.schema import Column, Schema
from portal.tables.values import moment

COLUMNS = ("customer_code", "signed_at", *FIELDS)


def as_cell(answer: Answer) -> str:
    """An answer as a cell of a file: its value, `? who to ask` where unknown, `n/a: reason` where not applicable."""
    if answer.state is FieldState.UNKNOWN:
        return f"{UNKNOWN_MARK} {answer.reason}".strip()
    if answer.state is FieldState.NOT_APPLICABLE:
        return f"{NOT_APPLICABLE_MARK} {answer.reason}"
    return answer.value


def from_cell(key: str) -> Callable[[str], Answer]:
    """Read a cell of this field's column.

    Raises:
        Misfit: it is no such date, number or choice, or a reason is missing.
    """
    item = FIELDS[key]

    def parse(cell: str) -> Answer:
        plain = cell.strip()
        answer = Answer(FieldState.FILLED, plain)
        if plain.startswith(("?", "？")):
            answer = Answer(FieldState.UNKNOWN, reason=plain[1:].strip())
        elif plain.lower().startswith(NOT_APPLICABLE_MARK):
            answer = Answer(FieldState.NOT_APPLICABLE, reason=plain[len(NOT_APPLICABLE_MARK) :].strip())
        try:
            return checked(item, answer)
        except RuleViolation as refused:
            raise Misfit(refused.text, _l("Correct the cell, or leave it empty.")) from None

    return parse


def handoffs_schema() -> Schema:
    """One row per customer; an empty cell or a column left out leaves what is written."""
    return Schema(
        key="customer_code",
        columns=(
            Column("customer_code", code()),
            Column("signed_at", moment(clock.zone()), required=False, present=False),
            *(Column(key, from_cell(key), required=False, present=False) for key in FIELDS),
        ),
    )
