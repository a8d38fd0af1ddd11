"""Rules of customers that need no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from partners.enums import LANGUAGE_LABELS
from partners.geography import PREFECTURES
from partners.industries import INDUSTRIES
from partners.rules import HIGHEST_TIER, TAG
from portal.errors import RuleViolation

CODE = re.compile(r"[A-Z][A-Z0-9_-]{0,19}")
EFFORTS = range(1, 4)
HIGHEST_WEIGHT = 100
HIGHEST_PRIORITY = 1000
MOST_EMPLOYEES = 10_000_000
HIGHEST_VALUE = 10**12


@dataclass(frozen=True, kw_only=True)
class CustomerFacts:
    """What is known of a customer before its onboarding. `annual_value` is in yen, `effort` in slots."""

    name: str
    industry: str
    prefecture: str
    product: str
    onboarding_start: date
    effort: int
    contract_start: date | None = None
    annual_value: int = 0
    language: str = "ja"
    employees: int | None = None
    plan: str | None = None
    needs: Mapping[str, int] = field(default_factory=dict)
    required_tier: int = 1
    priority: int = 0
    preferred_partners: Sequence[str] = ()
    excluded_partners: Sequence[str] = ()

    def columns(self) -> dict[str, Any]:
        """The values by column, in the types that the database keeps."""
        return {item.name: _stored(getattr(self, item.name)) for item in fields(self)}

    def check(self) -> None:
        """Refuse facts that cannot be true.

        Raises:
            RuleViolation: names the first field that is wrong, and what would be right.
        """
        for column, text in (*_faults(self), *_matching_faults(self)):
            raise RuleViolation(text, field=column)


def _stored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, list | tuple) else value


def _faults(facts: CustomerFacts) -> Iterator[tuple[str, LazyString]]:
    if not facts.name.strip():
        yield "name", _l("A customer needs a name.")
    if facts.industry not in INDUSTRIES:
        yield "industry", _l("The industry is a JSIC division from A to T.")
    if facts.prefecture not in PREFECTURES:
        yield "prefecture", _l("The prefecture is one of the 47, by its full Japanese name.")
    if facts.language not in LANGUAGE_LABELS:
        yield "language", _l("Languages are ja, en, zh, ko and vi.")
    if not TAG.fullmatch(facts.product):
        yield "product", _l("A product is a word of at most 60 characters without ; or :.")
    if facts.employees is not None and not 0 <= facts.employees <= MOST_EMPLOYEES:
        yield "employees", _l("The number of employees runs from 0 to 10,000,000.")
    if not 0 <= facts.annual_value <= HIGHEST_VALUE:
        yield "annual_value", _l("The annual value runs from 0 to 1,000,000,000,000 yen.")


def _matching_faults(facts: CustomerFacts) -> Iterator[tuple[str, LazyString]]:
    if facts.effort not in EFFORTS:
        yield "effort", _l("The effort is 1, 2 or 3 slots.")
    if not all(TAG.fullmatch(tag) for tag in facts.needs):
        yield "needs", _l("Each need is a word of at most 60 characters without ; or :.")
    if not all(1 <= weight <= HIGHEST_WEIGHT for weight in facts.needs.values()):
        yield "needs", _l("Weights run from 1 to 100.")
    if not 1 <= facts.required_tier <= HIGHEST_TIER:
        yield "required_tier", _l("Tiers run from 1 to 9.")
    if not 0 <= facts.priority <= HIGHEST_PRIORITY:
        yield "priority", _l("The priority runs from 0 to 1,000.")
    if set(facts.preferred_partners) & set(facts.excluded_partners):
        yield "excluded_partners", _l("A partner cannot be preferred and excluded at once.")
