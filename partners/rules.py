"""Rules of partners that need no database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from partners.enums import LANGUAGE_LABELS, PartnerKind, PartnerStatus
from partners.geography import PREFECTURES
from partners.industries import INDUSTRIES
from partners.numbers import is_corporate_number, is_invoice_number
from portal.errors import RuleViolation

MONTHS_AHEAD = 6
HIGHEST_TIER = 9
LEVELS = range(1, 6)
CODE = re.compile(r"[A-Z][A-Z0-9_-]{0,19}")
TAG = re.compile(r"[^;:；：\s][^;:；：\r\n]{0,59}")

CODE_FAULT = _l("A code begins with a capital letter; digits, - and _ may follow.")
CORPORATE_NUMBER_FAULT = _l("A corporate number has 13 digits, of which the first checks the others.")
INVOICE_NUMBER_FAULT = _l("An invoice number is T and 13 digits, of which the first checks the others.")

TRANSITIONS: Mapping[PartnerStatus, tuple[PartnerStatus, ...]] = {
    PartnerStatus.CANDIDATE: (PartnerStatus.SCREENING, PartnerStatus.ENDED),
    PartnerStatus.SCREENING: (PartnerStatus.CONTRACTED, PartnerStatus.ENDED),
    PartnerStatus.CONTRACTED: (PartnerStatus.PREPARING, PartnerStatus.ENDED),
    PartnerStatus.PREPARING: (PartnerStatus.ACTIVE, PartnerStatus.ENDED),
    PartnerStatus.ACTIVE: (PartnerStatus.PAUSED, PartnerStatus.ENDED),
    PartnerStatus.PAUSED: (PartnerStatus.ACTIVE, PartnerStatus.ENDED),
    PartnerStatus.ENDED: (),
}
"""The steps that follow from each point of a firm's life."""


@dataclass(frozen=True, kw_only=True)
class PartnerFacts:
    """The profile of a firm; industries and strengths are levels from 1 to 5 by division and by tag."""

    name: str
    kind: PartnerKind
    corporate_number: str | None = None
    contract_until: date | None = None
    invoice_number: str | None = None
    prefectures: Sequence[str] = ()
    is_remote: bool = False
    languages: Sequence[str] = ("ja",)
    products: Sequence[str] = ()
    industries: Mapping[str, int] = field(default_factory=dict)
    strengths: Mapping[str, int] = field(default_factory=dict)
    min_volume: int = 0
    stated_outcome: float | None = None

    def columns(self) -> dict[str, Any]:
        """The values by column, in the types that the database keeps."""
        return {item.name: _stored(getattr(self, item.name)) for item in fields(self)}

    def check(self) -> None:
        """Refuse facts that cannot be true.

        Raises:
            RuleViolation: names the first field that is wrong, and what would be right.
        """
        for column, text in _faults(self):
            raise RuleViolation(text, field=column)


def _stored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, list | tuple) else value


def _faults(facts: PartnerFacts) -> Iterator[tuple[str, LazyString]]:
    if not facts.name.strip():
        yield "name", _l("A partner needs a name.")
    if facts.corporate_number and not is_corporate_number(facts.corporate_number):
        yield "corporate_number", CORPORATE_NUMBER_FAULT
    if facts.invoice_number and not is_invoice_number(facts.invoice_number):
        yield "invoice_number", INVOICE_NUMBER_FAULT
    if not set(facts.prefectures) <= set(PREFECTURES):
        yield "prefectures", _l("Only the 47 prefectures of Japan can be chosen, by their full Japanese names.")
    if not set(facts.languages) <= set(LANGUAGE_LABELS):
        yield "languages", _l("Languages are ja, en, zh, ko and vi.")
    yield from _level_faults(facts)
    if facts.min_volume < 0:
        yield "min_volume", _l("The promised minimum cannot be below 0.")
    if facts.stated_outcome is not None and not 0 <= facts.stated_outcome <= 1:
        yield "stated_outcome", _l("The outcome is a share from 0 to 1.")


def _level_faults(facts: PartnerFacts) -> Iterator[tuple[str, LazyString]]:
    if not all(TAG.fullmatch(product) for product in facts.products):
        yield "products", _l("Each product is a word of at most 60 characters without ; or :.")
    if not set(facts.industries) <= set(INDUSTRIES):
        yield "industries", _l("Industries are the JSIC divisions A to T.")
    if not all(TAG.fullmatch(tag) for tag in facts.strengths):
        yield "strengths", _l("Each strength is a word of at most 60 characters without ; or :.")
    for column, levels in (("industries", facts.industries), ("strengths", facts.strengths)):
        if not all(level in LEVELS for level in levels.values()):
            yield column, _l("Levels run from 1 to 5.")


def first_of_month(day: date) -> date:
    """The month of a day, as the portal keeps months: by their first day."""
    return day.replace(day=1)


def months_from(month: date, count: int) -> list[date]:
    """So many months in a row, beginning with the one of `month`."""
    first = month.year * 12 + month.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + count)]


def open_months(today: date) -> list[date]:
    """The months for which a firm may state slots: the present one and the six that follow."""
    return months_from(today, MONTHS_AHEAD + 1)
