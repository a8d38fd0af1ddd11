"""A written order as values, as it is frozen and as it is read again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Commission:
    """What an accepted offer says, from which an order is written."""

    ordered_on: date
    firm_name: str
    corporate_number: str | None
    invoice_number: str | None
    customer_name: str
    product: str
    slots: int
    start_on: date
    phases: tuple[dict[str, Any], ...]
    fee: int | None
    # Who orders, where, how it is inspected and paid: as in force when the offer was sent.
    terms: dict[str, Any]
